package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes up schemas such as sources declare, and worse: the same seed, the same schemas. */
final class RandomSchemas {

    static final List<String> NAMES = List.of(
            "id",
            "name",
            "a",
            "created_at",
            "a longer name of a field",
            "ключ",
            "with\"quote",
            "line\n",
            "line\\n",
            "$ref");

    private static final List<String> TYPES =
            List.of("string", "integer", "number", "boolean", "object", "array", "null");

    private static final List<String> CONSTANTS =
            List.of("\"x\"", "\"né\"", "1", "1.0", "-3", "2.50", "true", "null", "[1,2.0]", "{\"a\":1}", "\"\"", "1e2");

    private static final List<String> NUMBERS =
            List.of("0", "1", "-1", "2.5", "10", "-0.5", "100", "1e3", "123456789012345678901234567890");

    private final Random random;

    RandomSchemas(Random random) {
        this.random = random;
    }

    /** The schema of a record. */
    ObjectNode next() {
        ObjectNode schema = Json.object();
        schema.put("type", "object");
        objects(schema, 3);
        if (chance(20)) {
            alternatives(schema, 2);
        }
        ObjectNode definitions = schema.putObject("definitions");
        definitions.set("one", schema(2));
        definitions.set("two", schema(1));
        return schema;
    }

    private JsonNode schema(int depth) {
        ObjectNode schema = Json.object();
        if (chance(3)) {
            return json(chance(50) ? "true" : "false");
        }
        if (chance(8)) {
            return schema.put("$ref", pick(List.of("#", "#/definitions/one", "#/definitions/two")));
        }
        if (chance(85)) {
            types(schema);
        }
        if (chance(30)) {
            strings(schema);
        }
        if (chance(30)) {
            numbers(schema);
        }
        if (chance(12)) {
            constants(schema);
        }
        if (depth > 0 && chance(40)) {
            objects(schema, depth);
        }
        if (depth > 0 && chance(40)) {
            arrays(schema, depth);
        }
        if (depth > 0 && chance(20)) {
            alternatives(schema, depth);
        }
        return schema;
    }

    private void types(ObjectNode schema) {
        if (chance(50)) {
            schema.put("type", pick(TYPES));
            return;
        }
        ArrayNode types = schema.putArray("type");
        for (int i = random.nextInt(3); i >= 0; i--) {
            types.add(pick(TYPES));
        }
    }

    private void strings(ObjectNode schema) {
        if (chance(50)) {
            schema.put("format", pick(List.of("date", "date-time", "time", "email", "uri")));
        }
        if (chance(40)) {
            schema.put(
                    "airbyte_type",
                    pick(List.of(
                            "timestamp_with_timezone",
                            "timestamp_without_timezone",
                            "time_without_timezone",
                            "big_integer",
                            "integer")));
        }
        if (chance(30)) {
            schema.put("minLength", random.nextInt(4));
        }
        if (chance(30)) {
            schema.put("maxLength", random.nextInt(8));
        }
    }

    private void numbers(ObjectNode schema) {
        for (String keyword : List.of("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")) {
            if (chance(25)) {
                schema.set(keyword, json(pick(NUMBERS)));
            }
        }
        if (chance(15)) {
            schema.put("multipleOf", new BigDecimal(pick(List.of("1", "2", "0.5", "0.01", "3", "1e-8", "7.0"))));
        }
    }

    private void constants(ObjectNode schema) {
        if (chance(25)) {
            schema.set("const", json(pick(CONSTANTS)));
            return;
        }
        ArrayNode values = schema.putArray("enum");
        for (int i = random.nextInt(5); i >= 0; i--) {
            values.add(json(pick(CONSTANTS)));
        }
    }

    private void objects(ObjectNode schema, int depth) {
        ObjectNode properties = schema.putObject("properties");
        for (String name : NAMES) {
            if (chance(50)) {
                properties.set(name, schema(depth - 1));
            }
        }
        if (chance(30)) {
            ArrayNode required = schema.putArray("required");
            for (int i = random.nextInt(2); i >= 0; i--) {
                required.add(pick(NAMES));
            }
        }
        if (chance(30)) {
            schema.set("additionalProperties", schema(Math.min(depth - 1, 1)));
        } else if (chance(15)) {
            schema.put("additionalProperties", false);
        }
    }

    private void arrays(ObjectNode schema, int depth) {
        if (chance(80)) {
            schema.set("items", schema(depth - 1));
        } else {
            ArrayNode items = schema.putArray("items");
            for (int i = random.nextInt(3); i >= 0; i--) {
                items.add(schema(depth - 1));
            }
            if (chance(50)) {
                schema.set("additionalItems", schema(depth - 1));
            }
        }
        if (chance(25)) {
            schema.put("minItems", random.nextInt(3));
        }
        if (chance(25)) {
            schema.put("maxItems", random.nextInt(4));
        }
    }

    private void alternatives(ObjectNode schema, int depth) {
        String keyword = pick(List.of("anyOf", "oneOf", "allOf", "not", "oneOf", "anyOf"));
        if (keyword.equals("not")) {
            schema.set("not", schema(depth - 1));
            return;
        }
        ArrayNode alternatives = schema.putArray(keyword);
        for (int i = random.nextInt(3); i >= 0; i--) {
            alternatives.add(schema(depth - 1));
        }
    }

    private static JsonNode json(String text) {
        return Json.read(text.getBytes(UTF_8));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
