package dev.wharf.source.stripe;

import dev.wharf.source.stripe.Collection.Draw;
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
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the lists behind the first ten that an event shows: each once in a run, after the scan, however often the object changed in it. Reading the objects'
 * own list again would cut them off as well, so this is the cheapest way. One thread.
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
                .ifPresent(url -> again.computeIfAbsent(key(draw), _ -> new LinkedHashSet<>())
                        .add(object.path("id").asString("") + " " + url));
    }

    /** What is to be done for these collections. */
    static List<CutOff> of(StripeApi api, List<Track> tracks) {
        Map<String, Map<Track, Draw>> wanted = new LinkedHashMap<>();
        for (Track track : tracks) {
            for (Draw draw : track.collection.draws()) {
                if (track.bookmark().again().containsKey(key(draw))) {
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
            int space = one.indexOf(' ');
            read(one, one.substring(0, space), one.substring(space + 1));
        }
    }

    private void read(String noted, String parent, String url) {
        List<Track> wanting =
                tracks().stream().filter(track -> wanted(track).contains(noted)).toList();
        long asOf = api.now();
        Question question = new Question(Optional.of(wanting.getFirst().name()), url, Map.of(), Set.of());
        // Whoever is no more by now has an event of its own that says so.
        List<ObjectNode> parts = api.all(question, "").orElse(List.of());
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
        return draw.list().map(Collection.Listing::id).orElse("") + "#" + draw.at();
    }
}
