package dev.wharf.runtime.secret;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Walks a config along its JSON Schema, to what the schema marks with {@code airbyte_secret}. */
final class SecretFields {

    /** A schema may refer to itself. */
    private static final int DEEPEST = 32;

    private final JsonNode root;

    SecretFields(JsonNode root) {
        this.root = root;
    }

    void collect(JsonNode config, Set<String> found) {
        walk(List.of(root), config, found, 0);
    }

    /**
     * @param schemas all that speak about this value. Which branch of a {@code oneOf} applies is not asked: what one of them calls
     *     a secret is one.
     */
    private void walk(List<JsonNode> schemas, JsonNode value, Set<String> found, int depth) {
        if (depth > DEEPEST || schemas.isEmpty()) {
            return;
        }
        Set<JsonNode> all = Collections.newSetFromMap(new IdentityHashMap<>());
        schemas.forEach(schema -> branches(schema, all));
        if (all.stream().anyMatch(schema -> schema.path("airbyte_secret").asBoolean(false))) {
            leaves(value, found);
        } else if (value.isObject()) {
            value.properties().forEach(field -> {
                List<JsonNode> inner = new ArrayList<>();
                all.forEach(schema -> addIfObject(schema.path("properties").path(field.getKey()), inner));
                all.forEach(schema -> addIfObject(schema.path("additionalProperties"), inner));
                walk(inner, field.getValue(), found, depth + 1);
            });
        } else if (value.isArray()) {
            List<JsonNode> inner = new ArrayList<>();
            all.forEach(schema -> addIfObject(schema.path("items"), inner));
            value.forEach(element -> walk(inner, element, found, depth + 1));
        }
    }

    /** Adds a schema with what it refers to and its alternatives. */
    private void branches(JsonNode schema, Set<JsonNode> all) {
        if (!schema.isObject() || !all.add(schema)) {
            return;
        }
        String reference = schema.path("$ref").asString("");
        if (reference.startsWith("#")) {
            branches(root.at(reference.substring(1)), all);
        }
        for (String word : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(word).forEach(branch -> branches(branch, all));
        }
    }

    private static void addIfObject(JsonNode schema, List<JsonNode> schemas) {
        if (schema.isObject()) {
            schemas.add(schema);
        }
    }

    private static void leaves(JsonNode value, Set<String> found) {
        if (value.isContainer()) {
            value.forEach(inner -> leaves(inner, found));
        } else if (value.isString() || value.isNumber()) {
            found.add(value.asString());
        }
    }
}
