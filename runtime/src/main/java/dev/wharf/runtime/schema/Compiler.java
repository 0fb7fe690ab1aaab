package dev.wharf.runtime.schema;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Turns a canonical schema into {@link Node}s, or says which keyword it does not know. */
final class Compiler {

    /** Keywords that are left to networknt: they are rare in sources, and some need the value as an object. */
    private static final Set<String> FOREIGN = Set.of(
            "contains",
            "dependencies",
            "if",
            "maxProperties",
            "minProperties",
            "pattern",
            "patternProperties",
            "propertyNames",
            "uniqueItems");

    private static final List<String> BOUNDS =
            List.of("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf");

    private static final Map<String, Alternatives.Rule> RULES = new LinkedHashMap<>();

    static {
        RULES.put("allOf", Alternatives.Rule.ALL);
        RULES.put("anyOf", Alternatives.Rule.ANY);
        RULES.put("oneOf", Alternatives.Rule.ONE);
        RULES.put("not", Alternatives.Rule.NONE);
    }

    /** A schema that has no other keyword leaves the whole value to its alternatives. */
    private static final Set<String> IN_PLACE =
            Set.of("allOf", "anyOf", "oneOf", "not", CanonicalSchema.ATTEMPTS, "definitions");

    private static final int[] NO_LIMITS = {0, Integer.MAX_VALUE};

    private final JsonNode root;
    private final Map<String, Node> definitions = new HashMap<>();

    private Compiler(JsonNode root) {
        this.root = root;
    }

