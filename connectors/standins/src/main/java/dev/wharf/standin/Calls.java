package dev.wharf.standin;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What was called: counts by caller and endpoint, and the last calls themselves. Control calls are not among them. Safe for all threads. */
public final class Calls {
    private static final int REMEMBERED = 20_000;

    private final Map<String, Map<String, Count>> counts = new TreeMap<>();
    private final Deque<ObjectNode> last = new ArrayDeque<>();
    private int underWay;
    private int mostAtOnce;

    /** Calls of all callers to endpoints that start so, whatever they were answered. */
    public synchronized long count(String endpointPrefix) {
        return counts.values().stream()
                .flatMap(endpoints -> endpoints.entrySet().stream())
                .filter(endpoint -> endpoint.getKey().startsWith(endpointPrefix))
                .mapToLong(endpoint -> endpoint.getValue().calls)
                .sum();
    }

    public long count() {
        return count("");
    }

    public synchronized void clear() {
        counts.clear();
        last.clear();
        mostAtOnce = underWay;
    }

    /** The form of {@code GET /_control/calls}: calls, pages and rows of each endpoint by caller, and statuses. */
    public synchronized ObjectNode toJson() {
        ObjectNode json = Json.object().put("calls", count()).put("mostAtOnce", mostAtOnce);
        ObjectNode callers = json.putObject("callers");
        counts.forEach((caller, endpoints) -> {
            ObjectNode of = callers.putObject(caller);
            of.put("calls", endpoints.values().stream().mapToLong(c -> c.calls).sum());
            ObjectNode each = of.putObject("endpoints");
            endpoints.forEach((endpoint, count) -> each.set(endpoint, count.toJson()));
        });
        return json;
    }

    synchronized void last(Consumer<JsonNode> into) {
        last.forEach(into);
    }

    synchronized void begin() {
        underWay++;
        mostAtOnce = Math.max(mostAtOnce, underWay);
    }

    /** @param status 0 when there was no answer */
    synchronized void end(String caller, String endpoint, Call call, int status, int rows) {
        underWay--;
        counts.computeIfAbsent(caller, _ -> new TreeMap<>())
                .computeIfAbsent(endpoint, _ -> new Count())
                .add(status, rows);
        if (last.size() == REMEMBERED) {
            last.removeFirst();
        }
        last.addLast(Json.object()
                .put("caller", caller)
                .put("method", call.method())
                .put("path", call.path())
                .put("query", call.query())
                .put("status", status)
                .put("rows", rows));
    }

    private static final class Count {
        private long calls;
        private long pages;
        private long rows;
        private final Map<Integer, Long> statuses = new TreeMap<>();

        private void add(int status, int rowsOfPage) {
            calls++;
            statuses.merge(status, 1L, Long::sum);
            if (rowsOfPage >= 0) {
                pages++;
                rows += rowsOfPage;
            }
        }

        private ObjectNode toJson() {
            ObjectNode json =
                    Json.object().put("calls", calls).put("pages", pages).put("rows", rows);
            ObjectNode byStatus = json.putObject("statuses");
            statuses.forEach((status, count) -> byStatus.put(String.valueOf(status), count));
            return json;
        }
    }
}
