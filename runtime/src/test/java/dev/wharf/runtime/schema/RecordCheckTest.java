package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wharf.protocol.Json;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a collection's check accepts, where the protocol, sources or size make it special. Both engines are asked. */
final class RecordCheckTest {

    private static final String ORDER = """
            {"type": "object", "additionalProperties": true, "properties": {
              "id": {"type": "integer"}, "amount": {"type": "number", "minimum": 0},
              "currency": {"type": "string", "enum": ["eur", "usd"], "maxLength": 3},
              "created": {"type": ["null", "string"], "format": "date-time", "airbyte_type": "timestamp_without_timezone"},
              "lines": {"type": "array", "items": {"type": "object", "properties": {"sku": {"type": "string"}, "count": {"type": "integer"}}}},
              "payload": {"oneOf": [{"type": "object"}, {"type": "array"}, {"type": "string"}]}}}""";

    private static final String AN_ORDER = """
            {"id": 7, "amount": 12.50, "currency": "eur", "created": "2024-01-01T00:00:00", "more": [1, {"a": null}],
             "lines": [{"sku": "a", "count": 2}, {"sku": "b"}], "payload": {"x": 1}}""";

    @Test
    void aRecordAsDeclaredIsValid() {
        assertTrue(valid(ORDER, AN_ORDER));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"string\"} | null",
                "{\"type\": \"string\", \"enum\": [\"a\"]} | null",
                "{\"const\": 1} | null",
                "{\"oneOf\": [{\"type\": \"string\"}, {\"type\": \"integer\"}]} | null",
                "{\"type\": \"object\", \"properties\": {\"inner\": {\"type\": \"string\"}}} | {\"inner\": null}",
                "{} | {\"anything\": [1, null]}",
                "true | [1]",
                "{\"type\": \"any\"} | 5",
                "{\"type\": \"string\", \"required\": true} | \"x\"",
                "{\"type\": \"string\", \"format\": \"email\"} | \"no address\"",
                "{\"type\": \"string\", \"airbyte_secret\": true, \"description\": 5, \"examples\": null} | \"x\"",
                "{\"type\": \"integer\"} | 1.0",
                "{\"type\": \"integer\"} | 1e3",
                "{\"type\": \"number\", \"airbyte_type\": \"integer\"} | 12345678901234567890123",
                "{\"type\": \"integer\", \"maximum\": 9223372036854775807} | 9223372036854775807",
                "{\"type\": \"number\", \"minimum\": 5, \"exclusiveMinimum\": false} | 5",
                "{\"type\": \"string\", \"minLength\": 2, \"maxLength\": 2} | \"\uD83D\uDEA2\uD83D\uDEA2\"",
                "{\"type\": \"string\", \"maxLength\": 1} | \"\\ud83d\\udea2\"",
                "{\"type\": \"string\", \"format\": \"date\"} | \"2024\\u002d01-31\"",
                "{\"enum\": [{\"a\": [1]}]} | {\"a\": [1.0]}",
                "{\"$ref\": \"WellKnownTypes.json#/definitions/Integer\"} | \"NaN\"",
                "{\"$ref\": \"WellKnownTypes.json#/definitions/TimestampWithTimezone\"} | \"2024-01-01T00:00:00Z\"",
                "{\"multipleOf\": 0.01} | 19.99",
                "{\"multipleOf\": 3} | 1e999999999",
                "{\"multipleOf\": 1e-308} | 12391239123",
            })
    void aFieldIsValid(String schema, String value) {
        assertTrue(valid("{\"properties\": {\"field\": " + schema + "}}", "{\"field\": " + value + "}")
                ^ value.contains("e999"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"string\"} | 1",
                "{\"type\": \"integer\"} | 1.5",
                "{\"type\": \"integer\"} | \"1\"",
                "{\"type\": \"number\", \"airbyte_type\": \"integer\"} | 1.5",
                "{\"type\": \"integer\", \"maximum\": 9223372036854775807} | 9223372036854775808",
                "{\"type\": \"number\", \"minimum\": 5, \"exclusiveMinimum\": true} | 5",
                "{\"type\": \"number\", \"maximum\": 0.1} | 0.10000000000000000000000001",
                "{\"type\": \"boolean\"} | 0",
                "{\"type\": \"string\", \"maxLength\": 1} | \"\uD83D\uDEA2\uD83D\uDEA2\"",
                "{\"type\": \"string\", \"format\": \"date\"} | \"2023-02-29\"",
                "{\"type\": \"string\", \"format\": \"date-time\", \"airbyte_type\": \"timestamp_without_timezone\"} | \"2024-01-01 00:00:00Z\"",
                "{\"type\": [\"object\", \"null\"], \"additionalProperties\": false, \"properties\": {\"id\": {}}} | {\"id\": 1, \"di\": 2}",
                "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"integer\"}} | {\"a\": 1, \"b\": \"2\"}",
                "{\"type\": \"array\", \"items\": {\"type\": \"integer\"}} | [1, null]",
                "{\"oneOf\": [{\"type\": \"number\"}, {\"type\": \"integer\"}]} | 1",
                "{\"anyOf\": [{\"type\": \"array\"}, {\"type\": \"string\", \"maxLength\": 1}]} | \"xy\"",
                "{\"not\": {\"type\": \"string\"}} | \"x\"",
                "{\"type\": \"object\", \"required\": [\"id\"]} | {\"di\": 1}",
                "false | 1",
            })
    void aFieldIsInvalid(String schema, String value) {
        assertFalse(valid("{\"properties\": {\"field\": " + schema + "}}", "{\"field\": " + value + "}"));
    }

    @Test
    void aSchemaMayReferToItself() {
        String schema =
                "{\"type\": \"object\", \"properties\": {\"child\": {\"$ref\": \"#\"}, \"id\": {\"$ref\": \"#/definitions/id\"}},"
                        + " \"definitions\": {\"id\": {\"type\": \"integer\"}}}";
        assertTrue(valid(schema, "{\"id\": 1, \"child\": {\"id\": 2, \"child\": {\"child\": null}}}"));
        assertFalse(valid(schema, "{\"id\": 1, \"child\": {\"id\": 2, \"child\": {\"id\": \"3\"}}}"));
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastCounts() {
        String schema = "{\"properties\": {\"id\": {\"type\": \"integer\"}}}";
        assertTrue(valid(schema, "{\"id\": \"x\", \"id\": 1}"));
        assertFalse(valid(schema, "{\"id\": 1, \"i\\u0064\": \"x\"}"));
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastCountsInAlternativesToo() {
        String one = "{\"oneOf\": [{\"type\": \"object\"}, {\"properties\": {\"a\": {\"type\": \"boolean\"}}}]}";
        assertTrue(valid(one, "{\"a\": [1]}"));
        assertFalse(valid(one, "{\"a\": [1], \"a\": false}"));
    }

    @Test
    void keysAreFoundHoweverTheyAreWritten() {
        String schema =
                "{\"additionalProperties\": false, \"properties\": {\"id\": {\"type\": \"integer\"}, \"line\\nbreak\": {\"type\": \"string\"}}}";
        assertTrue(valid(schema, "{ \"\\u0069d\" : 1 , \"line\\u000abreak\" : \"\" }"));
        assertFalse(valid(schema, "{\"\\u0069d\": \"x\"}"));
        assertFalse(valid(schema, "{\"line\\\\nbreak\": \"\"}"));
    }

    @Test
    void thereMayBeAnyNumberOfFieldsInAnyOrder() {
        ObjectNode schema = Json.object();
        ArrayNode required = schema.putArray("required");
        for (int i = 0; i < 200; i++) {
            schema.withObjectProperty("properties")
                    .putObject("field_" + i)
                    .put("type", i % 2 == 0 ? "integer" : "string");
            required.add("field_" + i);
        }
        RecordCheck check = RecordChecks.compile(schema);
        for (int step = 1; step < 200; step += 2) {
            if (200 % step != 0 || step == 1) {
                StringBuilder record = new StringBuilder("{");
                for (int i = 0; i < 200; i++) {
                    int field = Math.floorMod(i * 199 + step, 200);
                    record.append(i == 0 ? "" : ",")
                            .append("\"field_")
                            .append(field)
                            .append(field % 2 == 0 ? "\":1" : "\":\"x\"");
                }
                assertTrue(valid(check, record + "}"));
                assertFalse(valid(check, record.toString().replaceFirst("\"field_177\":\"x\",", "") + "}"));
                assertFalse(
                        valid(check, record.toString().replaceFirst("\"field_177\":\"x\"", "\"field_177\":1") + "}"));
            }
        }
    }

    @Test
    void aValidRecordMakesNoObjects() {
        RecordCheck check = RecordChecks.compile(schema(ORDER));
        byte[] record = AN_ORDER.getBytes(UTF_8);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        check.valid(record, 0, record.length);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
            check.valid(record, 0, record.length);
        }
        assertTrue(threads.getCurrentThreadAllocatedBytes() - before < 10_000, "less than a byte a record");
    }

    @Test
    void whatIsNotCompiledIsCheckedByNetworkntAndSaysSo() {
        RecordCheck check = RecordChecks.compile(
                schema("{\"properties\": {\"code\": {\"type\": \"string\", \"pattern\": \"^[A-Z]+$\"}}}"));
        assertEquals(
                Optional.of(
                        "The schema uses pattern, which the compiled check leaves to networknt: this collection is checked several times slower."),
                check.slowBecause());
        assertTrue(valid(check, "{\"code\": \"AB\"}"));
        assertTrue(valid(check, "{\"code\": null}"));
        assertFalse(valid(check, "{\"code\": \"AB\\n\"}"));
    }

    @Test
    void numbersThatNobodyCanReadAreRefusedByNetworkntToo() {
        RecordCheck check = RecordChecks.compile(schema("{\"properties\": {\"code\": {\"pattern\": \"a\"}}}"));
        String record = "{\"n\": 1" + "0".repeat(200_000) + "}";
        assertFalse(valid(check, record));
        assertEquals(
                "numbers that can be read",
                check.explain(record.getBytes(UTF_8), 0, record.length())
                        .getFirst()
                        .expected());
    }

    /** Asks both engines. */
    private static boolean valid(String schema, String record) {
        CanonicalSchema canonical = CanonicalSchema.of(schema(schema), Nulls.IN_EVERY_FIELD);
        assertEquals(Optional.empty(), canonical.uncheckedBecause());
        RecordCheck check = RecordChecks.compile(canonical);
        assertEquals(Optional.empty(), check.slowBecause());
        boolean valid = valid(check, record);
        assertEquals(valid, valid(new NetworkntCheck(canonical, ""), record), "by networknt");
        return valid;
    }

    private static boolean valid(RecordCheck check, String record) {
        byte[] bytes = record.getBytes(UTF_8);
        boolean valid = check.valid(bytes, 0, bytes.length);
        assertEquals(valid, check.explain(bytes, 0, bytes.length).isEmpty());
        return valid;
    }

    private static ObjectNode schema(String text) {
        return (ObjectNode) Json.read(text.getBytes(UTF_8));
    }
}
