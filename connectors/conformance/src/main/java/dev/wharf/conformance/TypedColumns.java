package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** How values and names arrive in tables. */
interface TypedColumns extends Warehouse {

    @Test
    default void valuesThatDoNotFitBecomeNullAndAreTold() throws IOException {
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
    default void namespacesThatDatabasesKeepForThemselvesAreTaken() throws IOException {
        List<String> namespaces =
                List.of("information_schema", "pg_catalog", "pg_x", "temp", "system", "memory", "test");
        Sync sync = new Sync();
        for (String namespace : namespaces) {
            sync.stream("items", "append", 1, 0, ITEM)
                    .namespace(namespace)
                    .line(
                            "{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"namespace\":\"%s\",\"emitted_at\":1,\"data\":{\"id\":1}}}"
                                    .formatted(namespace))
                    .line(
                            "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"items\",\"namespace\":\"%s\"}}}}"
                                    .formatted(namespace));
        }
        write(sync);

        assertEquals(
                List.of("7|7"), query("SELECT count(*), count(DISTINCT table_schema) FROM " + table("_wharf_tables")));
    }

    @Test
    default void timesOfRecordsThatNoCalendarReachesAreNull() throws IOException {
        Sync sync = new Sync().stream("items", "append", 1, 0, ITEM);
        for (String time : List.of("1e30", "-1e30", "1e400", "9223372036854775", "1700000000000.5")) {
            sync.line("{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"emitted_at\":" + time
                    + ",\"data\":{\"id\":1}}}");
        }
        write(sync.complete("items"));

        assertEquals(List.of("5|1"), query("SELECT count(*), count(_airbyte_extracted_at) FROM " + table("items")));
    }

    /** In the name of a field whose value does not fit, and in what the source says of its own changes. */
    @Test
    default void loneSurrogatesInMetaAreReplaced() throws IOException {
        write(new Sync()
                .stream("items", "append", 1, 0, "{\"id\":{\"type\":\"integer\"},\"a\\ud800\":{\"type\":\"integer\"}}")
                        .record("items", "{\"id\":1,\"a\\ud800\":\"x\"}")
                        .line(
                                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"items\",\"emitted_at\":1,\"data\":{\"id\":2},\"meta\":{\"changes\":[{\"field\":\"a\\ud800\"}]}}}")
                        .complete("items"));

        for (String meta : query("SELECT _airbyte_meta FROM " + table("items"))) {
            assertEquals(
                    "a\ufffd",
                    Json.object(meta).path("changes").path(0).path("field").asString());
        }
    }

    @Test
    default void oddNamesHaveTablesAndColumnsOfTheirOwn() throws IOException {
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
    default void tablesWidenAndNeverNarrow() throws IOException {
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
    default void datesThatNoTimestampReachesBecomeNullAndAreNoted() throws IOException {
        String date = "{\"id\":{\"type\":\"integer\"},\"d\":{\"type\":\"string\",\"format\":\"date\"}}";
        String timestamp = date.replace("\"date\"", "\"date-time\",\"airbyte_type\":\"timestamp_without_timezone\"");
        write(new Sync()
                .stream("items", "append", 1, 0, date)
                        .record("items", "{\"id\":1,\"d\":\"2024-01-01\"}")
                        .record("items", "{\"id\":2,\"d\":\"2024-01-01\"}")
                        .complete("items"));
        execute("UPDATE " + table("items") + " SET d = DATE '300000-01-01' WHERE id = 2");
        write(new Sync()
                .stream("items", "append", 1, 0, timestamp)
                        .record("items", "{\"id\":3,\"d\":\"2024-01-02T03:04:05\"}")
                        .complete("items"));

        assertEquals(
                List.of("1|2024-01-01 00:00:00", "2|null", "3|2024-01-02 03:04:05"),
                query("SELECT id, d FROM " + table("items") + " ORDER BY id").stream()
                        .map(row -> row.replaceAll("\\.0$", ""))
                        .toList());
        List<String> meta = query("SELECT _airbyte_meta FROM " + table("items") + " ORDER BY id");
        assertEquals(0, Json.object(meta.get(0)).path("changes").size());
        assertEquals(
                Json.object("{\"field\":\"d\",\"change\":\"NULLED\",\"reason\":\"DESTINATION_TYPECAST_ERROR\"}"),
                Json.object(meta.get(1)).path("changes").path(0));
    }

    @Test
    default void fieldsBeyondTheMostColumnsLieTogetherInOne() throws IOException {
        int fields = mostColumns() + 20;
        for (int run = 1; run <= 2; run++) {
            write(new Sync()
                    .stream("wide", "append_dedup", 1, 0, wideFields(fields * run), "f0", "f" + (fields - 1))
                            .record("wide", wideRow(fields * run, run))
                            .complete("wide"));
        }

        String first = "SELECT f0, f1 FROM " + table("wide") + " ORDER BY f0";
        assertEquals(List.of("1|1", "2|2"), query(first));
        List<String> overflow = query("SELECT _wharf_overflow FROM " + table("wide") + " ORDER BY f0");
        assertEquals(
                "1", Json.object(overflow.getFirst()).path("f" + (fields - 1)).asString());
        assertEquals(
                "2",
                Json.object(overflow.getLast()).path("f" + (2 * fields - 1)).asString());
        assertEquals(25, Json.object(overflow.getFirst()).size());
        assertEquals(fields + 25, Json.object(overflow.getLast()).size());
    }

    private static String wideFields(int count) {
        return IntStream.range(0, count)
                .mapToObj(field -> "\"f" + field + "\":{\"type\":\"integer\"}")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String wideRow(int count, int value) {
        return IntStream.range(0, count)
                .mapToObj(field -> "\"f" + field + "\":" + value)
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** Of every type, whatever a source may send that fits it. */
    @Test
    default void whatIsThereIsWhatWasSent() throws IOException {
        AwkwardRows source = new AwkwardRows(23);
        List<Map<String, AwkwardRows.Value>> sent =
                IntStream.range(0, 3_000).mapToObj(source::next).toList();
        Sync sync = new Sync().stream("awkward", "append", 1, 0, AwkwardRows.FIELDS);
        sent.forEach(row -> sync.record(
                "awkward",
                row.entrySet().stream()
                        .map(field ->
                                "\"" + field.getKey() + "\":" + field.getValue().wire())
                        .collect(Collectors.joining(",", "{", "}"))));
        write(sync.complete("awkward"));

        for (String field : Json.object(AwkwardRows.FIELDS).propertyNames()) {
            List<Object> meant = sent.stream()
                    .map(row -> row.containsKey(field) ? row.get(field).meaning() : Optional.empty())
                    .toList();
            List<Object> there =
                    query("SELECT " + expression(field) + " AS found FROM " + table("awkward") + " ORDER BY id")
                            .stream()
                            .map(text -> text.equals("null") ? Optional.empty() : meaning(field, text))
                            .toList();
            assertEquals(meant, there, field);
        }
        assertEquals(
                List.of("0"),
                query("SELECT count(*) FROM " + table("awkward")
                        + " WHERE CAST(_airbyte_meta AS VARCHAR) LIKE '%TYPECAST%'"));
    }

    private String expression(String field) {
        String column = "\"" + field + "\"";
        return switch (field) {
            case "day" -> column + " - DATE '1970-01-01'";
            case "local", "instant" -> micros(column);
            default -> "CAST(" + column + " AS VARCHAR)";
        };
    }

    private static Object meaning(String field, String text) {
        return switch (field) {
            case "id", "text" -> text;
            case "truth" -> Boolean.valueOf(text);
            case "whole", "large" -> new BigInteger(text);
            case "number" -> new BigDecimal(text).stripTrailingZeros();
            case "day", "local", "instant" -> Long.valueOf(text);
            case "clock" -> LocalTime.parse(text);
            case "tree" -> Json.object(text);
            default -> throw new IllegalArgumentException(field);
        };
    }
}
