package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a destination does in each mode: append, refresh, replace by key. */
interface LoadModes extends Warehouse {

    /** The fields of rows that say whether they were deleted. */
    String CHANGES = "{\"id\":{\"type\":\"integer\"},\"other\":{\"type\":\"string\"},\"seen\":{\"type\":\"integer\"},"
            + "\"_ab_cdc_deleted_at\":{\"type\":\"string\"}}";

    @Test
    default void checkSucceedsAndLeavesNothing() throws IOException {
        List<JsonNode> answer = call("check", "--config", file("config", Json.write(config())));

        assertEquals(
                "SUCCEEDED",
                answer.getLast().path("connectionStatus").path("status").asString());
    }

    @Test
    default void appendKeepsWhatIsThereAndNamesTheColumnsAsAirbyteDoes() throws IOException {
        for (int run = 1; run <= 2; run++) {
            write(new Sync()
                    .stream("items", "append", 1, 0, ITEM)
                            .record("items", "{\"id\":" + run + ",\"name\":\"a\\nb\"}")
                            .state("items", run)
                            .complete("items"));
        }

        assertEquals(
                List.of("1|a\nb|1", "2|a\nb|1"),
                query("SELECT id, name, _airbyte_generation_id FROM "
                        + table("items") + " WHERE _airbyte_raw_id IS NOT NULL AND _airbyte_extracted_at IS NOT NULL"
                        + " AND _airbyte_meta IS NOT NULL ORDER BY id"));
    }

    @Test
    default void refreshIsSeenOnlyWhenComplete() throws IOException {
        write(new Sync()
                .stream("items", "append", 1, 1, ITEM)
                        .record("items", "{\"id\":1}")
                        .complete("items"));
        write(new Sync()
                .origin(1).stream("items", "append", 2, 2, ITEM)
                        .record("items", "{\"id\":2}")
                        .state("items", 1)
                        .record("items", "{\"id\":9}"));
        List<String> cutOff = ids("items");
        write(new Sync()
                .origin(1).stream("items", "append", 2, 2, ITEM)
                        .record("items", "{\"id\":3}")
                        .state("items", 2)
                        .complete("items"));

        assertEquals(List.of("1"), cutOff);
        assertEquals(List.of("2", "3"), ids("items"));
    }

    @Test
    default void refreshThatWasCutOffIsForgottenByTheNextGeneration() throws IOException {
        write(new Sync()
                .stream("items", "overwrite", 1, 1, ITEM)
                        .record("items", "{\"id\":1}")
                        .state("items", 1));
        write(new Sync()
                .stream("items", "overwrite", 2, 2, ITEM)
                        .record("items", "{\"id\":2}")
                        .complete("items"));

        assertEquals(List.of("2"), ids("items"));
    }

    /** Airbyte's platform gives a refresh up when all its attempts have failed, and goes on from the states in an ordinary sync. */
    @Test
    default void whatStatesCoverOfARefreshThatWasGivenUpStays() throws IOException {
        String more = "{\"id\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"},\"more\":{\"type\":\"integer\"}}";
        for (String mode : List.of("append", "append_dedup")) {
            write(new Sync()
                    .stream(mode, mode, 1, 0, ITEM, "id")
                            .record(mode, "{\"id\":1,\"name\":\"old\"}")
                            .record(mode, "{\"id\":2,\"name\":\"old\"}")
                            .complete(mode));
            write(new Sync()
                    .stream(mode, mode, 2, 2, more, "id")
                            .record(mode, "{\"id\":2,\"name\":\"new\",\"more\":7}")
                            .state(mode, 1)
                            .record(mode, "{\"id\":3,\"name\":\"lost\"}"));
            write(new Sync()
                    .stream(mode, mode, 2, 0, ITEM, "id")
                            .record(mode, "{\"id\":3,\"name\":\"new\"}")
                            .state(mode, 2)
                            .complete(mode));
        }

