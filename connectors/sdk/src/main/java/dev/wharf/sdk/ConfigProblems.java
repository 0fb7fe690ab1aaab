package dev.wharf.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Everything in which a config departs from the schema of its spec, at once, each with its path and without its value, which may be a
 * secret. Knows the keywords that Airbyte allows in a spec; others are left to the connector. Stateless; any thread.
 */
final class ConfigProblems {

    private final List<String> found = new ArrayList<>();

    private ConfigProblems() {}

    /** @param schema the {@code connectionSpecification} */
    static List<String> of(JsonNode schema, JsonNode config) {
        ConfigProblems problems = new ConfigProblems();
        problems.check(schema, config, "");
        return List.copyOf(problems.found);
    }

    private void check(JsonNode schema, JsonNode value, String path) {
        if (!hasType(schema.path("type"), value)) {
            report(path, "must be " + types(schema.path("type")) + ", is " + kind(value));
            return;
        }
        checkChoice(schema, value, path);
        if (value.isNumber()) {
            checkNumber(schema, value, path);
        } else if (value.isString()) {
            checkText(schema, value.asString(), path);
        } else if (value.isObject()) {
            checkObject(schema, value, path);
        } else if (value.isArray() && schema.path("items").isObject()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.path("items"), value.path(i), path + "[" + i + "]");
            }
        }
    }

    private void checkChoice(JsonNode schema, JsonNode value, String path) {
        if (schema.has("const") && !schema.path("const").equals(value)) {
            report(path, "must be " + schema.path("const"));
        }
        JsonNode choices = schema.path("enum");
        if (choices.isArray() && choices.valueStream().noneMatch(value::equals)) {
            report(path, "must be one of " + list(choices));
        }
    }

    private void checkNumber(JsonNode schema, JsonNode value, String path) {
        if (schema.path("minimum").isNumber()
                && value.decimalValue().compareTo(schema.path("minimum").decimalValue()) < 0) {
            report(path, "must be at least " + schema.path("minimum"));
        }
        if (schema.path("maximum").isNumber()
                && value.decimalValue().compareTo(schema.path("maximum").decimalValue()) > 0) {
            report(path, "must be at most " + schema.path("maximum"));
        }
    }

    private void checkText(JsonNode schema, String text, String path) {
        if (text.length() < schema.path("minLength").asInt(0)) {
            report(path, "must not be " + (text.isEmpty() ? "empty" : "so short"));
        }
        String pattern = schema.path("pattern").asString("");
        try {
            if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(text).find()) {
                report(
                        path,
                        "must look like " + schema.path("pattern_descriptor").asString(pattern));
            }
        } catch (PatternSyntaxException e) {
            // A pattern in another dialect than Java's is for the connector to judge.
            return;
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String path) {
        schema.path("required").forEach(name -> {
            if (!value.has(name.asString())) {
                report(child(path, name.asString()), "is missing");
            }
        });
        JsonNode properties = schema.path("properties");
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String name = entry.getKey();
            if (properties.has(name)) {
                check(properties.path(name), entry.getValue(), child(path, name));
            } else if (!name.startsWith("_")
                    && !schema.path("additionalProperties").asBoolean(true)) {
                report(child(path, name), "is unknown; known are " + String.join(", ", properties.propertyNames()));
            }
        }
        checkVariants(schema.path("oneOf"), value, path);
    }

    /** Variants are told apart by the constant that they have in common; its value says which one is meant. */
    private void checkVariants(JsonNode variants, JsonNode value, String path) {
        if (!variants.isArray()) {
            return;
        }
        List<JsonNode> meant = variants.valueStream()
                .filter(variant -> variant.path("properties")
                        .propertyStream()
                        .filter(property -> property.getValue().has("const"))
                        .allMatch(property -> property.getValue().path("const").equals(value.path(property.getKey()))))
                .toList();
        if (meant.isEmpty()) {
            report(path, "is none of its variants");
        } else if (meant.size() == 1) {
            check(meant.getFirst(), value, path);
        }
    }

    private void report(String path, String problem) {
        found.add((path.isEmpty() ? "the config" : path) + " " + problem);
    }

    private static boolean hasType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(one -> hasType(one, value));
        }
        return switch (type.asString("")) {
            case "string" -> value.isString();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> true;
        };
    }

    private static String types(JsonNode type) {
        return type.isArray() ? list(type) : type.asString();
    }

    private static String list(JsonNode values) {
        return values.valueStream().map(value -> value.asString("null")).collect(Collectors.joining(", "));
    }

    private static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> "a number";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case OBJECT, POJO -> "an object";
            case ARRAY -> "an array";
            case NULL, MISSING -> "null";
            case BINARY -> "bytes";
        };
    }

    private static String child(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }
}
