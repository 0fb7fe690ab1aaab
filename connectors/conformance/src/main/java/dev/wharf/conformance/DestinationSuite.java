package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What every destination that fills tables must do. A destination extends this with three methods. */
public abstract class DestinationSuite {

    private static final String ITEM = "{\"id\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"}}";

    @TempDir
    protected Path folder;

    /** Runs the destination. @return its exit status */
    protected abstract int run(String[] args, InputStream in, OutputStream out);

    /** The config of a warehouse that is empty at the beginning of each test. */
    protected abstract ObjectNode config();

    /** The rows of a query, the texts of their values joined by {@code |}; {@code null} for null. */
    protected abstract List<String> query(String sql);

    /** A table of a stream without a namespace, for SQL. */
    protected abstract String table(String name);

    @Test
    void checkSucceedsAndLeavesNothing() throws IOException {
        List<JsonNode> answer = call("check", "--config", file("config", Json.write(config())));

        assertEquals(
                "SUCCEEDED",
                answer.getLast().path("connectionStatus").path("status").asString());
    }

    @Test
    void appendKeepsWhatIsThereAndNamesTheColumnsAsAirbyteDoes() throws IOException {
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
    void refreshIsSeenOnlyWhenComplete() throws IOException {
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
    void refreshThatWasCutOffIsForgottenByTheNextGeneration() throws IOException {
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

    @Test
    void overwriteWithoutGenerationsReplacesEveryTime() throws IOException {
        for (int run = 1; run <= 2; run++) {
            write(new Sync()
                    .stream("items", "overwrite", 0, 0, ITEM)
                            .record("items", "{\"id\":" + run + "}")
                            .complete("items"));
        }

        assertEquals(List.of("2"), ids("items"));
    }

    @Test
    void refreshOfAnEmptyStreamLeavesAnEmptyTable() throws IOException {
        write(new Sync()
                .stream("items", "append", 1, 1, ITEM)
                        .record("items", "{\"id\":1}")
                        .complete("items"));
        write(new Sync().stream("items", "append", 2, 2, ITEM).complete("items"));

        assertEquals(List.of(), ids("items"));
    }

    @Test
    void newestRowOfAKeyStays() throws IOException {
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
                List.of("1|x|new", "1|null|null key again"),
                query("SELECT a, b, v FROM " + table("items") + " ORDER BY a, b NULLS LAST"));
    }

    @Test
    void statesComeBackInOrderAndWhole() throws IOException {
        List<JsonNode> answer = write(new Sync()
                .stream("items", "append", 1, 0, ITEM)
                        .record("items", "{\"id\":1}")
                        .line(
                                "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"items\"},\"stream_state\":{\"n\":1.10}},\"other\":[1],\"id\":4}}")
                        .state("items", 5)
                        .complete("items"));

        List<JsonNode> states = states(answer);
        assertEquals(
                List.of("4", "5"),
                states.stream().map(state -> state.path("id").toString()).toList());
        assertEquals("[1]", states.getFirst().path("other").toString());
        assertEquals(
                "1.10",
                states.getFirst().path("stream").path("stream_state").path("n").toString());
    }

    @Test
    void sharedStatesCoverAllStreams() throws IOException {
        for (String state : List.of(
                "{\"type\":\"GLOBAL\",\"global\":{\"shared_state\":{},\"stream_states\":[]},\"id\":1}",
                "{\"data\":{\"x\":1},\"id\":2}")) {
            List<JsonNode> answer = write(new Sync()
                    .origin(1).stream("a", "append", 1, 0, ITEM).stream("b", "append", 1, 0, ITEM)
                            .record("a", "{\"id\":1}")
                            .record("b", "{\"id\":1}")
                            .line("{\"type\":\"STATE\",\"state\":" + state + "}")
                            .record("a", "{\"id\":2}"));
            assertEquals(Json.object(state).path("id"), states(answer).getLast().path("id"));
        }

        assertEquals(List.of("1", "1"), ids("a"));
        assertEquals(List.of("1", "1"), ids("b"));
    }

    /** Cut off behind each state, with rows behind it, and gone on from what the destination says it holds (invariant 6). */
    @Test
    void cutOffAnywhereNoRowIsMissingOrDoubled() throws IOException {
        for (int cut = 0; cut <= 3; cut++) {
            String stream = "items" + cut;
            Sync first = new Sync().origin(1).stream(stream, "append", 1, 0, ITEM);
            for (int id = 1; id <= cut; id++) {
                first.record(stream, "{\"id\":" + id + "}").state(stream, id);
            }
            write(first.record(stream, "{\"id\":" + (cut + 1) + "}"));
            assertEquals(
                    IntStream.rangeClosed(1, cut).mapToObj(Integer::toString).toList(),
                    cut == 0 ? List.of() : ids(stream));

            List<JsonNode> held = states(write(new Sync().origin(1).stream(stream, "append", 1, 0, ITEM)));
            assertEquals("\"end\"", held.getLast().path("wharf").path("held").toString());
            long from = held.stream()
                    .filter(state -> state.path("stream")
                            .path("stream_descriptor")
                            .path("name")
                            .asString("")
                            .equals(stream))
                    .mapToLong(state -> state.path("wharf").path("position").asLong())
                    .findFirst()
                    .orElse(0);
            Sync second = new Sync().origin(1).stream(stream, "append", 1, 0, ITEM);
            for (long id = from + 1; id <= 4; id++) {
                second.record(stream, "{\"id\":" + id + "}").state(stream, id);
            }
            write(second.complete(stream));
            assertEquals(List.of("1", "2", "3", "4"), ids(stream));
        }
    }

    @Test
    void checkpointsOfAnOlderEpochOrGenerationAreVoid() throws IOException {
        write(new Sync()
                .origin(1).stream("items", "append", 1, 0, ITEM)
                        .record("items", "{\"id\":1}")
                        .state("items", 1)
                        .complete("items"));

        assertEquals(
                2,
                states(write(new Sync().origin(1).stream("items", "append", 1, 0, ITEM)))
                        .size());
        assertEquals(
                1,
                states(write(new Sync().origin(2).stream("items", "append", 1, 0, ITEM)))
                        .size());
        assertEquals(
                1,
                states(write(new Sync().origin(1).stream("items", "append", 2, 2, ITEM)))
                        .size());
    }

    @Test
    void valuesThatDoNotFitBecomeNullAndAreTold() throws IOException {
        String fields =
                "{\"id\":{\"type\":\"integer\"},\"i\":{\"type\":\"integer\"},\"d\":{\"type\":\"string\",\"format\":\"date\"},"
                        + "\"t\":{\"type\":\"string\",\"format\":\"date-time\"},\"b\":{\"type\":\"boolean\"},\"o\":{\"type\":\"object\"}}";
        List<JsonNode> answer = write(new Sync()
                .stream("items", "append", 1, 0, fields)
                        .record(
                                "items",
                                "{\"id\":1,\"i\":\"12\",\"d\":\"2024-02-29\",\"t\":\"2024-01-01T01:00:00+02:00\",\"b\":true,\"o\":{\"k\":[1]}}")
                        .record(
                                "items",
                                "{\"id\":2,\"i\":1.5,\"d\":\"2023-02-29\",\"t\":\"soon\",\"b\":\"maybe\",\"o\":\"text\"}")
                        .complete("items"));

        assertEquals(
                List.of("1|12|0|0|0", "2|null|1|1|1"),
                query("SELECT id, i, CASE WHEN d IS NULL THEN 1 ELSE 0 END, CASE WHEN t IS NULL THEN 1 ELSE 0 END,"
                        + " CASE WHEN b IS NULL THEN 1 ELSE 0 END FROM " + table("items") + " ORDER BY id"));
        assertEquals(
                List.of("1"),
                query("SELECT id FROM " + table("items")
                        + " WHERE t = TIMESTAMP WITH TIME ZONE '2023-12-31 23:00:00+00:00'"));
        List<String> meta = query("SELECT _airbyte_meta FROM " + table("items") + " ORDER BY id");
        assertEquals(0, Json.object(meta.get(0)).path("changes").size());
        assertEquals(4, Json.object(meta.get(1)).path("changes").size());
        assertTrue(answer.stream()
                .anyMatch(line -> line.path("trace")
                        .path("analytics")
                        .path("type")
                        .asString("")
                        .equals("wharf.nulled")));
    }

    @Test
    void oddNamesHaveTablesAndColumnsOfTheirOwn() throws IOException {
        String longName = "n".repeat(300);
        String fields =
                "{\"id\":{\"type\":\"integer\"},\"ID\":{\"type\":\"integer\"},\"select\":{\"type\":\"integer\"},"
                        + "\"\":{\"type\":\"integer\"},\"_airbyte_raw_id\":{\"type\":\"integer\"},\"" + longName
                        + "\":{\"type\":\"integer\"}}";
        String row = "{\"id\":1,\"ID\":2,\"select\":3,\"\":4,\"_airbyte_raw_id\":5,\"" + longName + "\":6}";
        for (int run = 0; run < 2; run++) {
            write(new Sync()
                    .stream("Order", "append", 1, 0, fields).stream("order", "append", 1, 0, fields)
                            .record("Order", row)
                            .record("order", row)
                            .complete("Order")
                            .complete("order"));
        }

        assertEquals(List.of("3|2", "3|2"), query("SELECT \"select\", \"ID\" FROM " + table("Order")));
        assertEquals(
                List.of("2|Order", "2|order").size(),
                query("SELECT DISTINCT table_name FROM " + table("_wharf_tables"))
                        .size());
    }

    @Test
    void tablesWidenAndNeverNarrow() throws IOException {
        write(new Sync()
                .stream(
                                "items",
                                "append",
                                1,
                                0,
                                "{\"id\":{\"type\":\"integer\"},\"x\":{\"type\":\"integer\"},\"old\":{\"type\":\"string\"}}")
                        .record("items", "{\"id\":1,\"x\":5,\"old\":\"kept\"}")
                        .complete("items"));
        write(new Sync()
                .stream(
                                "items",
                                "append",
                                1,
                                0,
                                "{\"id\":{\"type\":\"integer\"},\"x\":{\"type\":\"string\"},\"more\":{\"type\":\"boolean\"}}")
                        .record("items", "{\"id\":2,\"x\":\"five\",\"more\":true}")
                        .complete("items"));
        write(new Sync()
                .stream("items", "append", 1, 0, "{\"id\":{\"type\":\"integer\"},\"x\":{\"type\":\"integer\"}}")
                        .record("items", "{\"id\":3,\"x\":7}")
                        .complete("items"));

        assertEquals(
                List.of("1|5|kept", "2|five|null", "3|7|null"),
                query("SELECT id, x, old FROM " + table("items") + " ORDER BY id"));
    }

    @Test
    void manyStreamsWithAFewRowsEach() throws IOException {
        Sync sync = new Sync();
        int streams = 500;
        for (int i = 0; i < streams; i++) {
            sync.stream("s" + i, "append", 1, 0, ITEM);
        }
        for (int i = 0; i < streams; i++) {
            sync.record("s" + i, "{\"id\":" + i + "}").state("s" + i, i + 1).complete("s" + i);
        }
        List<JsonNode> answer = write(sync);

        assertEquals(streams, states(answer).size());
        assertEquals(
                List.of("0", "" + (streams - 1)),
                Stream.of("s0", "s" + (streams - 1))
                        .flatMap(name -> ids(name).stream())
                        .toList());
    }

    private List<String> ids(String name) {
        return query("SELECT id FROM " + table(name) + " ORDER BY id");
    }

    private List<JsonNode> write(Sync sync) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] args = {
            "write", "--config", file("config", Json.write(config())), "--catalog", file("catalog", sync.catalog())
        };
        run(args, new ByteArrayInputStream(sync.lines()), out);
        return messages(out);
    }

    private List<JsonNode> call(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, run(args, InputStream.nullInputStream(), out), () -> out.toString(StandardCharsets.UTF_8));
        return messages(out);
    }

    private static List<JsonNode> messages(ByteArrayOutputStream out) {
        List<JsonNode> messages = new ArrayList<>();
        out.toString(StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> messages.add(Json.read(line.getBytes(StandardCharsets.UTF_8))));
        return messages;
    }

    private static List<JsonNode> states(List<JsonNode> messages) {
        return messages.stream()
                .filter(message -> message.path("type").asString("").equals("STATE"))
                .map(message -> message.path("state"))
                .toList();
    }

    private String file(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name + ".json"), content).toString();
    }
}
