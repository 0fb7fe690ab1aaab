package dev.wharf.runtime.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What a spec says of a field in words, for messages. */
final class Described {

    private static final Pattern TAGS = Pattern.compile("<[^>]*>");

    private Described() {}

    /** The schema of the field at a path; the first that is found where there are alternatives. */
    static JsonNode at(JsonNode spec, List<String> path) {
        JsonNode schema = spec;
        for (String step : path) {
            schema = step(schema, step);
        }
        return schema;
    }

    private static JsonNode step(JsonNode schema, String step) {
        JsonNode direct = schema.path("properties").path(step);
        if (!direct.isMissingNode()) {
            return direct;
        }
        if (schema.path("items").isObject()) {
            return schema.path("items");
        }
        for (String word : List.of("oneOf", "anyOf", "allOf")) {
            for (JsonNode branch : schema.path(word)) {
                JsonNode found = step(branch, step);
                if (!found.isMissingNode()) {
                    return found;
                }
            }
        }
        return MissingNode.getInstance();
    }

    /** The first sentence of its description, without markup; else its title; empty when it has neither. */
    static String sentence(JsonNode schema) {
        String text = schema.path("description").asString(schema.path("title").asString(""));
        String plain = TAGS.matcher(text).replaceAll("").strip();
        int end = plain.indexOf(". ");
        String first = end > 0 ? plain.substring(0, end) : plain;
        if (first.isEmpty()) {
            return "";
        }
        return "The connector says of it: " + first + (first.endsWith(".") ? "" : ".");
    }

    /** Titles, or the constants that tell them apart. */
    static String alternatives(JsonNode branches) {
        List<String> names = new ArrayList<>();
        for (JsonNode branch : branches) {
            String constants = branch.path("properties").properties().stream()
                    .filter(field -> field.getValue().has("const"))
                    .map(field -> field.getKey() + ": "
                            + field.getValue().path("const").asString())
                    .findFirst()
                    .orElse("");
            String name = constants.isEmpty()
                    ? branch.path("title").asString(branch.path("type").asString(""))
                    : constants;
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
        return String.join("; ", names);
    }
}
