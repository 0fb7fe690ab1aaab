package dev.wharf.source.stripe;

import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.Collection.Listing;
import dev.wharf.source.stripe.StripeApi.Question;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads lists on behind the first ten that an object embeds. Those of events once in a run, after the scan, however often the object changed in it; those of a
 * list's page behind that page, so that it is not read again when the run is cut off. Every list of Stripe's cuts them off, so this is the cheapest way. One
 * thread.
 */
final class CutOff {

    private final StripeApi api;
    private final String list;
    private final Map<Track, Draw> draws;

    private CutOff(StripeApi api, String list, Map<Track, Draw> draws) {
        this.api = api;
        this.list = list;
        this.draws = draws;
    }

    /** Notes that the list of an object's parts is still to be read, if it is cut off. */
    static void note(Draw draw, ObjectNode object, SequencedMap<String, SequencedSet<String>> again) {
        Children.cutOff(draw, object)
                .ifPresent(rest -> note(key(draw), object.path("id").asString("") + " " + rest, again));
    }

    /** Adds such notes to those that there are. */
    static SequencedMap<String, SequencedSet<String>> noted(
            Map<String, SequencedSet<String>> again, Map<String, SequencedSet<String>> more) {
        SequencedMap<String, SequencedSet<String>> all = new LinkedHashMap<>();
        again.forEach((key, ids) -> all.put(key, new LinkedHashSet<>(ids)));
        more.forEach((key, notes) -> notes.forEach(note -> note(key, note, all)));
        return all;
    }

    /** The newest of an object counts. */
    private static void note(String key, String note, SequencedMap<String, SequencedSet<String>> again) {
        SequencedSet<String> notes = again.computeIfAbsent(key, _ -> new LinkedHashSet<>());
        String parent = note.substring(0, note.indexOf(' ') + 1);
        notes.removeIf(older -> older.startsWith(parent));
        notes.add(note);
    }

    /**
     * What is to be done for these collections.
     *
     * @param which of which lists
     */
    static List<CutOff> of(StripeApi api, List<Track> tracks, Predicate<Listing> which) {
        Map<String, Map<Track, Draw>> wanted = new LinkedHashMap<>();
        for (Track track : tracks) {
            for (Draw draw : track.collection.draws()) {
                if (draw.list().filter(which).isPresent()
                        && track.bookmark().again().containsKey(key(draw))) {
                    wanted.computeIfAbsent(key(draw), _ -> new LinkedHashMap<>())
                            .put(track, draw);
                }
            }
        }
        return wanted.entrySet().stream()
                .map(entry -> new CutOff(api, entry.getKey(), entry.getValue()))
                .toList();
    }

    List<Track> tracks() {
        return List.copyOf(draws.keySet());
    }

    void run() {
        Set<String> noted = new LinkedHashSet<>();
        draws.keySet().forEach(track -> noted.addAll(wanted(track)));
        for (String one : noted) {
            String[] words = one.split(" ", 3);
            read(one, words[0], words[1], words[2]);
        }
    }

    /** @param last the tenth */
    private void read(String noted, String parent, String last, String url) {
        List<Track> wanting =
                tracks().stream().filter(track -> wanted(track).contains(noted)).toList();
        long asOf = api.now();
        Question question = new Question(Optional.of(wanting.getFirst().name()), url, Map.of(), Set.of());
        // Whoever is no more by now has an event of its own that says so.
        List<ObjectNode> parts =
                api.all(question, last).or(() -> api.all(question, "")).orElse(List.of());
        parts.forEach(Confidential::strip);
        for (Track track : wanting) {
            List<ObjectNode> rows = new ArrayList<>();
            Optional.ofNullable(draws.get(track))
                    .ifPresent(draw -> rows.addAll(track.parts(draw, parts, parent, asOf)));
            track.emit(rows, bookmark -> bookmark.again(without(bookmark, noted)));
        }
    }

    private Set<String> wanted(Track track) {
        return Optional.<Set<String>>ofNullable(track.bookmark().again().get(list))
                .orElse(Set.of());
    }

    private SequencedMap<String, SequencedSet<String>> without(Bookmark bookmark, String done) {
        SequencedMap<String, SequencedSet<String>> left = new LinkedHashMap<>(bookmark.again());
        SequencedSet<String> rest = new LinkedHashSet<>(left.getOrDefault(list, new LinkedHashSet<>()));
        rest.remove(done);
        if (rest.isEmpty()) {
            left.remove(list);
        } else {
            left.put(list, rest);
        }
        return left;
    }

    private static String key(Draw draw) {
        return draw.list().map(Listing::id).orElse("") + "#" + draw.at();
    }
}
