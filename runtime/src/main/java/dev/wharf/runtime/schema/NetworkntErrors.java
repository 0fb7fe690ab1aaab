package dev.wharf.runtime.schema;

import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Tells networknt's errors in our words. */
final class NetworkntErrors {

    /** Alternatives make many errors of one fault. */
    private static final int MOST = 500;

    private NetworkntErrors() {}

    /**
     * Where alternatives failed, there is an error of each of them. That a value is of another type than one alternative wants says
     * nothing when another alternative got further, so such errors count where nothing else is found, all those of one place as one.
     */
    static void explain(List<Error> errors, Explanation explanation) {
        List<Error> considered = errors.subList(0, Math.min(MOST, errors.size()));
        List<Error> others = considered.stream()
                .filter(error -> !keyword(error).equals("type") && !isEmptyChoice(error))
                .toList();
        others.forEach(error -> add(error, expected(error), explanation));
        Map<String, Integer> kinds = new LinkedHashMap<>();
        Map<String, Error> first = new LinkedHashMap<>();
        for (Error error : considered) {
            String place = error.getInstanceLocation().toString();
            boolean deeper = considered.stream().anyMatch(other -> gotFurther(other, place));
            if (keyword(error).equals("type") && !deeper) {
                kinds.merge(place, kinds(error.getSchemaNode()), (one, two) -> one | two);
                first.putIfAbsent(place, error);
            }
        }
        first.forEach((place, error) -> add(error, Kinds.words(kinds.getOrDefault(place, 0)), explanation));
        if (first.isEmpty() && others.isEmpty()) {
            considered.forEach(error -> add(error, Wording.ANY_ONE, explanation));
        }
    }

    private static boolean gotFurther(Error error, String place) {
        String other = error.getInstanceLocation().toString();
        return other.startsWith(place + "/")
                || (other.equals(place) && !keyword(error).equals("type") && !isEmptyChoice(error));
    }

    private static String keyword(Error error) {
        return Optional.ofNullable(error.getKeyword()).orElse("");
    }

    /** That none of some alternatives held: what each of them wants is told by errors of its own. */
    private static boolean isEmptyChoice(Error error) {
        return keyword(error).equals("anyOf")
                || (keyword(error).equals("oneOf") && "oneOf".equals(error.getMessageKey()));
    }

    private static void add(Error error, String expected, Explanation explanation) {
        NodePath path = error.getInstanceLocation();
        int outermost = 0;
        for (int i = 0; i < path.getNameCount(); i++) {
            int outer = path.getElement(i) instanceof Integer index
                    ? explanation.enter(index)
                    : explanation.enter(String.valueOf(path.getElement(i)));
            outermost = i == 0 ? outer : outermost;
        }
        JsonNode value = error.getInstanceNode();
        String property = Optional.ofNullable(error.getProperty()).orElse("");
        switch (keyword(error)) {
            case "required" -> explanation.add(expected, "object without it", "");
            case "additionalProperties" -> {
                int outer = explanation.enter(property);
                JsonNode undeclared = value.path(property);
                explanation.add(expected, Wording.found(undeclared), Wording.example(undeclared));
                explanation.leave(outer);
            }
            default -> explanation.add(expected, Wording.found(value), Wording.example(value));
        }
        explanation.leave(outermost);
    }

    private static String expected(Error error) {
        JsonNode schema = error.getSchemaNode();
        String keyword = keyword(error);
        return switch (keyword) {
            case "required" -> Wording.required(String.valueOf(error.getProperty()));
            case "additionalProperties", "false" -> Wording.NO_UNDECLARED_FIELD;
            case "enum" -> Wording.oneOf(schema);
            case "const" -> Wording.oneOf(List.of(schema));
            case CanonicalSchema.FORMAT ->
                ValueFormat.valueOf(schema.asString()).description();
            case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf" ->
                Wording.bound(keyword, schema.decimalValue());
            case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
                Wording.size(keyword, schema.intValue());
            case "pattern" -> "string that matches " + Wording.name(schema.asString());
            case "uniqueItems" -> "array of different items";
            case "oneOf" -> Wording.ONLY_ONE;
            case "not" -> Wording.EXCLUDED;
            default -> "value that satisfies " + keyword;
        };
    }

    private static int kinds(JsonNode types) {
        int kinds = 0;
        for (JsonNode type : types) {
            kinds |= Kinds.of(type.asString());
        }
        return kinds;
    }
}
