package dev.wharf.catalog;

import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The kinds of values that a field's schema allows, as words: {@code integer}, {@code string date-time}. Null is left out: by the
 * protocol every field may be null.
 */
record FieldType(Set<String> words) {

    static FieldType of(JsonNode schema) {
        Set<String> words = new TreeSet<>();
        collect(schema, words);
        return new FieldType(words);
    }

    private static void collect(JsonNode schema, Set<String> words) {
        schema.path("oneOf").forEach(branch -> collect(branch, words));
        schema.path("anyOf").forEach(branch -> collect(branch, words));
        JsonNode type = schema.path("type");
        if (type.isString()) {
            words.add(word(type.asString(), schema));
        }
        type.forEach(one -> words.add(word(one.asString(""), schema)));
        words.remove("null");
    }

    private static String word(String type, JsonNode schema) {
        if (type.equals("string")) {
            String precise = schema.path("airbyte_type")
                    .asString(schema.path("format")
                            .asString(schema.path("contentEncoding").asString("")));
            return precise.isEmpty() ? type : type + " " + precise;
        }
        return schema.path("airbyte_type").asString("").equals("integer") ? "integer" : type;
    }

    /** Whether every value of the other type is allowed here. A schema without a type allows anything. */
    boolean covers(FieldType other) {
        return words.isEmpty()
                || (!other.words.isEmpty() && other.words.stream().allMatch(this::allows));
    }

    private boolean allows(String word) {
        return words.contains(word)
                || (word.equals("integer") && words.contains("number"))
                || (word.startsWith("string ") && words.contains("string"));
    }

    @Override
    public String toString() {
        return words.isEmpty() ? "anything" : String.join(" or ", words);
    }
}
