package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class FieldSelectionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":1,\"b\":2,\"c\":3} | a b c | {\"a\":1,\"b\":2,\"c\":3} | 1",
                "{\"a\":1,\"b\":2,\"c\":3} | a | {\"a\":1} | 2",
                "{\"a\":1,\"b\":2,\"c\":3} | b | {\"b\":2} | 3",
                "{\"a\":1,\"b\":2,\"c\":3} | c | {\"c\":3} | 2",
                "{\"a\":1,\"b\":2,\"c\":3} | a c | {\"a\":1,\"c\":3} | 2",
                "{\"a\":1,\"b\":2,\"c\":3} | b c | {\"b\":2,\"c\":3} | 2",
                "{\"a\":1,\"b\":2,\"c\":3} | x | {} | 2",
                "{} | a | {} | 1",
                "{ \"a\" : 1.0 , \"b\" : [ 1 ] } | b | { \"b\" : [ 1 ]} | 3",
                "{\"a\":{\"b\":1},\"b\":{\"a\":\"}\\\"\"}} | b | {\"b\":{\"a\":\"}\\\"\"}} | 2",
                "{\"\\u0061\":1e2,\"b\":2} | a | {\"\\u0061\":1e2} | 2",
                "{\"a\":1,\"b\":2,\"a\":3} | a | {\"a\":1,\"a\":3} | 2",
            })
    void keptFieldsStayByteForByte(String data, String fields, String expected, int ranges) throws IOException {
        RecordLine line = RecordLine.of(data);
        FieldSelection.of(Set.of(fields.split(" "))).write(line.bytes, line.envelope, line);
        assertEquals(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"s\",\"data\":" + expected + ",\"emitted_at\":1}}",
                line.written());
        assertEquals(ranges, line.ranges);
    }

    @Test
    void anyFieldsOfAnyRecordCanBeKept() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            ObjectNode schema = new RandomSchemas(random).next();
            byte[] record = new RandomRecords(random, schema).next();
            Set<String> fields = new LinkedHashSet<>(RandomSchemas.NAMES);
            fields.removeIf(name -> random.nextBoolean());
            RecordLine line = RecordLine.of(new String(record, UTF_8));
            FieldSelection.of(fields).write(line.bytes, line.envelope, line);
            JsonNode expected = Json.read(record);
            ((ObjectNode) expected).retain(fields);
            assertEquals(
                    expected,
                    Json.read(line.written().getBytes(UTF_8)).path("record").path("data"));
        }
    }

    @Test
    void whatIsLeftOutIsNotChecked() {
        ObjectNode schema = (ObjectNode) Json.read("""
                {"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"], "additionalProperties": false}""".getBytes(UTF_8));
        RecordCheck check = RecordChecks.compile(FieldSelection.of(Set.of("a")).lenient(schema));
        byte[] right = "{\"a\": 1, \"b\": \"x\", \"c\": []}".getBytes(UTF_8);
        byte[] wrong = "{\"a\": \"x\", \"b\": 1}".getBytes(UTF_8);
        assertEquals(
                List.of(true, false),
                List.of(check.valid(right, 0, right.length), check.valid(wrong, 0, wrong.length)));
    }
}
