package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** The words in which a refused record is explained: the same from both engines, and never with a value of the record. */
final class ExplanationTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type': 'integer'} | 'secret word!' | integer or null | string of 12 characters | aaaaaa aaaa!",
                "{'type': ['string', 'null']} | 12345 | string or null | integer | 99999",
                "{'type': 'integer'} | -1.5 | integer or null | number with a fraction | -9.9",
                "{'type': 'string'} | true | string or null | boolean | ''",
                "{'type': 'string'} | {'a': 1} | string or null | object | ''",
                "{'type': 'string'} | [1] | string or null | array of 1 item | ''",
                "{'type': 'number'} | '' | number or null | empty string | ''",
                "{'type': ['object', 'array', 'boolean']} | 'x' | object or array or boolean or null | string of 1 character | a",
                "{'type': 'string', 'format': 'date'} | '31.12.2024' | date like 2024-12-31 | string of 10 characters | 99.99.9999",
                "{'type': 'string', 'maxLength': 3} | 'Ünîcode' | string of at most 3 characters | string of 7 characters | aaaaaaa",
                "{'type': 'string', 'minLength': 1} | '' | string of at least 1 character | empty string | ''",
                "{'minimum': 10} | 9 | number of at least 10 | integer | 9",
                "{'exclusiveMaximum': 1.5} | 1.5 | number below 1.5 | number with a fraction | 9.9",
                "{'multipleOf': 0.01} | 1.001 | multiple of 0.01 | number with a fraction | 9.999",
                "{'enum': ['a', 'b']} | 'c' | 'a' or 'b' or null | string of 1 character | a",
                "{'enum': ['a', 'b', 'c', 'd', 'e', 'f']} | 'g' | 'a', 'b', 'c', 'd' or one of 3 more | string of 1 character | a",
                "{'type': 'array', 'minItems': 2} | [] | array of at least 2 items | empty array | ''",
                "{'oneOf': [{'type': 'string'}, {'type': 'integer'}]} | [] | string or integer or null | empty array | ''",
                "{'oneOf': [{'type': 'number'}, {'type': 'integer'}]} | 1 | value that only one of the alternatives allows | integer | 9",
                "{'not': {'type': 'string'}} | 'x' | anything but what the schema excludes | string of 1 character | a",
            })
    void aFieldIsExplained(String schema, String value, String expected, String found, String example) {
        String word = expected.replace('\'', '"');
        assertEquals(
                List.of(new Violation("field", "/field", word, found, example.equals("''") ? "" : example)),
                explain("{'properties': {'field': " + schema + "}}", "{'field': " + value + "}"));
    }

    @Test
    void thePathLeadsToTheValueAndTheFieldIsItsTop() {
        String schema = "{'properties': {'lines': {'items': {'properties': {'a/b~c': {'type': 'integer'}}}}}}";
        assertEquals(
                List.of(new Violation("lines", "/lines/1/a~1b~0c", "integer or null", "string of 2 characters", "aa")),
                explain(schema, "{'lines': [{'a/b~c': 1}, {'a/b~c': 'xy'}]}"));
    }

    @Test
    void whatIsMissingAndWhatIsTooMuchIsNamed() {
        String schema = "{'required': ['id', 'name'], 'properties': {'id': {}}, 'additionalProperties': false}";
        assertEquals(
                List.of(
                        new Violation("more", "/more", "no field that is not declared", "string of 1 character", "a"),
                        new Violation("", "", "object with the field name", "object without it", "")),
                explain(schema, "{'id': 1, 'more': 'x'}"));
    }

    @Test
    void anInnerFieldThatIsMissingIsTheFaultOfItsTopField() {
        assertEquals(
                List.of(new Violation("a", "/a", "object with the field id", "object without it", "")),
                explain("{'properties': {'a': {'required': ['id']}}}", "{'a': {}}"));
    }

    @Test
    void anAlternativeOfTheSameKindIsFollowedIn() {
        String schema =
                "{'properties': {'a': {'anyOf': [{'type': 'object', 'properties': {'n': {'type': 'integer'}}}, {'type': 'string'}]}}}";
        assertEquals(
                List.of(new Violation("a", "/a/n", "integer or null", "string of 1 character", "a")),
                explain(schema, "{'a': {'n': 'x'}}"));
    }

    @Test
    void aRecordHasAtMostTwentyViolationsAllDifferent() {
        String fields =
                IntStream.range(0, 40).mapToObj(i -> "'f" + i + "': true").collect(Collectors.joining(","));
        List<Violation> violations = explain("{'additionalProperties': {'type': 'string'}}", "{" + fields + "}");
        assertEquals(20, violations.stream().distinct().count());
        assertEquals(20, violations.size());
    }

    @Test
    void aLongNameIsCutInThePathOnly() {
        String name = "n".repeat(1000);
        Violation violation = explain("{'additionalProperties': {'type': 'string'}}", "{'" + name + "': 1}")
                .getFirst();
        assertEquals(name, violation.field());
        assertEquals("/" + "n".repeat(40) + "…", violation.path());
    }

    @Test
    void aFormatIsNamedWhereTheTypeIsWrongToo() {
        byte[] record = "{\"a\": 5}".getBytes(UTF_8);
        ObjectNode schema = (ObjectNode)
                Json.read("{\"properties\": {\"a\": {\"type\": \"string\", \"format\": \"date\"}}}".getBytes(UTF_8));
        assertEquals(
                List.of(new Violation("a", "/a", "date like 2024-12-31 or null", "integer", "9")),
                RecordChecks.compile(schema).explain(record, 0, record.length));
    }

    @Test
    void onlyNetworkntKnowsAPattern() {
        String record = "{\"a\": \"12\"}";
        assertEquals(
                List.of(new Violation("a", "/a", "string that matches ^[a-z]+$", "string of 2 characters", "99")),
                RecordChecks.compile((ObjectNode)
                                Json.read("{\"properties\": {\"a\": {\"pattern\": \"^[a-z]+$\"}}}".getBytes(UTF_8)))
                        .explain(record.getBytes(UTF_8), 0, record.length()));
    }

    /** As both engines do; single quotes for double ones. */
    private static List<Violation> explain(String schema, String record) {
        CanonicalSchema canonical =
                CanonicalSchema.of(Json.read(schema.replace('\'', '"').getBytes(UTF_8)), Nulls.IN_EVERY_FIELD);
        byte[] bytes = record.replace('\'', '"').getBytes(UTF_8);
        List<Violation> violations = RecordChecks.compile(canonical).explain(bytes, 0, bytes.length);
        List<Violation> others = new NetworkntCheck(canonical, "").explain(bytes, 0, bytes.length);
        assertEquals(Set.copyOf(violations), Set.copyOf(others), "by networknt");
        return violations;
    }
}
