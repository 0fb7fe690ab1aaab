package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.Resources;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** What Stripe declares of its objects' fields, from {@code fields.txt}, and the JSON Schema of a collection that follows from it. */
final class Fields {

    static final String DELETED = "is_deleted";
    static final String UPDATED = "_updated";

    private static final Map<String, Map<String, Shape>> ALL = parse(Resources.text(Fields.class, "fields.txt"));

    enum Shape {
        TEXT("string"),
        INTEGER("integer"),
        NUMBER("number"),
        TRUTH("boolean"),
        REFERENCE("string"),
        OBJECT("object"),
        TEXTS("array", "string"),
        REFERENCES("array", "string"),
        OBJECTS("array", "object");

        private final String name;
        private final String items;

        Shape(String name) {
            this(name, "");
        }

        Shape(String name, String items) {
            this.name = name;
            this.items = items;
        }

        ObjectNode schema(boolean required) {
            ObjectNode schema = Json.object();
            if (required) {
                schema.put("type", name);
            } else {
                schema.putArray("type").add("null").add(name);
            }
            if (!items.isEmpty()) {
                schema.putObject("items").put("type", items);
            }
            return schema;
        }
    }

    private Fields() {}

    /** The columns of a collection but those that we add, in alphabetical order. */
    static Map<String, Shape> of(Collection collection) {
        Map<String, Shape> fields = new TreeMap<>(ALL.getOrDefault(collection.object(), Map.of()));
        for (Collection.Draw draw : collection.draws()) {
            if (!draw.link().isEmpty()) {
                fields.putIfAbsent(draw.link(), Shape.REFERENCE);
            }
        }
        return fields;
    }

    static ObjectNode schema(Collection collection) {
        ObjectNode schema = Json.object()
                .put("$schema", "http://json-schema.org/draft-07/schema#")
                .put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        collection.key().stream()
                .filter(name -> name.equals("id"))
                .forEach(id -> properties.set(id, Shape.TEXT.schema(true)));
        properties.set("object", Shape.TEXT.schema(false));
        of(collection)
                .forEach((name, shape) ->
                        properties.set(name, shape.schema(collection.key().contains(name))));
        properties.set(DELETED, Shape.TRUTH.schema(true));
        properties.set(UPDATED, Shape.INTEGER.schema(true));
        return schema;
    }

    private static Map<String, Map<String, Shape>> parse(String text) {
        Map<String, Map<String, Shape>> objects = new LinkedHashMap<>();
        Map<String, Shape> fields = new LinkedHashMap<>();
        Shape shape = Shape.TEXT;
        for (String line : text.lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                fields = new LinkedHashMap<>();
                objects.put(line.strip(), fields);
                continue;
            }
            String names = line;
            if (line.charAt(2) != ' ') {
                String[] words = line.strip().split(" +", 2);
                shape = Shape.valueOf(words[0].toUpperCase(Locale.ROOT));
                names = words[1];
            }
            for (String name : names.strip().split(" +", -1)) {
                fields.put(name, shape);
            }
        }
        return objects;
    }
}
