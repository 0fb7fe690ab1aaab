package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.JsonText;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.JsonNode;

/**
 * Makes up records for a schema, as text: mostly what the schema asks for, sometimes something else, in every way in which JSON can
 * be written. The same seed, the same records.
 */
final class RandomRecords {

    private static final List<String> STRINGS = List.of(
            "",
            "x",
            "né",
            "🚢🚢",
            "2024-02-29",
            "2023-02-29",
            "0044-03-15 BC",
            "2024-01-01T00:00:00Z",
            "2024-01-01 00:00:00",
            "2024-01-01T00:00:00.123+0530",
            "12:30:00",
            "12:30:00+01:00",
            "12345678901234567890",
            "-5",
            "tab\t\"quoted\" \\ and so on, and longer than others");

    private static final List<String> NUMBERS = List.of(
            "0",
            "-0",
            "1",
            "1.0",
            "-1",
            "2.5",
            "2.50",
            "10",
            "1e2",
            "1E+2",
            "100",
            "-0.5",
            "0.01",
            "3.14159",
            "1e-7",
            "123456789012345678",
            "1234567890123456789",
            "123456789012345678901234567890",
            "1e400",
            "-1e400",
            "1e999999999",
            "-3",
            "7",
            "0.1e1",
            "14.00");

    private final Random random;
    private final StringBuilder text = new StringBuilder();
    private JsonNode root;

    RandomRecords(Random random, JsonNode root) {
        this.random = random;
        this.root = root;
    }

    byte[] next() {
        text.setLength(0);
        object(root, 4);
        return text.toString().getBytes(UTF_8);
    }

    private void value(JsonNode schema, int depth) {
        JsonNode known = schema;
        for (int i = 0; i < 5 && known.has("$ref"); i++) {
            known = root.at(known.path("$ref").asString().substring(1));
        }
        for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
            if (known.has(keyword) && chance(60)) {
                value(
                        known.path(keyword)
                                .path(random.nextInt(known.path(keyword).size())),
                        depth);
                return;
            }
        }
        if (chance(50) && known.has("const")) {
            text.append(known.path("const"));
        } else if (chance(60) && known.has("enum")) {
            text.append(
                    known.path("enum").path(random.nextInt(known.path("enum").size())));
        } else {
            ofType(type(known), known, depth);
        }
    }

    private String type(JsonNode schema) {
        JsonNode type = schema.path("type");
        if (type.isMissingNode() || chance(10)) {
            return List.of("string", "integer", "number", "boolean", "object", "array", "null")
                    .get(random.nextInt(7));
        }
        return type.isArray() ? type.path(random.nextInt(type.size())).asString() : type.asString();
    }

    private void ofType(String type, JsonNode schema, int depth) {
        switch (type) {
            case "string" -> string(pick(STRINGS));
            case "integer" -> text.append(chance(80) ? String.valueOf(random.nextInt(13) - 3) : pick(NUMBERS));
            case "number" -> text.append(pick(NUMBERS));
            case "boolean" -> text.append(chance(50));
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            default -> text.append("null");
        }
    }

    private void object(JsonNode schema, int depth) {
        text.append('{');
        space();
        String comma = "";
        int times = depth > 0 ? 1 : 0;
        for (String name : RandomSchemas.NAMES) {
            boolean required = schema.path("required")
                    .valueStream()
                    .anyMatch(one -> one.asString().equals(name));
            for (int i = 0; i < times && (chance(60) || (required && chance(80))); i++) {
                comma = member(comma, name, schema, depth);
            }
        }
        while (depth > 0 && chance(8)) {
            comma = member(comma, pick(List.of("id", "other", "a")), schema, depth);
        }
        text.append('}');
    }

    private String member(String comma, String name, JsonNode schema, int depth) {
        text.append(comma);
        space();
        string(name);
        space();
        text.append(':');
        space();
        JsonNode field = schema.path("properties").path(name);
        value(field.isMissingNode() ? schema.path("additionalProperties") : field, depth - 1);
        space();
        return ",";
    }

    private void array(JsonNode schema, int depth) {
        text.append('[');
        space();
        int size = depth > 0 ? random.nextInt(4) : 0;
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : ",");
            space();
            JsonNode items = schema.path("items");
            value(items.isArray() ? items.path(i) : items, depth - 1);
            space();
        }
        text.append(']');
    }

    /** Mostly as it is, sometimes with escapes that need not be. */
    private void string(String content) {
        String json = new String(JsonText.encode(content), UTF_8);
        if (!chance(12) || json.indexOf('\\') >= 0) {
            text.append(json);
            return;
        }
        text.append('"');
        content.chars().forEach(c -> text.append(chance(40) ? "\\u%04x".formatted(c) : Character.toString(c)));
        text.append('"');
    }

    private void space() {
        if (chance(5)) {
            text.append(pick(List.of(" ", "\t", "\r\n ", "  ")));
        }
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
