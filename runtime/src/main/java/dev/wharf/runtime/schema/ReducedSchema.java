package dev.wharf.runtime.schema;

import dev.wharf.catalog.FieldTree;
import dev.wharf.catalog.Fields;
import java.util.IdentityHashMap;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A schema of which only some fields are left, in objects, arrays of them, behind references and in alternatives. Of what goes it asks nothing, be it declared or not: so it is what a
 * whole record is checked by before fields are left out, and what the destination is told.
 */
@SuppressWarnings("ReferenceEquality") // whether it was followed anywhere
final class ReducedSchema {

    /** What may refuse an object for a field that is left out. */
    private static final List<String> OF_THE_WHOLE = List.of(
            "additionalProperties",
            "patternProperties",
            "propertyNames",
            "minProperties",
            "maxProperties",
            "dependencies",
            "const",
            "enum",
            "not",
            "if",
            "then",
            "else",
            "contains",
            "uniqueItems");

    private final JsonNode root;

    /** What was made of the schemas that others refer to, by what is kept of them. */
    private final IdentityHashMap<FieldTree, IdentityHashMap<JsonNode, JsonNode>> referred = new IdentityHashMap<>();

    private ReducedSchema(JsonNode root) {
        this.root = root;
    }

    static ObjectNode of(ObjectNode schema, FieldTree kept) {
        ObjectNode reduced = schema.deepCopy();
        new ReducedSchema(schema).reduce(reduced, kept);
        return reduced;
    }

    private void reduce(ObjectNode schema, FieldTree kept) {
        properties(schema, kept);
        for (String word : List.of("items", "additionalItems", "anyOf", "oneOf", "allOf")) {
            JsonNode inner = schema.path(word);
            if (inner instanceof ArrayNode branches) {
                for (int i = 0; i < branches.size(); i++) {
                    branches.set(i, part(branches.get(i), kept));
                }
            } else if (inner.isObject()) {
                schema.set(word, part(inner, kept));
            }
        }
        // Alternatives that differed in what is left out are no longer exclusive.
        if (schema.remove("oneOf") instanceof ArrayNode branches) {
            if (schema.has("anyOf")) {
                ArrayNode all = schema.withArray("allOf");
                all.addObject().set("anyOf", branches);
            } else {
                schema.set("anyOf", branches);
            }
        }
        schema.remove(OF_THE_WHOLE);
    }

    private void properties(ObjectNode schema, FieldTree kept) {
        JsonNode others = schema.path("additionalProperties");
        if (schema.path("properties").isObject() || others.isObject()) {
            ObjectNode properties = schema.withObject("properties");
            properties.retain(kept.fields().keySet());
            kept.fields().forEach((name, inner) -> {
                JsonNode declared = properties.has(name) ? properties.get(name) : others;
                if (!declared.isMissingNode() && !declared.isBoolean()) {
                    properties.set(name, part(declared, inner));
                }
            });
        }
        if (schema.get("required") instanceof ArrayNode required) {
            required.removeIf(name -> !kept.fields().containsKey(name.asString("")));
        }
    }

    private JsonNode part(JsonNode schema, FieldTree kept) {
        JsonNode target = Fields.resolved(root, schema);
        if (kept.whole() || !target.isObject()) {
            return schema;
        }
        if (target == schema) {
            ObjectNode own = target.deepCopy().asObject();
            reduce(own, kept);
            return own;
        }
        IdentityHashMap<JsonNode, JsonNode> known = referred.computeIfAbsent(kept, _ -> new IdentityHashMap<>());
        if (!known.containsKey(target)) {
            known.put(target, schema); // as long as it is under way, so that a circle ends
            ObjectNode own = target.deepCopy().asObject();
            reduce(own, kept);
            known.put(target, own);
        }
        return known.getOrDefault(target, schema);
    }
}
