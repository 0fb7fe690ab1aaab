package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.catalog.FieldTree;
import dev.wharf.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

final class NullFieldsTest {

    private static final String SCHEMA =
            "{\"properties\": {\"a\": {\"type\": \"integer\"}, \"b\": {\"type\": \"object\", \"properties\": {\"c\": {\"type\": \"string\"}}}}}";

    private static final String A =
            "{\"field\":\"a\",\"change\":\"NULLED\",\"reason\":\"PLATFORM_SERIALIZATION_ERROR\"}";
    private static final String B = A.replace("\"a\"", "\"b\"");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\", \"b\":{}},\"emitted_at\":1.50}"
                        + "| {\"meta\":{\"changes\":[A]},\"stream\":\"s\",\"data\":{\"a\":null, \"b\":{}},\"emitted_at\":1.50}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\",\"b\":{\"c\":1}}}"
                        + "| {\"meta\":{\"changes\":[A,B]},\"stream\":\"s\",\"data\":{\"a\":null,\"b\":null}}",
                "{\"meta\":{\"changes\":[{\"field\":\"z\"}],\"more\":1},\"stream\":\"s\",\"data\":{\"a\":\"x\"}}"
                        + "| {\"meta\":{\"changes\":[{\"field\":\"z\"},A],\"more\":1},\"stream\":\"s\",\"data\":{\"a\":null}}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\"},\"meta\":{\"changes\":[ ]}}"
                        + "| {\"stream\":\"s\",\"data\":{\"a\":null},\"meta\":{\"changes\":[ A]}}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\"},\"meta\":{\"more\":1}}"
                        + "| {\"stream\":\"s\",\"data\":{\"a\":null},\"meta\":{\"changes\":[A],\"more\":1}}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\"},\"meta\":{}} | {\"stream\":\"s\",\"data\":{\"a\":null},\"meta\":{\"changes\":[A]}}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\"},\"meta\":null} | {\"stream\":\"s\",\"data\":{\"a\":null},\"meta\":{\"changes\":[A]}}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\"},\"meta\":{\"changes\":null}}"
                        + "| {\"stream\":\"s\",\"data\":{\"a\":null},\"meta\":{\"changes\":[A]}}",
                "{\"stream\":\"s\",\"data\":{\"a\":\"x\",\"b\":null,\"a\":\"y\"}}"
                        + "| {\"meta\":{\"changes\":[A]},\"stream\":\"s\",\"data\":{\"a\":null,\"b\":null,\"a\":null}}",
                "{\"stream\":\"s\",\"data\":{\"\\u0061\" : \"x\"}} | {\"meta\":{\"changes\":[A]},\"stream\":\"s\",\"data\":{\"\\u0061\" : null}}",
            })
    void theFieldBecomesNullAndMetaSaysSo(String record, String expected) throws IOException {
        RecordLine line = new RecordLine("{\"type\":\"RECORD\",\"record\":" + record + "}");
        assertTrue(write(SCHEMA, line));
        assertEquals(
                "{\"type\":\"RECORD\",\"record\":"
                        + expected.replace("[A", "[" + A)
                                .replace(",A]", "," + A + "]")
                                .replace(" A]", " " + A + "]")
                                .replace(",B]", "," + B + "]")
                        + "}",
                line.written());
    }

    @Test
    void aHundredFieldsAtFaultAreNulled() throws IOException {
        StringBuilder data = new StringBuilder("{\"id\":1");
        for (int i = 0; i < 100; i++) {
            data.append(",\"f").append(i).append("\":true");
        }
        RecordLine line = RecordLine.of(data + "}");
        assertTrue(write("{\"additionalProperties\": {\"type\": [\"integer\", \"null\"]}}", line));
        JsonNode record = Json.read(line.written().getBytes(UTF_8)).path("record");
        assertEquals(100, record.path("meta").path("changes").size());
        assertEquals(
                100, record.path("data").valueStream().filter(JsonNode::isNull).count());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"required\": [\"id\"]} | {\"a\": 1}",
                "{\"required\": [\"id\"], \"properties\": {\"a\": {\"type\": \"integer\"}}} | {\"a\": \"x\"}",
                "{\"properties\": {\"a\": false}} | {\"a\": 1}",
                "{\"not\": {\"required\": [\"a\"]}} | {\"a\": 1}",
            })
    void nothingIsWrittenWhenNullDoesNotHelp(String schema, String data) throws IOException {
        RecordLine line = RecordLine.of(data);
        assertFalse(write(schema, line));
        assertEquals("", line.written());
    }

    private static boolean write(String schema, RecordLine line) throws IOException {
        RecordCheck check = RecordChecks.compile((ObjectNode) Json.read(schema.getBytes(UTF_8)));
        return new NullFields()
                .write(
                        line.bytes,
                        line.envelope,
                        check,
                        check.explain(line.bytes, line.envelope.dataFrom(), line.envelope.dataTo()),
                        Optional.empty(),
                        line);
    }

    @Test
    void whatIsLeftOutOfARecordIsLeftOutOfTheAlteredOneToo() throws IOException {
        RecordLine line = RecordLine.of("{\"a\": \"x\", \"b\": {\"c\": 1, \"d\": 2}, \"e\": 3}");
        FieldSelection kept = FieldSelection.of(FieldTree.of(List.of(List.of("a"), List.of("b", "c"))));
        RecordCheck check = RecordChecks.compile(kept.schema(
                (ObjectNode) Json.read("{\"properties\": {\"a\": {\"type\": \"integer\"}}}".getBytes(UTF_8))));
        int from = line.envelope.dataFrom();
        List<RecordCheck.Violation> violations = check.explain(line.bytes, from, line.envelope.dataTo());
        assertTrue(new NullFields().write(line.bytes, line.envelope, check, violations, Optional.of(kept), line));
        assertTrue(line.written().contains("\"data\":{\"a\": null, \"b\": {\"c\": 1}}"), line.written());
    }
}
