package dev.wharf.runtime.sync;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.sync.Report.LossLine;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Values that fit no column of the warehouse, as the destination counts them in its message {@code wharf.nulled} (docs/protocol.md). Whatever it
 * says, memory is bounded (invariant 7). The reader of answers adds, the run's thread reports; one lock.
 */
final class Losses {

    static final int MOST = 1000;

    private record Place(StreamName collection, String field) {}

    private final Map<Place, LossLine> losses = new LinkedHashMap<>();
    private long others;

    /** @param said by a destination: what is not as ours say it counts for nothing */
    synchronized void add(String said) {
        ObjectNode json;
        try {
            json = Json.object(said);
        } catch (RuntimeException e) {
            return;
        }
        StreamName collection = new StreamName(
                json.path("namespace").asString(""), json.path("stream").asString(""));
        json.path("nulled").forEachEntry((field, count) -> add(new LossLine(collection, field, number(count), 0, 0)));
        json.path("changed").forEachEntry((field, count) -> add(new LossLine(collection, field, 0, number(count), 0)));
        json.path("undeclared")
                .forEachEntry((field, count) -> add(new LossLine(collection, field, 0, 0, number(count))));
    }

    private void add(LossLine line) {
        Place place = new Place(line.collection(), line.field());
        if (losses.containsKey(place) || losses.size() < MOST) {
            losses.merge(place, line, LossLine::and);
        } else {
            others += LongStream.of(line.nulled(), line.changed(), line.undeclared())
                    .sum();
        }
    }

    private static long number(JsonNode count) {
        return Math.max(0, count.asLong(0));
    }

    synchronized List<LossLine> lines() {
        return List.copyOf(losses.values());
    }

    /** Values beyond those lines, not told apart. */
    synchronized long others() {
        return others;
    }
}
