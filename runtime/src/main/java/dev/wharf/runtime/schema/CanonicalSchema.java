package dev.wharf.runtime.schema;

import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A collection's schema as both engines read it, so that they cannot read it differently: plain draft-07 with every keyword of the
 * right form and nothing else in it. What was meant is decided here, once:
 *
 * <ul>
 *   <li>annotations and unknown keywords are gone, also {@code $schema}: draft-07 it is, whatever it says;
 *   <li>references, resolved, lead to {@code #/definitions/N} or to {@code #};
 *   <li>a {@code type} is a list, a bound a decimal, a count an integer; {@code number} with the {@code airbyte_type} integer is one;
 *   <li>{@code format} and {@code airbyte_type} are one keyword, {@link #FORMAT};
 *   <li>a field may be null, as the protocol has it;
 *   <li>of older drafts, {@code required: true} and {@code type: any} ask for nothing, and a bound may be made exclusive by a boolean.
 * </ul>
 *
 * <p>A field whose schema is malformed allows everything, and is named in {@link #uncheckedBecause}.
 *
 * @param root an object or a boolean
 */
record CanonicalSchema(JsonNode root, Optional<String> uncheckedBecause) {

    /** The name of a {@link ValueFormat}. */
    static final String FORMAT = "wharf:format";

    /** How many alternatives are tried where a schema has some: networknt's side counts them, to end in time. */
    static final String ATTEMPTS = "wharf:attempts";

    static CanonicalSchema of(JsonNode schema, Nulls nulls) {
        Reading reading = new Reading(schema, nulls);
        try {
            JsonNode root = reading.document();
            return new CanonicalSchema(root, reading.sentence());
        } catch (MalformedSchema e) {
            return new CanonicalSchema(BooleanNode.TRUE, Optional.of("Not checked: the schema " + e.what() + "."));
        }
    }

    /** One pass over one schema. */
    private static final class Reading {

        private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

        /** Schemas are read level by level: deeper ones are no real ones. */
        private static final int DEEPEST = 200;

        private static final int MOST_SENTENCES = 3;

        private final JsonNode source;
        private final Nulls nulls;
        private final References references;

        /** What was referred to, with the reference that it has in the result. */
        private final IdentityHashMap<JsonNode, String> targets = new IdentityHashMap<>();

        private final Deque<JsonNode> waiting = new ArrayDeque<>();
        private final List<String> malformedFields = new ArrayList<>();
        private int depth;

        Reading(JsonNode source, Nulls nulls) {
            this.source = source;
            this.nulls = nulls;
            references = new References(source);
            targets.put(source, "#");
        }

        JsonNode document() throws MalformedSchema {
            JsonNode root = schema(source, "");
            if (root.isObject() && !waiting.isEmpty()) {
                ObjectNode definitions = ((ObjectNode) root).putObject("definitions");
                for (int i = 0; !waiting.isEmpty(); i++) {
                    definitions.set(String.valueOf(i), schema(waiting.removeFirst(), "/definitions"));
                }
            }
            Loops.refuse(root);
            return root;
        }

        Optional<String> sentence() {
            if (malformedFields.isEmpty()) {
                return Optional.empty();
            }
            int rest = malformedFields.size() - MOST_SENTENCES;
            String named =
                    String.join("; ", malformedFields.subList(0, Math.min(MOST_SENTENCES, malformedFields.size())));
            return Optional.of(named + (rest > 0 ? "; and " + rest + " other fields." : "."));
        }

        private JsonNode schema(JsonNode schema, String at) throws MalformedSchema {
            if (schema.isBoolean()) {
                return schema;
            }
            if (!schema.isObject()) {
                throw new MalformedSchema("has %s where a schema should be (at %s)".formatted(kind(schema), place(at)));
            }
            if (++depth > DEEPEST) {
                throw new MalformedSchema("is nested more than %d levels deep".formatted(DEEPEST));
            }
            JsonNode reference = schema.path("$ref");
            JsonNode result =
                    reference.isString() ? reference(schema, reference.asString()) : keywords((ObjectNode) schema, at);
            depth--;
            return result;
        }

        /** What stands beside a reference does not count, in draft-07. */
        private JsonNode reference(JsonNode schema, String reference) throws MalformedSchema {
            Optional<ObjectNode> known = WellKnownTypes.find(reference);
            if (known.isPresent()) {
                return known.get();
            }
            JsonNode target = references.follow(schema, reference);
            String place = targets.get(target);
            if (place == null) {
                place = "#/definitions/" + (targets.size() - 1);
                targets.put(target, place);
                waiting.addLast(target);
            }
            return JSON.objectNode().put("$ref", place);
        }

        private JsonNode keywords(ObjectNode schema, String at) throws MalformedSchema {
            ObjectNode result = JSON.objectNode();
            for (Map.Entry<String, JsonNode> member : schema.properties()) {
                String keyword = member.getKey();
                keyword(keyword, member.getValue(), schema, at + "/" + keyword, result);
            }
            ValueFormat format = ValueFormat.of(
                    schema.path("format").asString(""),
                    schema.path("airbyte_type").asString(""));
            if (format != ValueFormat.ANY) {
                result.put(FORMAT, format.name());
            }
            int attempts = result.path("allOf").size()
                    + result.path("anyOf").size()
                    + result.path("oneOf").size()
                    + (result.has("not") || result.has("if") ? 1 : 0);
            if (attempts > 0) {
                result.put(ATTEMPTS, attempts);
            }
            return result;
        }

        private void keyword(String keyword, JsonNode value, ObjectNode schema, String at, ObjectNode result)
                throws MalformedSchema {
            switch (keyword) {
                case "type" -> types(value, schema, at, result);
                case "properties" -> result.set(keyword, properties(value, at));
                case "patternProperties" -> {
                    for (String pattern :
                            require(value.isObject(), value, "an object", at).propertyNames()) {
                        regex(pattern, at);
                    }
                    result.set(keyword, map(value, at));
                }
                case "dependencies" -> result.set(keyword, map(value, at));
                case "items" -> result.set(keyword, value.isArray() ? list(value, at) : schema(value, at));
                case "allOf", "anyOf", "oneOf" ->
                    result.set(
                            keyword,
                            list(require(value.isArray() && !value.isEmpty(), value, "a list of schemas", at), at));
                case "additionalItems",
                        "additionalProperties",
                        "contains",
                        "propertyNames",
                        "not",
                        "if",
                        "then",
                        "else" -> result.set(keyword, schema(value, at));
                case "enum" ->
                    result.set(keyword, require(value.isArray() && !value.isEmpty(), value, "a list of values", at));
                case "const" -> result.set(keyword, value);
                case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum" ->
                    bound(keyword, value, schema, at, result);
                case "multipleOf" -> {
                    BigDecimal divisor = number(value, at);
                    require(divisor.signum() > 0, value, "a number above 0", at);
                    result.put(keyword, divisor);
                }
                case "minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties" ->
                    result.put(keyword, count(value, at));
                case "required" -> required(value, at, result);
                case "uniqueItems" ->
                    result.put(
                            keyword,
                            require(value.isBoolean(), value, "true or false", at)
                                    .asBoolean());
                case "pattern" -> {
                    regex(require(value.isString(), value, "a string", at).asString(), at);
                    result.set(keyword, value);
                }
                default -> {}
            }
        }

        private void types(JsonNode value, ObjectNode schema, String at, ObjectNode result) throws MalformedSchema {
            require(value.isString() || (value.isArray() && !value.isEmpty()), value, "a type or a list of types", at);
            boolean integer = schema.path("airbyte_type").asString("").equals("integer");
            ArrayNode types = JSON.arrayNode();
            for (JsonNode one : value.isArray() ? value : JSON.arrayNode().add(value)) {
                String type = one.asString("");
                if (type.equals("any")) {
                    return;
                }
                if (Kinds.of(type) == 0) {
                    throw new MalformedSchema(
                            "has the type %s, which JSON Schema does not know (at %s)".formatted(one, place(at)));
                }
                types.add(integer && type.equals("number") ? "integer" : type);
            }
            result.set("type", types);
        }

        private JsonNode properties(JsonNode value, String at) throws MalformedSchema {
            ObjectNode result = JSON.objectNode();
            boolean fields = at.equals("/properties");
            for (Map.Entry<String, JsonNode> field :
                    require(value.isObject(), value, "an object", at).properties()) {
                String name = field.getKey();
                try {
                    JsonNode schema = schema(field.getValue(), at + "/" + name);
                    result.set(name, nulls.field(schema));
                } catch (MalformedSchema e) {
                    if (!fields) {
                        throw e;
                    }
                    depth = 1;
                    result.set(name, BooleanNode.TRUE);
                    malformedFields.add("Field %s is not checked: its schema %s".formatted(name, e.what()));
                }
            }
            return result;
        }

        private ObjectNode map(JsonNode value, String at) throws MalformedSchema {
            ObjectNode result = JSON.objectNode();
            for (Map.Entry<String, JsonNode> member :
                    require(value.isObject(), value, "an object", at).properties()) {
                JsonNode one = member.getValue();
                boolean names = one.isArray() && at.endsWith("/dependencies");
                result.set(member.getKey(), names ? names(one, at) : schema(one, at + "/" + member.getKey()));
            }
            return result;
        }

        private ArrayNode list(JsonNode value, String at) throws MalformedSchema {
            ArrayNode result = JSON.arrayNode();
            for (JsonNode one : value) {
                result.add(schema(one, at + "/" + result.size()));
            }
            return result;
        }

        private ArrayNode names(JsonNode value, String at) throws MalformedSchema {
            ArrayNode result = JSON.arrayNode();
            for (JsonNode name : value) {
                result.add(require(name.isString(), name, "the name of a field", at)
                        .asString());
            }
            return result;
        }

        private void required(JsonNode value, String at, ObjectNode result) throws MalformedSchema {
            if (!value.isBoolean()) {
                result.set("required", names(require(value.isArray(), value, "a list of names", at), at));
            }
        }

        private void bound(String keyword, JsonNode value, ObjectNode schema, String at, ObjectNode result)
                throws MalformedSchema {
            if (value.isBoolean() && keyword.startsWith("exclusive")) {
                return;
            }
            String exclusive = "exclusive" + Character.toUpperCase(keyword.charAt(0)) + keyword.substring(1);
            JsonNode flag = schema.path(exclusive);
            result.put(flag.isBoolean() && flag.booleanValue() ? exclusive : keyword, number(value, at));
        }

        private static BigDecimal number(JsonNode value, String at) throws MalformedSchema {
            return require(value.isNumber(), value, "a number", at).decimalValue();
        }

        private static int count(JsonNode value, String at) throws MalformedSchema {
            BigDecimal number = number(value, at);
            require(number.signum() >= 0 && Decimals.integral(number), value, "a whole number of at least 0", at);
            return number.min(BigDecimal.valueOf(Integer.MAX_VALUE)).intValue();
        }

        private static void regex(String pattern, String at) throws MalformedSchema {
            try {
                Patterns.compile(pattern);
            } catch (PatternSyntaxException e) {
                throw new MalformedSchema("has a pattern that is no regular expression here: %s (at %s)"
                        .formatted(e.getDescription(), place(at)));
            }
        }

        private static JsonNode require(boolean right, JsonNode value, String expected, String at)
                throws MalformedSchema {
            if (!right) {
                throw new MalformedSchema(
                        "has %s where %s should be (at %s)".formatted(kind(value), expected, place(at)));
            }
            return value;
        }

        private static String kind(JsonNode value) {
            return value.isContainer() && value.isEmpty()
                    ? "an empty " + Kinds.word(value)
                    : "a value of type " + Kinds.word(value);
        }

        private static String place(String at) {
            return at.isEmpty() ? "the top" : at;
        }
    }
}
