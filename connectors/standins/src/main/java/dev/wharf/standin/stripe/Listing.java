package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import dev.wharf.standin.Reply;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Pages of a shelf, or of a list inside an object. Holds the store's lock for reading. */
final class Listing {
    /** How long an event can be read. */
    static final long HORIZON = 30 * Timeline.DAY;

    private final Store store;
    private final Presentation presentation;
    private final Query query;
    private final boolean repeatsCursor;

    /** @param repeatsCursor the fault in which a page begins with the last object of the one before */
    Listing(Store store, String version, Query query, boolean repeatsCursor) {
        this.store = store;
        this.presentation = new Presentation(store, version);
        this.query = query;
        this.repeatsCursor = repeatsCursor;
    }

    /** A page of a shelf, with what only the caller knows to be left out. */
    Reply of(Kind kind, String url, Predicate<ObjectNode> more) {
        Shelf shelf = store.shelf(kind);
        Predicate<ObjectNode> filter = Filters.of(kind, query.filters()).and(more);
        long from = query.from().orElse(Long.MIN_VALUE);
        long to = query.to().orElse(Long.MAX_VALUE - 1);
        if (kind == Kind.EVENT) {
            from = Math.max(from, store.clock().second() - HORIZON);
            filter = filter.and(this::isVisible);
        }
        List<ObjectNode> found = query.endingBefore().isPresent()
                ? newer(shelf, cursor(shelf, query.endingBefore().get(), "ending_before"), from, to, filter)
                : older(shelf, from, to, filter);
        boolean hasMore = found.size() > query.limit();
        List<ObjectNode> page = hasMore ? found.subList(0, query.limit()) : found;
        return reply(url, query.endingBefore().isPresent() ? page.reversed() : page, hasMore);
    }

    /** A page of an array, newest first as it is kept. */
    Reply of(String url, JsonNode members) {
        List<ObjectNode> all = new ArrayList<>();
        members.forEach(member -> presentation.wholeOf(member).ifPresent(all::add));
        int from = 0;
        int to = Math.min(all.size(), query.limit());
        if (query.startingAfter().isPresent()) {
            from = position(all, query.startingAfter().get(), "starting_after") + (repeatsCursor ? 0 : 1);
            to = Math.min(all.size(), from + query.limit());
            return reply(url, all.subList(from, to), to < all.size());
        }
        if (query.endingBefore().isPresent()) {
            to = position(all, query.endingBefore().get(), "ending_before");
            from = Math.max(0, to - query.limit());
            return reply(url, all.subList(from, to), from > 0);
        }
        return reply(url, all.subList(from, to), to < all.size());
    }

    private static int position(List<ObjectNode> all, String id, String param) {
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).path("id").asString("").equals(id)) {
                return i;
            }
        }
        throw Refusal.of(400, "No such object: '" + id + "'")
                .code("resource_missing")
                .param(param);
    }

    private List<ObjectNode> older(Shelf shelf, long from, long to, Predicate<ObjectNode> filter) {
        Place bound = Shelf.endOf(to);
        if (query.startingAfter().isPresent()) {
            Place cursor = cursor(shelf, query.startingAfter().get(), "starting_after");
            Place first = repeatsCursor ? new Place(cursor.created(), cursor.lane(), cursor.slot() + 1) : cursor;
            bound = first.compareTo(bound) < 0 ? first : bound;
        }
        List<ObjectNode> found = new ArrayList<>();
        Iterator<Place> places = shelf.before(bound);
        while (found.size() <= query.limit() && places.hasNext()) {
            Place place = places.next();
            if (place.created() < from) {
                break;
            }
            take(shelf, place, filter).ifPresent(found::add);
        }
        return found;
    }

    private List<ObjectNode> newer(Shelf shelf, Place cursor, long from, long to, Predicate<ObjectNode> filter) {
        Place start = cursor.created() < from ? Shelf.endOf(from - 1) : cursor;
        List<ObjectNode> found = new ArrayList<>();
        Iterator<Place> places = shelf.after(start);
        while (found.size() <= query.limit() && places.hasNext()) {
            Place place = places.next();
            if (place.created() > to) {
                break;
            }
            take(shelf, place, filter).ifPresent(found::add);
        }
        return found;
    }

    private Optional<ObjectNode> take(Shelf shelf, Place place, Predicate<ObjectNode> filter) {
        return shelf.isDeleted(place)
                ? Optional.empty()
                : Optional.of(shelf.object(place)).filter(filter);
    }

    /** A cursor may be of an object that was deleted since. */
    private Place cursor(Shelf shelf, String id, String param) {
        Optional<Place> place = shelf.find(id);
        if (shelf.kind() == Kind.EVENT
                && place.isPresent()
                && place.get().created() < store.clock().second() - HORIZON) {
            throw agedOut(id).param(param);
        }
        return place.orElseThrow(() -> Refusal.of(400, "No such " + shelf.kind().object() + ": '" + id + "'")
                .code("resource_missing")
                .param(param));
    }

    static Refusal agedOut(String id) {
        return Refusal.of(
                400, "Event '" + id + "' is no longer available because it's aged out of our retention policy.");
    }

    private boolean isVisible(ObjectNode event) {
        return event.path(EventLog.VISIBLE).asLong(0) <= store.clock().second();
    }

    private Reply reply(String url, List<ObjectNode> page, boolean hasMore) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        page.forEach(
                whole -> data.add(presentation.show(whole, query.expansion().below("data"))));
        query.expansion().members().keySet().stream()
                .filter(name -> !name.equals("data"))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.of(
                                    400,
                                    "This property cannot be expanded (" + name
                                            + "). You may want to try expanding 'data." + name + "' instead.")
                            .param("expand");
                });
        return Reply.json(200, list.put("has_more", hasMore).put("url", url)).page(page.size());
    }
}
