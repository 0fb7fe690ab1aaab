package dev.wharf.source.stripe;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.Notices;
import dev.wharf.sdk.Output;
import dev.wharf.sdk.States;
import dev.wharf.sdk.StreamOutput;
import dev.wharf.source.stripe.Bookmark.Pending;
import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.Collection.Listing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * One collection on its way through a read. Several lists may feed it at once, and the scan of events feeds all: records and the state that covers them go out
 * together, under its lock.
 */
final class Track {

    final Collection collection;
    private final StreamName name;
    private final boolean incremental;
    private final boolean appending;
    private final boolean patching;
    private final Set<String> columns;
    private final StreamOutput output;
    private final Notices notices;
    private final Rows rows;
    private Bookmark bookmark;
    private boolean stated;
    private boolean ended;

    /**
     * What is known of rows of which not all is known.
     *
     * @param data the fields in {@code by}, and what changes
     * @param by by which fields the rows are found
     */
    record Patch(ObjectNode data, List<String> by) {}

    /** @param patches whether the destination takes {@link Patch}es */
    Track(ConfiguredStream stream, Collection collection, boolean patches, States states, Output output) {
        this.collection = collection;
        this.name = stream.name();
        this.incremental = stream.syncMode() == SyncMode.INCREMENTAL;
        this.appending = stream.destinationSyncMode() != DestinationSyncMode.APPEND_DEDUP;
        this.notices = output;
        this.output = output.stream(stream.name());
        this.columns =
                Set.copyOf(stream.stream().jsonSchema().path("properties").propertyNames());
        this.patching = patches && !appending && columns.contains(Fields.DELETED);
        this.rows = new Rows(collection, columns, output);
        this.bookmark = states.of(stream.name()).map(Bookmark::of).orElse(Bookmark.NONE);
    }

    StreamName name() {
        return name;
    }

    void start() {
        output.start();
    }

    /** Whether it is kept up to date by events, from the next event on. */
    synchronized boolean follows() {
        return incremental && collection.fromEvents() && bookmark.since() > 0 && !ended;
    }

    boolean incremental() {
        return incremental;
    }

    /** Whether a deletion that tells only the id makes a row of its own. */
    boolean appending() {
        return appending;
    }

    /** Whether rows can be marked deleted of which nothing else is known than these fields. */
    boolean patchable(List<String> by) {
        return patching && columns.containsAll(by);
    }

    /**
     * That rows are no more.
     *
     * @param values of the fields {@code by}; those that it lacks are null
     */
    static Patch gone(ObjectNode values, List<String> by, long asOf) {
        return new Patch(values.put(Fields.DELETED, true).put(Fields.UPDATED, asOf), by);
    }

    synchronized boolean ended() {
        return ended;
    }

    synchronized Bookmark bookmark() {
        return bookmark;
    }

    synchronized void move(UnaryOperator<Bookmark> change) {
        bookmark = change.apply(bookmark);
    }

    /** How far a list has been read, if it is one of those to read. */
    synchronized Optional<Pending> pending(Pending list) {
        return bookmark.lists().stream().filter(list::same).findFirst();
    }

    /**
     * What an object gives, as far as it shows it.
     *
     * @param asOf what the object shows all changes until
     */
    List<ObjectNode> draw(Draw draw, ObjectNode object, long asOf) {
        return draw(draw, object, false, asOf, List.of());
    }

    /**
     * As {@link #draw(Draw, ObjectNode, long)}, of an event.
     *
     * @param before what was embedded in it at some time; what is no more gives rows that say so
     */
    synchronized List<ObjectNode> draw(
            Draw draw, ObjectNode object, boolean deleted, long asOf, Iterable<ObjectNode> before) {
        String id = object.path("id").asString("");
        if (draw.self()) {
            return List.of(rows.row(draw, object, "", deleted, asOf));
        }
        List<ObjectNode> found = Children.shown(collection, draw, object);
        Set<String> left = new HashSet<>();
        found.forEach(child -> left.add(child.path("id").asString("")));
        List<ObjectNode> gone = new ArrayList<>();
        for (ObjectNode child : before) {
            if (left.add(child.path("id").asString(""))) {
                gone.add(child);
            }
        }
        List<ObjectNode> made = rows(draw, found, id, deleted, asOf);
        made.addAll(rows(draw, gone, id, true, asOf));
        return made;
    }

