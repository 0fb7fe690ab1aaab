package dev.wharf.source.stripe;

import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.source.stripe.Bookmark.Pending;
import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.Collection.Listing;
import dev.wharf.source.stripe.Collection.Listing.Filter;
import dev.wharf.source.stripe.StripeApi.Page;
import dev.wharf.source.stripe.StripeApi.Question;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads one of Stripe's lists to its end, once, for all collections whose rows are in it. They need not be equally far, after a crash: the pass begins where the
 * one that is least far stands, and another joins when its own place comes by. A checkpoint stands at the end of each page. One thread.
 */
final class ListPass {

    private final StripeApi api;
    private final Listing list;
    private final Pending which;
    private final List<Track> tracks;

    /** A collection that takes part, from {@code after} on. */
    private static final class Rider {
        private final Track track;
        private final String after;
        private boolean aboard;
        private List<ObjectNode> rows = new ArrayList<>();
        private SequencedMap<String, SequencedSet<String>> cutOff = new LinkedHashMap<>();
        private long objects;

        Rider(Track track, String after) {
            this.track = track;
            this.after = after;
        }
    }

    /** @param which the list with its query, wherever the collections stand in it */
    ListPass(StripeApi api, Listing list, Pending which, List<Track> tracks) {
        this.api = api;
        this.list = list;
        this.which = which;
        this.tracks = List.copyOf(tracks);
    }

    /** @throws ConnectorFailure what keeps it from its end; what was read before is in records and states */
    void run() {
        List<Rider> waiting = riders();
        while (!waiting.isEmpty()) {
            waiting = ride(waiting);
        }
    }

    List<Track> tracks() {
        return tracks;
    }

    Listing list() {
        return list;
    }

    /** The least far first. */
    private List<Rider> riders() {
        return tracks.stream()
                .filter(track -> !track.ended())
                .flatMap(track -> track.pending(which).stream().map(pending -> Map.entry(pending, track)))
                .sorted(Comparator.comparingLong(entry -> entry.getKey().read()))
                .map(entry -> new Rider(entry.getValue(), entry.getKey().after()))
                .toList();
    }

    /** @return who has to begin anew, because the place where it stood is no more */
    private List<Rider> ride(List<Rider> riders) {
        String from = riders.getFirst().after;
        riders.forEach(rider -> rider.aboard = rider.after.equals(from));
        Question question = question(riders);
        String after = from;
        while (true) {
            Optional<Page> found = page(question.after(after));
            if (found.isEmpty() && after.isEmpty()) {
                throw StripeApi.gone(question);
            }
            if (found.isEmpty()) {
                return anew(riders.stream().filter(rider -> rider.aboard).toList());
            }
            Page page = found.get();
            page.objects().forEach(object -> take(riders, object, page.asOf()));
            String last = page.objects().isEmpty()
                    ? ""
                    : page.objects().getLast().path("id").asString("");
            boolean more = page.more() && !last.equals(after) && !last.isEmpty();
            checkpoint(riders, more ? Optional.of(last) : Optional.empty());
            CutOff.of(api, tracks, list::equals).forEach(CutOff::run);
            if (!more) {
                return anew(riders.stream().filter(rider -> !rider.aboard).toList());
            }
            after = last;
        }
    }

    private Optional<Page> page(Question question) {
        return list.filter() == Filter.SINGLE ? api.object(question) : api.page(question);
    }

    private void take(List<Rider> riders, ObjectNode object, long asOf) {
        String id = object.path("id").asString("");
        Confidential.strip(object);
        Generations.unite(object);
        for (Rider rider : riders) {
            if (rider.aboard) {
                for (Draw draw : rider.track.draws(list)) {
                    rider.rows.addAll(rows(rider.track, draw, object, id, asOf));
                    CutOff.note(draw, object, rider.cutOff);
                }
                rider.objects++;
            } else {
                rider.aboard = rider.after.equals(id);
            }
        }
    }

    private List<ObjectNode> rows(Track track, Draw draw, ObjectNode object, String id, long asOf) {
        if (list.parent().isEmpty()) {
            return track.draw(draw, object, asOf);
        }
        List<ObjectNode> rows = new ArrayList<>();
        for (ObjectNode child : api.behind(each(track.name(), id), "")) {
            Confidential.strip(child);
            rows.add(track.row(draw, child, id, asOf));
        }
        return rows;
    }

    private void checkpoint(List<Rider> riders, Optional<String> last) {
        for (Rider rider : riders) {
            if (rider.aboard) {
                boolean counted = which.query().isEmpty();
                rider.track.emit(
                        rider.rows,
                        bookmark -> bookmark.listed(which, last, rider.objects, counted)
                                .again(CutOff.noted(bookmark.again(), rider.cutOff)));
                rider.rows = new ArrayList<>();
                rider.cutOff = new LinkedHashMap<>();
                rider.objects = 0;
            }
        }
    }

    private static List<Rider> anew(List<Rider> riders) {
        return riders.stream().map(rider -> new Rider(rider.track, "")).toList();
    }

    private Question question(List<Rider> riders) {
        Listing read = list.parent().orElse(list);
        Map<String, String> query = new LinkedHashMap<>(read.query());
        query.putAll(which.query());
        Set<String> expand = new LinkedHashSet<>();
        for (Rider rider : riders) {
            rider.track.draws(list).stream()
                    .map(Draw::expand)
                    .filter(field -> !field.isEmpty())
                    .forEach(expand::add);
        }
        return new Question(Optional.of(riders.getFirst().track.name()), read.path(), query, expand);
    }

    /** The list that there is for one object of another. */
    private Question each(StreamName payer, String id) {
        Map<String, String> query = new LinkedHashMap<>();
        list.query().forEach((name, value) -> query.put(name, value.replace("{id}", id)));
        return new Question(Optional.of(payer), list.path().replace("{id}", id), query, Set.of());
    }
}
