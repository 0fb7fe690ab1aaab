package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Schemas that are malformed: nothing crashes, nothing is refused for their sake, and the report says what is not checked. */
final class UncheckedSchemaTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\": \"str\"} | has the type \"str\", which JSON Schema does not know (at /type).",
                "{\"type\": []} | has an empty array where a type or a list of types should be (at /type).",
                "{\"type\": null} | has a value of type null where a type or a list of types should be (at /type).",
                "{\"properties\": null} | has a value of type null where an object should be (at /properties).",
                "{\"properties\": []} | has an empty array where an object should be (at /properties).",
                "{\"required\": \"id\"} | has a value of type string where a list of names should be (at /required).",
                "{\"required\": [1]} | has a value of type number where the name of a field should be (at /required).",
                "{\"items\": 5} | has a value of type number where a schema should be (at /items).",
                "{\"additionalProperties\": \"no\"} | has a value of type string where a schema should be (at /additionalProperties).",
                "{\"enum\": []} | has an empty array where a list of values should be (at /enum).",
                "{\"minimum\": \"5\"} | has a value of type string where a number should be (at /minimum).",
                "{\"multipleOf\": 0} | has a value of type number where a number above 0 should be (at /multipleOf).",
                "{\"minLength\": -1} | has a value of type number where a whole number of at least 0 should be (at /minLength).",
                "{\"maxItems\": 1.5} | has a value of type number where a whole number of at least 0 should be (at /maxItems).",
                "{\"anyOf\": []} | has an empty array where a list of schemas should be (at /anyOf).",
                "{\"uniqueItems\": 1} | has a value of type number where true or false should be (at /uniqueItems).",
                "{\"pattern\": \"[\"} | has a pattern that is no regular expression here: Unclosed character class (at /pattern).",
                "{\"$ref\": \"#/definitions/gone\"} | refers to #/definitions/gone, which is not in it.",
                "{\"$ref\": \"http://127.0.0.1:9/schema.json\"} | refers to http://127.0.0.1:9/schema.json, which is not in it.",
                "{\"$ref\": \"file:///etc/passwd\"} | refers to file:///etc/passwd, which is not in it.",
                "{\"$ref\": \"#\"} | refers to itself without an end.",
                "{\"anyOf\": [{\"$ref\": \"#/definitions/a\"}], \"definitions\": {\"a\": {\"not\": {\"$ref\": \"#\"}}}} | refers to itself without an end.",
            })
    void aMalformedSchemaChecksNothing(String schema, String why) {
        RecordCheck check = RecordChecks.compile(schema(schema));
        assertEquals(Optional.of("Not checked: the schema " + why), check.uncheckedBecause());
        byte[] record = "{\"id\": 1}".getBytes(UTF_8);
        assertTrue(check.valid(record, 0, record.length));
        assertTrue(check.explain(record, 0, record.length).isEmpty());
    }

    @Test
    void aMalformedFieldLeavesTheOthersChecked() {
        RecordCheck check = RecordChecks.compile(
                schema(
                        "{\"properties\": {\"odd\": {\"type\": \"object\", \"properties\": {\"inner\": {\"type\": \"String\"}}}, \"id\": {\"type\": \"integer\"}}}"));
        assertEquals(
                Optional.of(
                        "Field odd is not checked: its schema has the type \"String\", which JSON Schema does not know"
                                + " (at /properties/odd/properties/inner/type)."),
                check.uncheckedBecause());
        byte[] right = "{\"odd\": 5, \"id\": 1}".getBytes(UTF_8);
        byte[] wrong = "{\"odd\": 5, \"id\": \"1\"}".getBytes(UTF_8);
        assertTrue(check.valid(right, 0, right.length));
        assertFalse(check.valid(wrong, 0, wrong.length));
    }

    @Test
    void manyMalformedFieldsAreCounted() {
        ObjectNode schema = Json.object();
        for (int i = 0; i < 5; i++) {
            schema.withObjectProperty("properties").putObject("f" + i).put("type", "x");
        }
        String why = RecordChecks.compile(schema).uncheckedBecause().orElseThrow();
        assertTrue(why.startsWith("Field f0 is not checked: its schema has the type \"x\""), why);
        assertTrue(why.endsWith("; and 2 other fields."), why);
    }

    @Test
    void aSchemaThatIsAThousandLevelsDeepChecksNothing() {
        ObjectNode schema = Json.object();
        for (int i = 0; i < 300; i++) {
            schema = Json.object().set("items", schema);
        }
        assertEquals(
                Optional.of("Not checked: the schema is nested more than 200 levels deep."),
                RecordChecks.compile(schema).uncheckedBecause());
    }

    private static ObjectNode schema(String text) {
        return (ObjectNode) Json.read(text.getBytes(UTF_8));
    }
}
