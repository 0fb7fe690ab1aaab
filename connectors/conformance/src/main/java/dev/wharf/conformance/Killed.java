package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** The destination dies without a word, at any instant, and the next run goes on (invariant 6). */
interface Killed extends Warehouse {

    int ROWS = 12_000;
    int ROWS_PER_STATE = 500;
    int HEAP = 64;

    /** When the first run is killed. */
    enum Moment {
        /** After some line was written, whatever it is doing. */
        BEHIND_A_LINE,
        /** When it has just committed for the first time. */
        BEHIND_AN_ECHO,
        /** While it deals with the end of its input. */
        BEHIND_THE_END,
        /** When it has returned its last state, and still has to say that it succeeded. */
        BEHIND_THE_LAST_ECHO
    }

    @ParameterizedTest
    @EnumSource
    default void appendHasEachRowOnce(Moment moment) throws Exception {
        killAndGoOn(new Sync().stream("items", "append", 1, 0, ITEM), true, moment);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEHIND_THE_END", "BEHIND_THE_LAST_ECHO"})
    default void appendWithoutStatesHasEachRowOnce(Moment moment) throws Exception {
        killAndGoOn(new Sync().stream("items", "append", 1, 0, ITEM), false, moment);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEHIND_AN_ECHO", "BEHIND_THE_LAST_ECHO"})
    default void aRefreshHasEachRowOnce(Moment moment) throws Exception {
        write(new Sync()
                .stream("items", "append", 1, 0, ITEM)
                        .record("items", "{\"id\":-1}")
                        .complete("items"));
        killAndGoOn(new Sync().stream("items", "append", 2, 2, ITEM), true, moment);
    }

    @ParameterizedTest
    @EnumSource(names = {"BEHIND_A_LINE", "BEHIND_THE_END"})
    default void rowsByKeyAreThereOnce(Moment moment) throws Exception {
        killAndGoOn(new Sync().stream("items", "append_dedup", 1, 0, ITEM, "id"), true, moment);
    }

    private void killAndGoOn(Sync sync, boolean states, Moment moment) throws Exception {
        String[] arguments = arguments(sync.origin(1));
        byte[] input = input(1, states);
        try (ChildDestination first = ChildDestination.start(program(), HEAP, arguments)) {
            kill(first, input, states, moment);
        }
        try (ChildDestination second = ChildDestination.start(program(), HEAP, arguments)) {
            byte[] rest = input(1 + ROWS_PER_STATE * held(second), states);
            Thread feed = second.feed(rest, 0, rest.length, true);
            List<JsonNode> messages = second.readUntil(_ -> false);
            feed.join();
            assertEquals(0, second.end(), messages::toString);
        }
        long sum = (long) ROWS * (ROWS + 1) / 2;
        assertEquals(
                List.of(ROWS + "|" + ROWS + "|" + sum),
                query("SELECT count(*), count(DISTINCT id), sum(id) FROM " + table("items")));
    }

    private static void kill(ChildDestination child, byte[] input, boolean states, Moment moment) throws Exception {
        Random random = new Random(5);
        held(child);
        switch (moment) {
            case BEHIND_A_LINE ->
                child.feed(input, 0, input.length / 4 + random.nextInt(input.length / 2), false)
                        .join();
            case BEHIND_AN_ECHO -> {
                child.feed(input, 0, input.length, !states);
                child.readUntil(message -> message.path("type").asString("").equals("STATE"));
            }
            case BEHIND_THE_END -> child.feed(input, 0, input.length, true).join();
            case BEHIND_THE_LAST_ECHO -> {
                child.feed(input, 0, input.length, true);
                child.readUntil(message -> isState(message, ROWS / ROWS_PER_STATE));
            }
        }
        child.kill();
    }

    private static boolean isState(JsonNode message, long id) {
        return message.path("state").path("id").asLong(0) == id;
    }

    /** How many states the destination holds, each of which covers the same number of rows. */
    private static int held(ChildDestination child) throws IOException {
        List<JsonNode> held = child.readUntil(message ->
                message.path("state").path("wharf").path("held").asString("").equals("end"));
        return held.stream()
                .mapToInt(message ->
                        message.path("state").path("wharf").path("position").asInt(0))
                .max()
                .orElse(0);
    }

    private static byte[] input(int firstRow, boolean states) {
        Sync lines = new Sync();
        String name = "n".repeat(300);
        for (int id = firstRow; id <= ROWS; id++) {
            lines.record("items", "{\"id\":" + id + ",\"name\":\"" + name + "\"}");
            if (states && id % ROWS_PER_STATE == 0) {
                lines.state("items", id / ROWS_PER_STATE);
            }
        }
        return lines.complete("items").lines();
    }
}
