package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Much of everything, in little memory (invariant 7). */
interface LargeLoads extends Warehouse {

    @Test
    default void fiveThousandStreamsWithARowEach() throws Exception {
        int streams = 5_000;
        Sync sync = new Sync();
        for (int i = 0; i < streams; i++) {
            sync.stream("s" + i, "append", 1, 0, ITEM);
        }
        for (int i = 0; i < streams; i++) {
            sync.record("s" + i, "{\"id\":" + i + "}").state("s" + i, i + 1).complete("s" + i);
        }
        List<JsonNode> answer = load(96, sync, sync.lines());

        assertEquals(streams, Warehouse.states(answer).size());
        assertEquals(
                List.of("0", "4999"),
                Stream.of("s0", "s4999").flatMap(name -> ids(name).stream()).toList());
    }

    @Test
    default void recordsOf64Megabytes() throws Exception {
        int length = 64 << 20;
        Sync sync = new Sync().stream("items", "append", 1, 0, ITEM);
        byte[] text = "x".repeat(length).getBytes(US_ASCII);
        ByteArrayOutputStream input = new ByteArrayOutputStream(2 * length + 10_000);
        for (int id = 1; id <= 2; id++) {
            String[] around = new String(
                            new Sync()
                                    .record("items", "{\"id\":" + id + ",\"name\":\"#\"}")
                                    .lines(),
                            US_ASCII)
                    .split("#", -1);
            input.writeBytes(around[0].getBytes(US_ASCII));
            input.writeBytes(text);
            input.writeBytes(around[1].getBytes(US_ASCII));
        }
        input.writeBytes(new Sync().state("items", 1).complete("items").lines());
        load(280, sync, input.toByteArray());

        assertEquals(
                List.of("1|" + length, "2|" + length),
                query("SELECT id, length(name) FROM " + table("items") + " ORDER BY id"));
    }

    /** More than the memory holds, in streams that take turns; one keeps its rows back to the end, the other two have a state now and then. */
    @Test
    default void rowsThatWaitForTheirStateGiveWay() throws Exception {
        int rows = 60_000;
        Sync sync = new Sync()
                .stream("late", "append", 1, 0, ITEM).stream("keyed", "append_dedup", 1, 0, ITEM, "id").stream(
                        "often", "append", 1, 0, ITEM);
        String name = "n".repeat(400);
        for (int id = 0; id < rows; id++) {
            for (String stream : List.of("late", "keyed", "often")) {
                sync.record(stream, "{\"id\":" + id + ",\"name\":\"" + name + "\"}");
            }
            if (id % 10_000 == 0) {
                sync.state("often", id + 1L).state("keyed", id + 2L);
            }
        }
        sync.complete("late").complete("keyed").complete("often");
        load(48, sync, sync.lines());

        for (String stream : List.of("late", "keyed", "often")) {
            assertEquals(
                    List.of(rows + "|" + rows + "|"
                            + IntStream.range(0, rows).asLongStream().sum()),
                    query("SELECT count(*), count(DISTINCT id), sum(id) FROM " + table(stream)));
        }
    }

    /** @param heap megabytes */
    private List<JsonNode> load(int heap, Sync sync, byte[] input) throws IOException, InterruptedException {
        try (ChildDestination child = ChildDestination.start(program(), heap, arguments(sync))) {
            Thread feed = child.feed(input, 0, input.length, true);
            List<JsonNode> messages = child.readUntil(_ -> false);
            feed.join();
            assertEquals(
                    0,
                    child.end(),
                    () -> messages.isEmpty() ? "" : messages.getLast().toString());
            return messages;
        }
    }
}
