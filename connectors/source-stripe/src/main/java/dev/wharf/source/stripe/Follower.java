package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.EventScan.Place;
import dev.wharf.source.stripe.Track.Patch;
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

/** One collection's share in a scan of events. Of each object the newest version of a page counts. One thread. */
final class Follower {

    private final Track track;
    private final long from;
    private final long began;
    private final Set<String> before;
    private final SequencedMap<String, Long> seen = new LinkedHashMap<>();

    /** @param before what was embedded in its object before, newest first */
    private record Version(Draw draw, Event event, List<ObjectNode> before) {}

    Follower(Track track) {
        Bookmark bookmark = track.bookmark();
        this.track = track;
        this.began = bookmark.since();
        this.from = began - EventScan.OVERLAP;
        this.before = bookmark.seen();
    }

    /**
     * Passes on what concerns the collection.
     *
     * @param ambiguous objects that must be read again to know their newest version
     * @param place where the scan stands behind these events
     * @param tell whether a state is due even without records
     */
    void pass(List<Event> events, Set<String> ambiguous, Place place, boolean tell) {
        SequencedMap<String, Version> newest = new LinkedHashMap<>();
        SequencedMap<String, ObjectNode> rows = new LinkedHashMap<>();
        List<Patch> patches = new ArrayList<>();
        for (Event event : events) {
            for (Draw draw : track.collection.draws()) {
                if (concerns(draw, event) && isNew(event)) {
                    gone(draw, event).ifPresent(patches::add);
                    take(newest, draw, shown(draw, event));
                }
            }
            if (concernedWith(event)) {
                seen.put(event.id(), event.created());
            }
        }
        SequencedMap<String, SequencedSet<String>> again = copy(track.bookmark().again());
        for (Version version : newest.values()) {
            draw(version, ambiguous, rows, again);
        }
        if (tell || !rows.isEmpty() || !patches.isEmpty()) {
            long until = Math.max(place.until(), began);
            track.emit(
                    rows.values(),
                    patches,
                    bookmark -> bookmark.scanned(
                                    until,
                                    place.until() < began ? bookmark.anchor() : place.anchor(),
                                    young(place.until()))
                            .again(again));
        }
    }

    /** Whether the collection has a use for an event. */
    boolean concernedWith(Event event) {
        return event.created() >= from && track.collection.draws().stream().anyMatch(draw -> concerns(draw, event));
    }

    /** What the deletion of an object means for rows that it does not show: its own, or those of what is embedded in it. */
    private Optional<Patch> gone(Draw draw, Event event) {
        boolean own = draw.self() && event.thin() && draw.type().equals(event.objectType());
        if (!event.deletes() || !(own || !draw.goneBy().isEmpty())) {
            return Optional.empty();
        }
        List<String> by = own ? track.collection.key() : draw.goneBy();
        return track.patchable(by)
                ? Optional.of(Track.gone(Json.object().put(by.getFirst(), event.objectId()), by, event.created()))
                : Optional.empty();
    }

    /** Whether nothing is left of a deletion that tells too little but its own last version. */
    boolean needsPastOf(Event event) {
        return concernedWith(event)
                && track.collection.draws().stream()
                        .filter(draw -> draw.type().equals(event.objectType()))
                        .anyMatch(draw -> !track.patchable(draw.self() ? track.collection.key() : draw.goneBy()));
    }

    private void take(SequencedMap<String, Version> newest, Draw draw, Event event) {
        if (event.thin() && !track.appending()) {
            if (draw.self() && !track.patchable(track.collection.key())) {
                track.tellUnknown(event);
            }
            return;
        }
        String key = draw.at() + " " + event.objectId();
        List<ObjectNode> before = new ArrayList<>(track.before(draw, event));
        Optional.ofNullable(newest.get(key)).ifPresent(older -> before.addAll(older.before()));
        newest.put(key, new Version(draw, event, before));
    }

    private static Event shown(Draw draw, Event event) {
        return switch (draw.type()) {
            case Collections.ANY_EVENT -> event.itself();
            case Collections.ANY_DELETION -> event.deletion();
            default -> event;
        };
    }

    private void draw(
            Version version,
            Set<String> ambiguous,
            SequencedMap<String, ObjectNode> rows,
            SequencedMap<String, SequencedSet<String>> again) {
        Draw draw = version.draw();
        Event event = version.event();
        boolean deleted = event.deletes();
        boolean reread = !deleted && saysTooLittle(draw, event);
        if (draw.list().isPresent() && !deleted && (reread || ambiguous.contains(event.objectId()))) {
            again.computeIfAbsent(draw.list().get().id(), _ -> new LinkedHashSet<>())
                    .add(event.objectId());
        }
        if (!reread) {
            if (!deleted) {
                CutOff.note(draw, event.object(), again);
            }
            for (ObjectNode row : track.draw(draw, event.object(), deleted, event.created(), version.before())) {
                rows.put(track.key(row), row);
            }
        }
    }

    private static boolean concerns(Draw draw, Event event) {
        boolean each = draw.list().stream().anyMatch(list -> list.parent().isPresent());
        return switch (draw.type()) {
            case Collections.ANY_EVENT -> true;
            case Collections.ANY_DELETION -> event.deletes();
            default -> draw.type().equals(event.objectType()) && (!each || draw.self());
        };
    }

    private boolean isNew(Event event) {
        return event.created() >= from && !before.contains(event.id()) && !seen.containsKey(event.id());
    }

    /** Whether what Stripe embeds only when asked is missing, and no other event brings it. */
    private static boolean saysTooLittle(Draw draw, Event event) {
        return switch (draw.rereads()) {
            case NONE -> false;
            case ALL -> !event.object().path(draw.expand()).isContainer();
            case TIERED ->
                event.object().path("billing_scheme").asString("").equals("tiered")
                        && !event.object().path(draw.expand()).isArray();
            case CREATION ->
                event.type().endsWith(".created")
                        && event.object().path(draw.expand()).path(0).isString();
        };
    }

    /** The events that may come again. */
    private SequencedSet<String> young(long position) {
        seen.values().removeIf(created -> created < position - EventScan.OVERLAP);
        SequencedSet<String> young = new LinkedHashSet<>();
        if (position - EventScan.OVERLAP <= began) {
            young.addAll(before);
        }
        young.addAll(seen.keySet());
        return young;
    }

    private static SequencedMap<String, SequencedSet<String>> copy(Map<String, SequencedSet<String>> again) {
        SequencedMap<String, SequencedSet<String>> copy = new LinkedHashMap<>();
        again.forEach((list, ids) -> copy.put(list, new LinkedHashSet<>(ids)));
        return copy;
    }
}