    /** A schema uses a keyword that is not compiled. */
    static final class NotCompiled extends Exception {
        NotCompiled(String keyword) {
            super(
                    "The schema uses " + keyword
                            + ", which the compiled check leaves to networknt: this collection is checked several times slower.");
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    static Node compile(CanonicalSchema schema) throws NotCompiled {
        return new Compiler(schema.root()).definition("#");
    }

    private Node definition(String reference) throws NotCompiled {
        Node known = definitions.get(reference);
        if (known != null) {
            return known;
        }
        JsonNode schema = root.at(reference.substring(1));
        Node node = new Node();
        definitions.put(reference, node);
        fill(node, schema);
        return node;
    }

    private Node node(JsonNode schema) throws NotCompiled {
        if (schema.isBoolean()) {
            return schema.booleanValue() ? Node.ANY : Node.NOTHING;
        }
        if (schema.has("$ref")) {
            return definition(schema.path("$ref").asString());
        }
        if (schema.isEmpty()) {
            return Node.ANY;
        }
        Node node = new Node();
        fill(node, schema);
        return node;
    }

    private void fill(Node node, JsonNode schema) throws NotCompiled {
        if (!schema.isObject()) {
            node.kinds = schema.booleanValue() ? Kinds.ALL : 0;
            return;
        }
        if (schema.has("$ref")) {
            node.alternatives = new Alternatives[] {new Alternatives(Alternatives.Rule.ALL, new Node[] {node(schema)})};
            node.onlyAlternatives = true;
            return;
        }
        for (String keyword : schema.propertyNames()) {
            if (FOREIGN.contains(keyword)) {
                throw new NotCompiled(keyword);
            }
        }
        node.kinds = kinds(schema);
        node.strings = strings(schema);
        node.numbers = numbers(schema, node.kinds);
        node.arrays = arrays(schema);
        node.objects = objects(schema);
        node.constants = constants(schema);
        node.alternatives = alternatives(schema);
        node.onlyAlternatives = node.alternatives.length > 0 && IN_PLACE.containsAll(schema.propertyNames());
        for (Alternatives one : node.alternatives) {
            node.kinds &= node.onlyAlternatives ? one.kinds() : Kinds.ALL;
        }
    }

    private static int kinds(JsonNode schema) {
        int kinds = 0;
        for (JsonNode type : schema.path("type")) {
            kinds |= Kinds.of(type.asString());
        }
        return schema.has("type") ? kinds : Kinds.ALL;
    }

    private static StringRules strings(JsonNode schema) {
        int[] length = limits(schema, "Length");
        ValueFormat format =
                ValueFormat.valueOf(schema.path(CanonicalSchema.FORMAT).asString(ValueFormat.ANY.name()));
        return Arrays.equals(length, NO_LIMITS) && format == ValueFormat.ANY
                ? StringRules.ANY
                : new StringRules(length[0], length[1], format);
    }

    private static NumberRules numbers(JsonNode schema, int kinds) {
        Map<String, BigDecimal> bounds = new LinkedHashMap<>();
        for (String keyword : BOUNDS) {
            if (schema.has(keyword)) {
                bounds.put(keyword, schema.path(keyword).decimalValue());
            }
        }
        return bounds.isEmpty() && (kinds & Kinds.FRACTION) != 0 ? NumberRules.ANY : new NumberRules(kinds, bounds);
    }

    private Rules arrays(JsonNode schema) throws NotCompiled {
        int[] length = limits(schema, "Items");
        JsonNode items = schema.path("items");
        Node[] first = items.isArray() ? nodes(items) : new Node[0];
        JsonNode rest = items.isArray() ? schema.path("additionalItems") : items;
        Node others = rest.isMissingNode() ? Node.ANY : node(rest);
        return first.length == 0 && others == Node.ANY && Arrays.equals(length, NO_LIMITS)
                ? Rules.NONE
                : new ArrayRules(first, others, length[0], length[1]);
    }

    private Rules objects(JsonNode schema) throws NotCompiled {
        JsonNode properties = schema.path("properties");
        JsonNode additional = schema.path("additionalProperties");
        Node undeclared = additional.isMissingNode() ? Node.ANY : node(additional);
        Set<String> required = new LinkedHashSet<>();
        schema.path("required").forEach(name -> required.add(name.asString()));
        Set<String> names = new LinkedHashSet<>(properties.propertyNames());
        names.addAll(required);
        if (names.isEmpty() && undeclared == Node.ANY) {
            return Rules.NONE;
        }
        KeyTable table = new KeyTable(names);
        Node[] fields = new Node[table.size()];
        boolean[] needed = new boolean[table.size()];
        for (int i = 0; i < fields.length; i++) {
            String name = table.text(i);
            fields[i] = properties.has(name) ? node(properties.path(name)) : undeclared;
            needed[i] = required.contains(name);
        }
        return new ObjectRules(table, fields, needed, undeclared);
    }

    private static Constants constants(JsonNode schema) {
        if (schema.has("const")) {
            List<JsonNode> one = List.of(schema.path("const"));
            return new Constants(schema.has("enum") ? both(one, schema.path("enum")) : one);
        }
        return schema.has("enum")
                ? new Constants(schema.path("enum").valueStream().toList())
                : Constants.ANY;
    }

    private static List<JsonNode> both(List<JsonNode> one, JsonNode values) {
        Constants allowed = new Constants(values.valueStream().toList());
        return one.stream().filter(allowed::contain).toList();
    }

    private Alternatives[] alternatives(JsonNode schema) throws NotCompiled {
        List<Alternatives> all = new ArrayList<>();
        for (Map.Entry<String, Alternatives.Rule> rule : RULES.entrySet()) {
            JsonNode nodes = schema.path(rule.getKey());
            if (!nodes.isMissingNode()) {
                all.add(new Alternatives(rule.getValue(), nodes.isArray() ? nodes(nodes) : new Node[] {node(nodes)}));
            }
        }
        return all.toArray(Alternatives[]::new);
    }

    private Node[] nodes(JsonNode schemas) throws NotCompiled {
        Node[] nodes = new Node[schemas.size()];
        for (int i = 0; i < nodes.length; i++) {
            nodes[i] = node(schemas.path(i));
        }
        return nodes;
    }

    /** The values of {@code min…} and {@code max…}. */
    private static int[] limits(JsonNode schema, String what) {
        return new int[] {
            schema.path("min" + what).asInt(NO_LIMITS[0]),
            schema.path("max" + what).asInt(NO_LIMITS[1])
        };
    }
}