    /** What was embedded in the object of an event before, the newest version of each. */
    synchronized List<ObjectNode> before(Draw draw, Event event) {
        return draw.self() ? List.of() : Children.before(collection, draw, event);
    }

    /** A row of an object that is in the list of another, which is not embedded. */
    synchronized ObjectNode row(Draw draw, ObjectNode object, String parent, long asOf) {
        Generations.unite(object);
        return rows.row(draw, object, parent, false, asOf);
    }

    /** Rows of what is embedded in an object, from a list of its own; of that list only what is of the collection's type. */
    synchronized List<ObjectNode> parts(Draw draw, List<ObjectNode> parts, String parent, long asOf) {
        List<ObjectNode> own = parts.stream()
                .filter(part ->
                        part.path("object").asString(collection.object()).equals(collection.object()))
                .map(ObjectNode::deepCopy)
                .toList();
        return rows(draw, own, parent, false, asOf);
    }

    String key(ObjectNode row) {
        return rows.key(row);
    }

    /** Sends records, and the state that covers them. */
    void emit(Iterable<ObjectNode> records, UnaryOperator<Bookmark> change) {
        emit(records, List.of(), change);
    }

    /** Sends records, patches behind them, and the state that covers both. */
    synchronized void emit(Iterable<ObjectNode> records, List<Patch> patches, UnaryOperator<Bookmark> change) {
        if (ended) {
            return;
        }
        records.forEach(output::record);
        patches.forEach(patch -> output.patch(patch.data(), patch.by()));
        bookmark = change.apply(bookmark);
        stated = true;
        output.state(bookmark.json());
    }

    /** Every list of it that is read from a list of this kind. */
    List<Draw> draws(Listing list) {
        return collection.draws().stream()
                .filter(draw -> draw.list().filter(list::equals).isPresent())
                .toList();
    }

    /** A deletion of which nothing is known but the id, for a destination that would forget the whole row over it. */
    void tellUnknown(Event event) {
        notices.warn(
                "Stripe deleted " + event.objectId() + " of " + collection.name()
                        + " and says nothing else of it, nor do the events of the last thirty days. Its row stays as it was; the collection deleted_objects has its deletion.");
    }

    /** A list that is only a bonus cannot be read. */
    void doWithout(Pending list, ConnectorFailure why) {
        notices.warn(
                "The collection " + collection.name() + " is read without " + list.list() + ". " + why.getMessage());
        emit(List.of(), bookmark -> bookmark.listed(list, Optional.empty(), 0, false));
    }

    /** Complete, unless something is still to be read. */
    synchronized void completeIfDone() {
        if (!ended && bookmark.lists().isEmpty() && bookmark.again().isEmpty()) {
            if (!stated) {
                emit(List.of(), UnaryOperator.identity());
            }
            ended = true;
            output.complete();
        }
    }

    synchronized void fail(ConnectorFailure failure) {
        if (!ended) {
            ended = true;
            output.fail(failure);
        }
    }

    /** The run ends before it is complete. */
    synchronized void leave() {
        if (!ended) {
            ended = true;
            output.leave();
        }
    }

    private List<ObjectNode> rows(Draw draw, List<ObjectNode> found, String parent, boolean deleted, long asOf) {
        List<ObjectNode> made = new ArrayList<>();
        for (ObjectNode child : found) {
            Generations.unite(child);
            made.add(rows.row(draw, child, parent, deleted, asOf));
        }
        return made;
    }
}
