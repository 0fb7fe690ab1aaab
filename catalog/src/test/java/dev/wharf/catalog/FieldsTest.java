package dev.wharf.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FieldsTest {

    private static final Fields FIELDS = Fields.of(Json.read("""
            {"properties": {
              "id": {"type": ["null", "integer"]},
              "plain": {"type": "object", "properties": {"a": {"type": "string", "format": "date"}}},
              "list": {"type": "array", "items": {"type": "array", "items": {"properties": {"a": {"type": "number"}}}}},
              "either": {"oneOf": [{"type": "null"}, {"type": "string"}, {"type": "object", "properties": {"a": {}}}]},
              "free": {"type": ["null", "object"]},
              "typed": {"properties": {"a": {}}, "additionalProperties": {"type": "boolean"}},
              "untyped": true,
              "referred": {"$ref": "#/definitions/one"},
              "circle": {"$ref": "#/properties/circle"},
              "self": {"$ref": "#"}
            }, "definitions": {"one": {"type": "object", "properties": {"a": {"type": "integer"}}}}}""".getBytes(UTF_8)));

    @ParameterizedTest
    @CsvSource({
        "id, true",
        "id.a, false",
        "x, false",
        "plain.a, true",
        "plain.b, false",
        "plain.a.b, false",
        "list.a, true",
        "list.b, false",
        "either.a, true",
        "either.b, false",
        "free.anything.at.all, true",
        "typed.a, true",
        "typed.b, true",
        "typed.b.c, false",
        "untyped.a, true",
        "referred.a, true",
        "referred.b, false",
        "circle, true",
        "circle.a, true",
        "self.self.self.plain.a, true",
        "self.x, false"
    })
    void aPathLeadsThroughObjectsArraysAlternativesAndReferences(String path, boolean there) {
        assertEquals(there, FIELDS.has(FieldPath.parse(path).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({
        "id, integer",
        "plain, object",
        "plain.a, string date",
        "list, array",
        "list.a, number",
        "either, object or string",
        "untyped, anything",
        "referred, object",
        "typed.b, boolean"
    })
    void aFieldTellsItsType(String path, String type) {
        Fields field = FIELDS;
        for (String name : FieldPath.parse(path).orElseThrow()) {
            field = field.find(name).orElseThrow();
        }
        assertEquals(type, field.type());
    }
}
