package dev.wharf.source.stripe;

import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.Collection.Listing;
import dev.wharf.source.stripe.StripeApi.Page;
import dev.wharf.source.stripe.StripeApi.Question;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads objects again of which the events said too little: one by one, or the whole list where that takes fewer calls. Whatever is no more by now has an event
 * of its own that says so. One thread.
 */
final class Rereading {

    private final StripeApi api;
    private final Listing list;
    private final List<Track> tracks;

    /** @param tracks the collections that want objects of the list again */
    Rereading(StripeApi api, Listing list, List<Track> tracks) {
        this.api = api;
        this.list = list;
        this.tracks = tracks;
    }

    /** What is to be done for these collections: each list once. */
    static List<Rereading> of(StripeApi api, List<Track> tracks) {
        Map<Listing, List<Track>> wanted = new LinkedHashMap<>();
        for (Track track : tracks) {
            for (Draw draw : track.collection.draws()) {
                draw.list()
                        .filter(list -> track.bookmark().again().containsKey(list.id()))
                        .ifPresent(list -> wanted.computeIfAbsent(list, _ -> new ArrayList<>())
                                .add(track));
            }
        }
        return wanted.entrySet().stream()
                .map(entry -> new Rereading(api, entry.getKey(), entry.getValue()))
                .toList();
    }

    List<Track> tracks() {
        return tracks;
    }

    void run() {
        Set<String> ids = new LinkedHashSet<>();
        tracks.forEach(track -> ids.addAll(wanted(track)));
        long rows = tracks.stream()
                .mapToLong(track -> track.bookmark().rows())
                .max()
                .orElse(0);
        long pages = (rows + StripeApi.PAGE - 1) / StripeApi.PAGE;
        if (rows > 0 && pages < ids.size()) {
            readTheList(ids);
        } else {
            readOneByOne(ids);
        }
    }

    private void readTheList(Set<String> ids) {
        Question question = question(list.path());
        String after = "";
        while (true) {
            Question next = question.after(after);
            Page page = api.page(next).orElseThrow(() -> StripeApi.gone(next));
            page.objects().stream()
                    .filter(object -> ids.contains(object.path("id").asString("")))
                    .forEach(object -> pass(object, page.asOf()));
            if (!page.more() || page.objects().isEmpty()) {
                break;
            }
            after = page.objects().getLast().path("id").asString("");
        }
        tracks.forEach(track -> track.emit(List.of(), bookmark -> bookmark.again(without(bookmark, ids))));
    }

    private void readOneByOne(Set<String> ids) {
        for (String id : ids) {
            String path = list.path() + "/"
                    + URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
            api.object(question(path)).ifPresent(page -> page.objects().forEach(object -> pass(object, page.asOf())));
            tracks.forEach(track -> track.emit(List.of(), bookmark -> bookmark.again(without(bookmark, Set.of(id)))));
        }
    }

    private void pass(ObjectNode object, long asOf) {
        String id = object.path("id").asString("");
        if (object.path("deleted").asBoolean(false)) {
            return;
        }
        Confidential.strip(object);
        Generations.unite(object);
        for (Track track : tracks) {
            if (wanted(track).contains(id)) {
                List<ObjectNode> rows = new ArrayList<>();
                SequencedMap<String, SequencedSet<String>> cutOff = new LinkedHashMap<>();
                track.draws(list).forEach(draw -> {
                    rows.addAll(track.draw(draw, object, asOf));
                    CutOff.note(draw, object, cutOff);
                });
                track.emit(rows, bookmark -> bookmark.again(CutOff.noted(without(bookmark, Set.of(id)), cutOff)));
            }
        }
    }

    private Set<String> wanted(Track track) {
        return Optional.<Set<String>>ofNullable(track.bookmark().again().get(list.id()))
                .orElse(Set.of());
    }

    private SequencedMap<String, SequencedSet<String>> without(Bookmark bookmark, Set<String> done) {
        SequencedMap<String, SequencedSet<String>> left = new LinkedHashMap<>();
        bookmark.again().forEach((id, ids) -> {
            SequencedSet<String> rest = new LinkedHashSet<>(ids);
            if (id.equals(list.id())) {
                rest.removeAll(done);
            }
            if (!rest.isEmpty()) {
                left.put(id, rest);
            }
        });
        return left;
    }

    private Question question(String path) {
        Set<String> expand = tracks.stream()
                .flatMap(track -> track.draws(list).stream())
                .map(Draw::expand)
                .filter(field -> !field.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, String> query = path.equals(list.path()) ? list.query() : Map.of();
        return new Question(Optional.of(tracks.getFirst().name()), path, query, expand);
    }
}
