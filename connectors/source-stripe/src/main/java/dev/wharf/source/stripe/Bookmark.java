package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * How far a collection has been read: the state of its stream. Times are Stripe's, in seconds since 1970.
 *
 * @param since what happened up to here is in the records, but for what {@code lists} and {@code again} still hold
 * @param anchor an event behind which a scan can begin: the newest that is older than {@code since} by the overlap
 * @param seen events that were taken and may come again, because they are younger than that
 * @param lists lists that are still to be read, or to be read on
 * @param again objects that are still to be read again, by the path of their list
 * @param daily when lists were last read for what events do not tell
 * @param whole when the whole list was last begun
 * @param rows how many objects the first sync found
 */
record Bookmark(
        long since,
        Optional<String> anchor,
        SequencedSet<String> seen,
        List<Pending> lists,
        SequencedMap<String, SequencedSet<String>> again,
        long daily,
        long whole,
        long rows) {

    /**
     * A list on its way.
     *
     * @param list what {@link Collection.Listing#id} says
     * @param query parameters beside the list's own
     * @param after the last object that was read; empty at the beginning
     * @param read how many were
     */
    record Pending(String list, Map<String, String> query, String after, long read) {

        static Pending whole(Collection.Listing list) {
            return new Pending(list.id(), Map.of(), "", 0);
        }

        /** Whether it is the same list, however far. */
        boolean same(Pending other) {
            return list.equals(other.list) && query.equals(other.query);
        }
    }

    static final Bookmark NONE =
            new Bookmark(0, Optional.empty(), new LinkedHashSet<>(), List.of(), new LinkedHashMap<>(), 0, 0, 0);

    /** At the beginning of all these lists. */
    Bookmark listing(List<Pending> pending, long now) {
        boolean all = pending.stream().anyMatch(list -> list.query().isEmpty());
        return new Bookmark(since, anchor, seen, List.copyOf(pending), again, now, all ? now : whole, all ? 0 : rows);
    }

    /** Up to here, without anything that was noted about events before. */
    Bookmark restarted(long watermark, Optional<String> newAnchor) {
        return new Bookmark(watermark, newAnchor, new LinkedHashSet<>(), lists, new LinkedHashMap<>(), daily, whole, 0);
    }

    Bookmark upTo(long until) {
        return new Bookmark(until, anchor, seen, lists, again, daily, whole, rows);
    }

    Bookmark scanned(long until, Optional<String> newAnchor, SequencedSet<String> newSeen) {
        return new Bookmark(until, newAnchor, newSeen, lists, again, daily, whole, rows);
    }

    /** @param after empty when the list has been read to its end */
    Bookmark listed(Pending list, Optional<String> after, long more, boolean counted) {
        List<Pending> left = new ArrayList<>();
        for (Pending pending : lists) {
            if (!pending.same(list)) {
                left.add(pending);
            } else if (after.isPresent()) {
                left.add(new Pending(list.list(), list.query(), after.get(), pending.read() + more));
            }
        }
        return new Bookmark(since, anchor, seen, List.copyOf(left), again, daily, whole, counted ? rows + more : rows);
    }

    Bookmark again(SequencedMap<String, SequencedSet<String>> other) {
        return new Bookmark(since, anchor, seen, lists, other, daily, whole, rows);
    }

    static Bookmark of(ObjectNode state) {
        List<Pending> lists = new ArrayList<>();
        for (JsonNode list : state.path("lists")) {
            Map<String, String> query = new LinkedHashMap<>();
            list.path("query")
                    .properties()
                    .forEach(entry -> query.put(entry.getKey(), entry.getValue().asString()));
            lists.add(new Pending(
                    list.path("list").asString(""),
                    query,
                    list.path("after").asString(""),
                    list.path("read").asLong(0)));
        }
        SequencedMap<String, SequencedSet<String>> again = new LinkedHashMap<>();
        state.path("again").properties().forEach(entry -> again.put(entry.getKey(), texts(entry.getValue())));
        return new Bookmark(
                state.path("since").asLong(0),
                state.path("anchor").isString()
                        ? Optional.of(state.path("anchor").asString())
                        : Optional.empty(),
                texts(state.path("seen")),
                List.copyOf(lists),
                again,
                state.path("daily").asLong(0),
                state.path("whole").asLong(0),
                state.path("rows").asLong(0));
    }

    ObjectNode json() {
        ObjectNode state = Json.object().put("since", since);
        anchor.ifPresent(id -> state.put("anchor", id));
        if (!seen.isEmpty()) {
            ArrayNode ids = state.putArray("seen");
            seen.forEach(ids::add);
        }
        if (!lists.isEmpty()) {
            ArrayNode array = state.putArray("lists");
            for (Pending pending : lists) {
                ObjectNode list = array.addObject().put("list", pending.list());
                if (!pending.query().isEmpty()) {
                    ObjectNode query = list.putObject("query");
                    pending.query().forEach(query::put);
                }
                list.put("after", pending.after()).put("read", pending.read());
            }
        }
        if (!again.isEmpty()) {
            ObjectNode paths = state.putObject("again");
            again.forEach((path, ids) -> ids.forEach(paths.putArray(path)::add));
        }
        return state.put("daily", daily).put("whole", whole).put("rows", rows);
    }

    private static SequencedSet<String> texts(JsonNode array) {
        SequencedSet<String> texts = new LinkedHashSet<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