        String rows = "SELECT id, name, more, _airbyte_generation_id FROM ";
        assertEquals(
                List.of("1|old|null|1", "2|new|7|2", "2|old|null|1", "3|new|null|2"),
                query(rows + table("append") + " ORDER BY id, name"));
        assertEquals(
                List.of("1|old|null|1", "2|new|7|2", "3|new|null|2"),
                query(rows + table("append_dedup") + " ORDER BY id, name"));
    }

    @Test
    default void whatStatesCoverOfAFirstRefreshThatWasGivenUpStays() throws IOException {
        write(new Sync()
                .stream("items", "append", 1, 1, ITEM)
                        .record("items", "{\"id\":1}")
                        .state("items", 1));
        write(new Sync()
                .stream("items", "append", 1, 0, ITEM)
                        .record("items", "{\"id\":2}")
                        .state("items", 2));

        assertEquals(List.of("1", "2"), ids("items"));
    }

    @Test
    default void overwriteWithoutGenerationsReplacesEveryTime() throws IOException {
        for (int run = 1; run <= 2; run++) {
            write(new Sync()
                    .stream("items", "overwrite", 0, 0, ITEM)
                            .record("items", "{\"id\":" + run + "}")
                            .complete("items"));
        }

        assertEquals(List.of("2"), ids("items"));
    }

    @Test
    default void refreshOfAnEmptyStreamLeavesAnEmptyTable() throws IOException {
        write(new Sync()
                .stream("items", "append", 1, 1, ITEM)
                        .record("items", "{\"id\":1}")
                        .complete("items"));
        write(new Sync().stream("items", "append", 2, 2, ITEM).complete("items"));

        assertEquals(List.of(), ids("items"));
    }

    @Test
    default void newestRowOfAKeyStays() throws IOException {
        String fields = "{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"},\"at\":{\"type\":\"integer\"},"
                + "\"v\":{\"type\":\"string\"},\"_ab_cdc_deleted_at\":{\"type\":\"string\"}}";
        write(new Sync()
                .stream("items", "append_dedup", 1, 0, fields, "a", "b")
                        .cursor("at")
                        .record("items", "{\"a\":1,\"b\":\"x\",\"at\":5,\"v\":\"old\"}")
                        .record("items", "{\"a\":1,\"b\":\"x\",\"at\":7,\"v\":\"new\"}")
                        .record("items", "{\"a\":1,\"b\":\"x\",\"at\":6,\"v\":\"late\"}")
                        .record("items", "{\"a\":1,\"at\":1,\"v\":\"null key\"}")
                        .record("items", "{\"a\":2,\"b\":\"y\",\"at\":1,\"v\":\"to go\"}")
                        .complete("items"));
        write(new Sync()
                .stream("items", "append_dedup", 1, 0, fields, "a", "b")
                        .cursor("at")
                        .record("items", "{\"a\":1,\"b\":\"x\",\"at\":6,\"v\":\"older\"}")
                        .record("items", "{\"a\":1,\"at\":2,\"v\":\"null key again\"}")
                        .record("items", "{\"a\":2,\"b\":\"y\",\"at\":2,\"_ab_cdc_deleted_at\":\"2024-01-01\"}")
                        .complete("items"));

        assertEquals(
                List.of("2"),
                query("SELECT count(DISTINCT _airbyte_raw_id) FROM " + table("items")
                        + " WHERE _airbyte_raw_id LIKE '________-____-4___-____-____________'"));
        assertEquals(
                List.of("1|x|new", "1|null|null key again"),
                query("SELECT a, b, v FROM " + table("items") + " ORDER BY a, b NULLS LAST"));
    }

    @Test
    default void aKeyThatWasDeletedDoesNotComeBackWithAnOlderRow() throws IOException {
        String[] runs = {
            change(1, 5, false), change(1, 7, true), change(1, 6, false), change(1, 8, false), change(1, 7, true)
        };
        List<String> seen = new ArrayList<>();
        for (String run : runs) {
            write(changes(1, 0).record("items", run).complete("items"));
            seen.add(String.join(",", query("SELECT seen FROM " + table("items"))));
        }

        assertEquals(List.of("5", "", "", "8", "8"), seen);
    }

    @Test
    default void deletionsCountForTheRowsOfARefreshThatWasGivenUp() throws IOException {
        write(changes(1, 0)
                .record("items", change(1, 5, false))
                .record("items", change(2, 9, true))
                .complete("items"));
        write(changes(2, 2)
                .record("items", change(1, 6, true))
                .record("items", change(2, 8, false))
                .record("items", change(3, 1, false))
                .state("items", 1));
        write(changes(2, 0).record("items", change(1, 4, false)).complete("items"));

        assertEquals(List.of("3|1"), query("SELECT id, seen FROM " + table("items")));
    }

    @Test
    default void anotherKeyForgetsWhatWasDeletedByTheOldOne() throws IOException {
        write(changes(1, 0).record("items", change(1, 7, true)).complete("items"));
        write(new Sync()
                .stream("items", "append_dedup", 1, 0, CHANGES, "other")
                        .ownCursor("seen")
                        .record("items", change(2, 5, false))
                        .complete("items"));

        assertEquals(List.of("2|5"), query("SELECT id, seen FROM " + table("items")));
    }

    /** A number without a declared type, or inside of an object; null there is none. */
    @Test
    default void cursorsInJsonAreComparedAsNumbers() throws IOException {
        String fields =
                "{\"id\":{\"type\":\"integer\"},\"any\":{},\"in\":{\"type\":\"object\"},\"v\":{\"type\":\"string\"}}";
        for (String[] cursor : List.of(new String[] {"any"}, new String[] {"in", "at"})) {
            String name = cursor[0];
            write(new Sync()
                    .stream(name, "append_dedup", 1, 0, fields, "id")
                            .cursor(cursor)
                            .record(name, "{\"id\":1,\"any\":10,\"in\":{\"at\":10},\"v\":\"newest\"}")
                            .record(name, "{\"id\":1,\"any\":9,\"in\":{\"at\":9},\"v\":\"older\"}")
                            .complete(name));
            write(new Sync()
                    .stream(name, "append_dedup", 1, 0, fields, "id")
                            .cursor(cursor)
                            .record(name, "{\"id\":1,\"any\":9.5,\"in\":{\"at\":9.5},\"v\":\"older too\"}")
                            .record(name, "{\"id\":1,\"any\":null,\"in\":{\"at\":null},\"v\":\"without one\"}")
                            .complete(name));
            assertEquals(List.of("newest"), query("SELECT v FROM " + table(name)));
        }
    }

    @Test
    default void aRefreshForgetsWhatWasDeleted() throws IOException {
        write(changes(1, 0).record("items", change(1, 7, true)).complete("items"));
        write(changes(2, 2)
                .record("items", change(1, 5, false))
                .record("items", change(2, 9, true))
                .complete("items"));
        write(changes(2, 2)
                .record("items", change(1, 6, false))
                .record("items", change(2, 8, false))
                .complete("items"));

        assertEquals(List.of("1|6"), query("SELECT id, seen FROM " + table("items")));
    }

    /** The greatest cursor counts, then the latest row, wherever runs begin and end. */
    @Test
    default void theSameRowsStayHoweverTheyAreCutIntoRuns() throws IOException {
        Random random = new Random(11);
        Map<Integer, Integer> cursors = new TreeMap<>();
        Map<Integer, Boolean> deleted = new TreeMap<>();
        Sync run = changes(1, 0);
        for (int i = 0; i < 300; i++) {
            int id = random.nextInt(12);
            int at = random.nextInt(40) - 1;
            boolean delete = random.nextInt(3) == 0;
            run.record("items", change(id, at, delete));
            if (at >= cursors.getOrDefault(id, -1)) {
                cursors.put(id, at);
                deleted.put(id, delete);
            }
            if (random.nextInt(40) == 0) {
                write(run.complete("items"));
                run = changes(1, 0);
            }
        }
        write(run.complete("items"));

        List<String> expected = cursors.entrySet().stream()
                .filter(entry -> !deleted.getOrDefault(entry.getKey(), true))
                .map(entry -> entry.getKey() + "|" + (entry.getValue() < 0 ? "null" : entry.getValue()))
                .toList();
        assertEquals(expected, query("SELECT id, seen FROM " + table("items") + " ORDER BY id"));
    }

    private static Sync changes(long generation, long minimum) {
        return new Sync()
                .stream("items", "append_dedup", generation, minimum, CHANGES, "id")
                        .ownCursor("seen");
    }

    /** @param at less than 0 for no cursor */
    private static String change(int id, int at, boolean deleted) {
        return "{\"id\":" + id + (at < 0 ? "" : ",\"seen\":" + at)
                + (deleted ? ",\"_ab_cdc_deleted_at\":\"2024-01-01\"}" : "}");
    }
}
