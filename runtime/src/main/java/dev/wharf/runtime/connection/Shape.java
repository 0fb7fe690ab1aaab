package dev.wharf.runtime.connection;

import dev.wharf.catalog.Nearest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a value of the connection file may look like. One declaration ({@link FileShape}) serves twice: it checks a file, with
 * messages for people, and it is written out as the JSON Schema for editors, so that the two cannot disagree.
 */
sealed interface Shape {

    /** Adds what is wrong with the value. */
    void check(JsonNode value, String path, Problems problems);

    /** As a JSON Schema of draft-07. */
    ObjectNode schema();

    /** For messages, with its article: {@code a list}. */
    String what();

    /** A key with what it means, one sentence for editors and docs. */
    record Key(String name, Shape shape, String says) {}

    private static ObjectNode typed(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static void mistyped(Shape shape, JsonNode value, String path, Problems problems) {
        problems.add(path, "expected " + shape.what() + ", found " + found(value), "");
    }

    /** What a value is, without telling it. */
    static String found(JsonNode value) {
        if (value.isString()) {
            return "a text";
        }
        if (value.isObject()) {
            return "keys with values";
        }
        if (value.isArray()) {
            return "a list";
        }
        if (value.isNumber()) {
            return "a number";
        }
        return value.isBoolean() ? "true or false" : "nothing";
    }

    /**
     * An object whose keys are all known.
     *
     * @param required keys that must be there
     * @param oneOf keys of which exactly one must be there; empty for no such rule
     */
    record Keys(List<Key> keys, List<String> required, List<String> oneOf) implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isObject()) {
                mistyped(this, value, path, problems);
                return;
            }
            List<String> names = keys.stream().map(Key::name).toList();
            value.properties().forEach(entry -> {
                String child = Paths.child(path, entry.getKey());
                find(entry.getKey())
                        .ifPresentOrElse(
                                key -> key.shape().check(entry.getValue(), child, problems),
                                () -> unknown(entry.getKey(), names, child, problems));
            });
            required.stream().filter(name -> !value.has(name)).forEach(name -> {
                Key key = find(name).orElseThrow();
                String child = Paths.child(path, name);
                problems.add(child, name + " is missing", "Add it: " + key.says() + ".");
            });
            List<String> present = oneOf.stream().filter(value::has).toList();
            if (!oneOf.isEmpty() && present.size() != 1) {
                String found =
                        present.isEmpty() ? "none of them is there" : String.join(" and ", present) + " are there";
                problems.add(path, "exactly one of " + String.join(", ", oneOf) + " is needed, " + found, "");
            }
        }

        private Optional<Key> find(String name) {
            return keys.stream().filter(key -> key.name().equals(name)).findFirst();
        }

        private static void unknown(String name, List<String> names, String path, Problems problems) {
            String fix = Nearest.to(name, names)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("Known here: " + String.join(", ", names) + ".");
            problems.add(path, name + " is not a key of the connection file", fix);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("object");
            ObjectNode properties = schema.putObject("properties");
            keys.forEach(key -> {
                ObjectNode described = JsonNodeFactory.instance.objectNode().put("description", key.says());
                described.setAll(key.shape().schema());
                properties.set(key.name(), described);
            });
            schema.put("additionalProperties", false);
            if (!required.isEmpty()) {
                required.forEach(schema.putArray("required")::add);
            }
            if (!oneOf.isEmpty()) {
                ArrayNode alternatives = schema.putArray("oneOf");
                oneOf.forEach(
                        name -> alternatives.addObject().putArray("required").add(name));
            }
            return schema;
        }

        @Override
        public String what() {
            return "keys (" + String.join(", ", keys.stream().map(Key::name).toList()) + ")";
        }
    }

    /** An object with any keys, whose values are alike. */
    record Named(String names, Shape each) implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isObject()) {
                mistyped(this, value, path, problems);
                return;
            }
            value.properties()
                    .forEach(entry -> each.check(entry.getValue(), Paths.child(path, entry.getKey()), problems));
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("object");
            schema.set("additionalProperties", each.schema());
            return schema;
        }

        @Override
        public String what() {
            return names;
        }
    }

    /** An object of which somebody else knows the keys. */
    record Free(String what) implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isObject()) {
                mistyped(this, value, path, problems);
            }
        }

        @Override
        public ObjectNode schema() {
            return typed("object");
        }
    }

    /** A list of at least one element. */
    record Items(String what, Shape each) implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isArray()) {
                mistyped(this, value, path, problems);
                return;
            }
            if (value.isEmpty()) {
                problems.add(path, "the list is empty", "Leave the key out, or list something.");
            }
            for (int i = 0; i < value.size(); i++) {
                each.check(value.path(i), Paths.element(path, i), problems);
            }
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = typed("array").put("minItems", 1);
            schema.set("items", each.schema());
            return schema;
        }
    }

    /** A text of a form. */
    record Text(String what, Pattern pattern) implements Shape {

        static Text of(String what, String pattern) {
            return new Text(what, Pattern.compile(pattern));
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isString()) {
                mistyped(this, value, path, problems);
            } else if (!pattern.matcher(value.asString()).matches()) {
                problems.add(path, "expected " + what + ", found \"" + value.asString() + "\"", "");
            }
        }

        @Override
        public ObjectNode schema() {
            return typed("string").put("pattern", "^(?:" + pattern.pattern() + ")$");
        }
    }

    /** One of a few words. YAML's null counts as the word {@code null} where that is one. */
    record Word(List<String> words) implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            String word = value.isNull() ? "null" : value.isString() ? value.asString() : "";
            if (words.contains(word)) {
                return;
            }
            String found = value.isString() ? "\"" + word + "\"" : found(value);
            String fix = Nearest.to(word, words)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("");
            problems.add(path, "expected " + what() + ", found " + found, fix);
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            ArrayNode allowed = schema.putArray("enum");
            words.forEach(allowed::add);
            if (words.contains("null")) {
                allowed.addNull();
            }
            return schema;
        }

        @Override
        public String what() {
            return "one of " + String.join(", ", words);
        }
    }

    /** A number from a least one on, whole or not. */
    record Quantity(String what, BigDecimal minimum, boolean whole) implements Shape {

        static Quantity whole(String what, long minimum) {
            return new Quantity(what, BigDecimal.valueOf(minimum), true);
        }

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isNumber()
                    || (whole && value.decimalValue().stripTrailingZeros().scale() > 0)) {
                problems.add(path, "expected " + what + ", found " + (value.isNumber() ? value : found(value)), "");
            } else if (value.decimalValue().compareTo(minimum) < 0
                    || value.decimalValue().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
                problems.add(path, "expected " + what + ", found " + value, "");
            }
        }

        @Override
        public ObjectNode schema() {
            return typed(whole ? "integer" : "number").put("minimum", minimum).put("maximum", Integer.MAX_VALUE);
        }
    }

    record Flag() implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (!value.isBoolean()) {
                mistyped(this, value, path, problems);
            }
        }

        @Override
        public ObjectNode schema() {
            return typed("boolean");
        }

        @Override
        public String what() {
            return "true or false";
        }
    }

    /** A single value or a list of such. */
    record OneOrMore(String what, Shape each) implements Shape {

        @Override
        public void check(JsonNode value, String path, Problems problems) {
            if (value.isArray()) {
                new Items(what, each).check(value, path, problems);
            } else if (value.isString()) {
                each.check(value, path, problems);
            } else {
                mistyped(this, value, path, problems);
            }
        }

        @Override
        public ObjectNode schema() {
            ObjectNode schema = JsonNodeFactory.instance.objectNode();
            schema.putArray("anyOf").add(each.schema()).add(new Items(what, each).schema());
            return schema;
        }
    }

    static Key key(String name, Shape shape, String says) {
        return new Key(name, shape, says);
    }

    static Keys keys(List<String> required, List<String> oneOf, Key... keys) {
        return new Keys(List.of(keys), required, oneOf);
    }

    /** Every key of the file below this shape, with its path, in order: for the docs. */
    static Map<String, Key> all(Shape shape, String path) {
        Map<String, Key> all = new LinkedHashMap<>();
        List<Shape> inner = new ArrayList<>();
        switch (shape) {
            case Keys keys ->
                keys.keys().forEach(key -> {
                    String child = Paths.child(path, key.name());
                    all.put(child, key);
                    all.putAll(all(key.shape(), child));
                });
            case Named named -> all.putAll(all(named.each(), path + ".NAME"));
            case Items items -> all.putAll(all(items.each(), path + "[]"));
            case OneOrMore more -> inner.add(more.each());
            case Free _, Text _, Word _, Quantity _, Flag _ -> {}
        }
        inner.forEach(one -> all.putAll(all(one, path)));
        return all;
    }
}
