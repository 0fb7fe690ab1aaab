package dev.wharf.source.stripe;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * One collection: what it holds, where its rows come from and what keeps it up to date. Put together step by step in {@link Collections}.
 *
 * @param object the type of Stripe's objects, the value of their field {@code object}
 * @param draws where rows come from; the first one decides whether the collection can be read at all
 * @param upkeep how changes are found after the first sync
 * @param windows lists that are read again once a day although the upkeep does not need it, for what it cannot see
 * @param untold what changes without an event, and comes only when the whole list is read again
 * @param retired why Stripe has nothing of it any more: it is read without a call, and is empty
 */
record Collection(
        String name,
        String object,
        Kind kind,
        List<String> key,
        List<Draw> draws,
        Upkeep upkeep,
        List<Window> windows,
        Optional<String> untold,
        Optional<String> retired) {

    enum Kind {
        OBJECT,
        EVENT
    }

    /** How changes are found. */
    sealed interface Upkeep {

        /** In {@code /v1/events}. */
        record Events() implements Upkeep {}

        /** By the time of creation: its objects hardly ever change. */
        record Created() implements Upkeep {}

        /** Not at all by Stripe: the list is read again. */
        record Relist(Duration every) implements Upkeep {}
    }

    /** A part of the list that is read again once a day: by a filter, or what was created in the days before. */
    record Window(Map<String, String> query, int days) {}

    /**
     * Rows are objects of a list, or what is embedded in such objects.
     *
     * @param list the list that is read for them; without one they come from events only
     * @param type the objects of that list, or of the events
     * @param at the field in which rows are embedded: a list, an array or one object; empty when the objects are the rows themselves
     * @param link the column of a row that names the object which it is embedded in; empty for none
     * @param expand what Stripe embeds only when asked, and never in an event; empty for nothing
     * @param rereads which events say too little because of that, so that their object is read again
     * @param required whether the collection has failed when this list is denied
     * @param goneBy the columns that find the rows which are no more when the object is deleted: first the one with the object's id, then those that are
     *     null in such rows; empty when they stay
     */
    record Draw(
            Optional<Listing> list,
            String type,
            String at,
            String link,
            String expand,
            Rereads rereads,
            boolean required,
            List<String> goneBy) {

        Draw expanding(String field, Rereads which) {
            return new Draw(list, type, at, link, field, which, required, goneBy);
        }

        Draw filteredBy(Listing.Filter filter) {
            Optional<Listing> other =
                    list.map(from -> new Listing(from.path(), from.query(), from.parent(), from.right(), filter));
            return new Draw(other, type, at, link, expand, rereads, required, goneBy);
        }

        Draw optional() {
            return new Draw(list, type, at, link, expand, rereads, false, goneBy);
        }

        Draw goneBy(List<String> columns) {
            return new Draw(list, type, at, link, expand, rereads, required, columns);
        }

        boolean self() {
            return at.isEmpty();
        }
    }

    /** Events behind which an object is read again, for what is in no event. */
    enum Rereads {
        /** What is missing has events of its own. */
        NONE,
        ALL,
        /** Of prices in tiers. */
        TIERED,
        /** When the object was made: later changes have events of their own. */
        CREATION
    }

    /**
     * A list of Stripe's.
     *
     * @param parent for a list that there is once for each object of another: the path of those
     * @param filter what it can be narrowed by
     */
    record Listing(String path, Map<String, String> query, Optional<Listing> parent, String right, Filter filter) {

        enum Filter {
            CREATED,
            NONE,
            /** It is no list but one object. */
            SINGLE
        }

        /** What tells it apart in a state. */
        String id() {
            return parent.map(above -> above.path() + ">").orElse("") + path;
        }
    }

    static Collection objects(String name, String object) {
        return new Collection(
                name,
                object,
                Kind.OBJECT,
                List.of("id"),
                List.of(),
                new Upkeep.Events(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    Collection appended() {
        return new Collection(name, object, Kind.EVENT, key, draws, upkeep, windows, untold, retired);
    }

    Collection keyed(String... fields) {
        return new Collection(name, object, kind, List.of(fields), draws, upkeep, windows, untold, retired);
    }

    /** Rows are the objects of this list, and those of their type in events. */
    Collection listed(String path, String... query) {
        return drawn(new Draw(
                Optional.of(listing(path, right(object), query)), object, "", "", "", Rereads.NONE, true, List.of()));
    }

    /** The list cannot be narrowed to what was created since a day. */
    Collection unfiltered() {
        return changingLast(last -> last.filteredBy(Listing.Filter.NONE));
    }

    /** It is one object, and not a list. */
    Collection single() {
        return changingLast(last -> last.filteredBy(Listing.Filter.SINGLE));
    }

    /** What Stripe adds to the objects of the list when asked. */
    Collection expanding(String field, Rereads which) {
        return changingLast(last -> last.expanding(field, which));
    }

    /** Rows come as objects of their own in events too. */
    Collection inEvents() {
        return drawn(new Draw(Optional.empty(), object, "", "", "", Rereads.NONE, false, List.of()));
    }

    /** Rows are embedded in the objects of another collection. */
    Collection in(Collection parent, String at, String link) {
        Draw above = parent.draws().getFirst();
        return drawn(new Draw(above.list(), above.type(), at, link, "", Rereads.NONE, true, List.of()));
    }

    /** As {@link #in}, where Stripe embeds them only when asked. */
    Collection expandedIn(Collection parent, String at, String link, Rereads which) {
        return in(parent, at, link).expanding(at, which);
    }

    /**
     * What was added last goes with the object that it is embedded in, without an event of its own.
     *
     * @param nulls columns that are null in such rows, and not in others
     */
    Collection goneWithIt(String... nulls) {
        return changingLast(last -> last.goneBy(
                Stream.concat(Stream.of(last.link()), Stream.of(nulls)).toList()));
    }

    /** What was added last is a bonus: where it is denied, the collection is still read. */
    Collection optional() {
        return changingLast(Draw::optional);
    }

    /** Rows are in a list for each object of another collection. {@code {id}} in the path or the query stands for its id. */
    Collection forEach(Collection parent, String link, String path, String... query) {
        Listing each =
                new Listing(path, queryOf(query), parent.draws().getFirst().list(), right(object), Listing.Filter.NONE);
        return drawn(new Draw(Optional.of(each), object, "", link, "", Rereads.NONE, true, List.of()));
    }

    Collection byCreated(int daysReadAgain) {
        return kept(new Upkeep.Created()).readAgain(new Window(Map.of(), daysReadAgain));
    }

    Collection relisted(Duration every) {
        return kept(new Upkeep.Relist(every));
    }

    Collection readAgain(Window window) {
        return new Collection(name, object, kind, key, draws, upkeep, List.of(window), untold, retired);
    }

    Collection untold(String what) {
        return new Collection(name, object, kind, key, draws, upkeep, windows, Optional.of(what), retired);
    }

    Collection retired(String why) {
        return new Collection(name, object, kind, key, draws, upkeep, windows, untold, Optional.of(why));
    }

    /** Whether Stripe makes a list for each of many objects: as many calls as there are objects. */
    boolean fansOut() {
        return draws.stream()
                .anyMatch(draw ->
                        draw.list().stream().anyMatch(list -> list.parent().isPresent()));
    }

    /** Whether Stripe refuses its list to an account that issues no cards. */
    boolean ofIssuing() {
        return object.startsWith("issuing.");
    }

    boolean fromEvents() {
        return upkeep instanceof Upkeep.Events && retired.isEmpty();
    }

    /** The lists of a first sync, each once. */
    List<Listing> lists() {
        return draws.stream().flatMap(draw -> draw.list().stream()).distinct().toList();
    }

    /** The right that a restricted key needs. */
    String right() {
        return draws.stream()
                .flatMap(draw -> draw.list().stream())
                .map(Listing::right)
                .findFirst()
                .orElse("rak_event_read");
    }

    private Collection kept(Upkeep other) {
        return new Collection(name, object, kind, key, draws, other, windows, untold, retired);
    }

    private Collection changingLast(UnaryOperator<Draw> change) {
        List<Draw> changed = new ArrayList<>(draws);
        changed.add(change.apply(changed.removeLast()));
        return withDraws(changed);
    }

    private Collection drawn(Draw draw) {
        List<Draw> more = new ArrayList<>(draws);
        more.add(draw);
        return withDraws(more);
    }

    private Collection withDraws(List<Draw> changed) {
        return new Collection(name, object, kind, key, List.copyOf(changed), upkeep, windows, untold, retired);
    }

    private static Listing listing(String path, String right, String... query) {
        return new Listing(path, queryOf(query), Optional.empty(), right, Listing.Filter.CREATED);
    }

    private static Map<String, String> queryOf(String... query) {
        return query.length == 0 ? Map.of() : Map.of(query[0], query[1]);
    }

    private static String right(String object) {
        return "rak_" + object.replace('.', '_') + "_read";
    }
}
