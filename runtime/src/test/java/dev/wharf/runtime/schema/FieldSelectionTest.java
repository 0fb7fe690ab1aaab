package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.FieldTree;
import dev.wharf.protocol.Json;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
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
                "{\"a\":{\"b\":1,\"c\":2},\"d\":3} | a.b | {\"a\":{\"b\":1}} | 3",
                "{\"a\":{\"b\":1,\"c\":2},\"d\":3} | a.c d | {\"a\":{\"c\":2},\"d\":3} | 2",
                "{\"a\":{\"b\":1,\"c\":2}} | a.b a | {\"a\":{\"b\":1,\"c\":2}} | 1",
                "{\"a\" : { \"b\" : { \"c\" : 1.0 , \"x\" : 2 } } } | a.b.c | {\"a\" : { \"b\" : { \"c\" : 1.0}}} | 4",
                "{\"a\":{\"x\":1},\"b\":2} | a.c b | {\"a\":{},\"b\":2} | 2",
                "{\"a\":[{\"b\":1,\"x\":2},{\"x\":3},[{\"x\":4,\"b\":[5]}],6,\"y\",null]} | a.b | {\"a\":[{\"b\":1},{},[{\"b\":[5]}],6,\"y\",null]} | 4",
                "{\"a\":[],\"b\":{}} | a.b b.c | {\"a\":[],\"b\":{}} | 1",
                "{\"a\":\"no object\",\"b\":null} | a.b b.c | {\"a\":\"no object\",\"b\":null} | 1",
                "{\"a.b\":1,\"a\":{\"b\":2,\"c.d\":3}} | a\\.b a.c\\.d | {\"a.b\":1,\"a\":{\"c.d\":3}} | 2",
                "{\"a\":{\"b\":1,\"c\":2},\"a\":{\"c\":3,\"b\":4}} | a.b | {\"a\":{\"b\":1},\"a\":{\"b\":4}} | 3",
            })
    void keptFieldsStayByteForByte(String data, String fields, String expected, int ranges) throws IOException {
        RecordLine line = RecordLine.of(data);
        FieldSelection.of(tree(fields)).write(line.bytes, line.envelope, line);
        assertEquals(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"s\",\"data\":" + expected + ",\"emitted_at\":1}}",
                line.written());
        assertEquals(ranges, line.ranges);
    }

    private static FieldTree tree(String fields) {
        return FieldTree.of(Stream.of(fields.split(" ", -1))
                .map(field -> FieldPath.parse(field).orElseThrow())
                .toList());
    }

    @Test
    void arraysInArraysAreLookedThrough() throws IOException {
        String deep = "[".repeat(900) + "{\"b\":1,\"x\":2}" + "]".repeat(900);
        RecordLine line = RecordLine.of("{\"a\":" + deep + "}");
        FieldSelection.of(tree("a.b")).write(line.bytes, line.envelope, line);
        assertTrue(line.written().contains("[{\"b\":1}]"));
    }

    @Test
    void anyFieldsOfAnyRecordCanBeKept() throws IOException {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            ObjectNode schema = new RandomSchemas(random).next();
            byte[] record = new RandomRecords(random, schema).next();
            FieldTree fields = randomTree(random, 3);
            RecordLine line = RecordLine.of(new String(record, UTF_8));
            FieldSelection.of(fields).write(line.bytes, line.envelope, line);
            assertEquals(
                    slowly(Json.read(record), fields),
                    Json.read(line.written().getBytes(UTF_8)).path("record").path("data"));
        }
    }

    @Test
    void aRecordIsCheckedAsThoughItHadOnlyTheFieldsThatAreKept() {
        Random random = new Random(2);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            ObjectNode schema = new RandomSchemas(random).next();
            FieldTree fields = randomTree(random, 3);
            byte[] record = new RandomRecords(random, schema).next();
            byte[] kept = Json.write(slowly(Json.read(record), fields));
            RecordCheck check = RecordChecks.compile(FieldSelection.of(fields).schema(schema));
            boolean valid = check.valid(record, 0, record.length);
            assertEquals(check.valid(kept, 0, kept.length), valid, () -> schema + " " + fields.texts());
            refused += valid ? 0 : 1;
        }
        assertTrue(refused > 500 && refused < 4_500, "both kinds are there: " + refused);
    }

    private static FieldTree randomTree(Random random, int depth) {
        Map<String, FieldTree> fields = new HashMap<>();
        for (String name : RandomSchemas.NAMES) {
            if (random.nextBoolean()) {
                fields.put(name, depth == 0 || random.nextBoolean() ? FieldTree.WHOLE : randomTree(random, depth - 1));
            }
        }
        return fields.isEmpty() ? randomTree(random, depth) : new FieldTree(fields);
    }

    /** The same on a tree. */
    private static JsonNode slowly(JsonNode value, FieldTree fields) {
        if (fields.whole()) {
            return value;
        }
        if (value instanceof ArrayNode array) {
            ArrayNode kept = array.arrayNode();
            array.forEach(element -> kept.add(slowly(element, fields)));
            return kept;
        }
        if (!value.isObject()) {
            return value;
        }
        ObjectNode kept = Json.object();
        value.properties()
                .forEach(member -> fields.field(member.getKey())
                        .ifPresent(inner -> kept.set(member.getKey(), slowly(member.getValue(), inner))));
        return kept;
    }

    @Test
    void alternativesThatDifferInWhatIsLeftOutAreNotExclusive() {
        assertEquals("[true, false]", valid("""
                        {"properties": {"a": {"oneOf": [
                            {"type": "object", "properties": {"k": {"const": 1}, "b": {"type": "integer"}}, "required": ["k"]},
                            {"type": "object", "properties": {"k": {"const": 2}, "b": {"type": "integer"}}, "required": ["k"]}]}}}""", "a.b", "{\"a\":{\"b\":1}}", "{\"a\":{\"b\":\"x\"}}"));
    }

    @Test
    void aSchemaThatRefersToItselfCanBeReduced() {
        assertEquals(
                "[true, false, true]",
                valid(
                        """
                        {"properties": {"parent": {"$ref": "#"}, "id": {"type": "integer"}}}""",
                        "parent.parent.id id",
                        "{\"parent\":{\"parent\":{\"id\":1},\"id\":\"x\"},\"id\":1}",
                        "{\"parent\":{\"parent\":{\"id\":\"x\"}}}",
                        "{\"parent\":{}}"));
    }

    @Test
    void aSchemaThatGoesInACircleEndsAndAllowsEverything() {
        assertEquals("[true]", valid("""
                        {"properties": {"any": {"anyOf": [{"$ref": "#/properties/any"}, {"$ref": "#/properties/any"}]}}}""", "any.x", "{\"any\":{\"x\":1}}"));
    }

    @Test
    void whatIsDeclaredOfFieldsOfAnyNameHoldsForThoseThatAreKept() {
        assertEquals(
                "[true, false]",
                valid(
                        "{\"properties\": {\"metadata\": {\"type\": \"object\", \"additionalProperties\": {\"type\": \"string\"}}}}",
                        "metadata.plan",
                        "{\"metadata\":{\"plan\":\"x\",\"y\":1}}",
                        "{\"metadata\":{\"plan\":1}}"));
    }

    private static String valid(String schema, String fields, String... records) {
        RecordCheck check = RecordChecks.compile(
                FieldSelection.of(tree(fields)).schema((ObjectNode) Json.read(schema.getBytes(UTF_8))));
        return Stream.of(records)
                .map(record -> record.getBytes(UTF_8))
                .map(record -> check.valid(record, 0, record.length))
                .toList()
                .toString();
    }

    @Test
    void whatIsLeftOutIsNotChecked() {
        ObjectNode schema = (ObjectNode) Json.read("""
                {"properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}, "required": ["a", "b"], "additionalProperties": false}""".getBytes(UTF_8));
        RecordCheck check = RecordChecks.compile(FieldSelection.of(tree("a")).schema(schema));
        byte[] right = "{\"a\": 1, \"b\": \"x\", \"c\": []}".getBytes(UTF_8);
        byte[] wrong = "{\"a\": \"x\", \"b\": 1}".getBytes(UTF_8);
        assertEquals(
                List.of(true, false),
                List.of(check.valid(right, 0, right.length), check.valid(wrong, 0, wrong.length)));
    }
}
