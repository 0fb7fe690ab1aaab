package dev.wharf.runtime.schema;

import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Where in a draft-07 schema other schemas stand. Everything else is content: an {@code $id} in an enum is no identifier. */
final class Keywords {

    /** Their value is a schema; that of {@code items} may also be a list of schemas. */
    static final Set<String> ONE = Set.of(
            "additionalItems",
            "additionalProperties",
            "contains",
            "else",
            "if",
            "items",
            "not",
            "propertyNames",
            "then");

    /** Their value is a list of schemas for the same value. */
    static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf");

    /** Their value is an object of schemas; that of {@code dependencies} has lists of names too. */
    static final Set<String> MAPS = Set.of("$defs", "definitions", "dependencies", "patternProperties", "properties");

    private Keywords() {}

    static void forEachSubschema(JsonNode schema, Consumer<JsonNode> action) {
        schema.properties().forEach(member -> {
            JsonNode value = member.getValue();
            if (MAPS.contains(member.getKey())
                    || (value.isArray()
                            && (LISTS.contains(member.getKey())
                                    || member.getKey().equals("items")))) {
                value.forEach(action);
            } else if (ONE.contains(member.getKey())) {
                action.accept(value);
            }
        });
    }
}
