package dev.wharf.conformance;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether a value is of the type that a stream's schema declares: types, choices and nesting, no formats. Stateless; any thread. */
final class Types {

    private Types() {}

    /** Where the value departs, as a path with what is there; empty when it does not. */
    static Optional<String> departure(JsonNode schema, JsonNode value, String path) {
        if (!hasType(schema.path("type"), value)) {
            return Optional.of("%s is %s, declared as %s".formatted(path, value.getNodeType(), schema.path("type")));
        }
        JsonNode choices = schema.path("enum");
        if (choices.isArray() && choices.valueStream().noneMatch(value::equals)) {
            return Optional.of(path + " is none of " + choices);
        }
        for (String union : new String[] {"oneOf", "anyOf"}) {
            JsonNode variants = schema.path(union);
            if (variants.isArray()
                    && variants.valueStream()
                            .noneMatch(
                                    variant -> departure(variant, value, path).isEmpty())) {
                return Optional.of(path + " is none of its variants");
            }
        }
        return nested(schema, value, path);
    }

    private static Optional<String> nested(JsonNode schema, JsonNode value, String path) {
        for (Map.Entry<String, JsonNode> member : value.properties()) {
            JsonNode declared = schema.path("properties").path(member.getKey());
            Optional<String> departure = departure(declared, member.getValue(), path + "/" + member.getKey());
            if (departure.isPresent()) {
                return departure;
            }
        }
        for (int i = 0; value.isArray() && i < value.size(); i++) {
            Optional<String> departure = departure(schema.path("items"), value.path(i), path + "/" + i);
            if (departure.isPresent()) {
                return departure;
            }
        }
        return Optional.empty();
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
}
