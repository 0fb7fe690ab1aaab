package dev.wharf.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * What a collection's schema declares, as one sees it who chooses fields: those of an object, whether it stands there itself, in an array, behind a reference or among alternatives.
 * A schema may refer to itself, so the inner fields are found when they are asked for.
 */
public final class Fields {

    /** So many references may lead from one to the next: more are a circle. */
    private static final int LONGEST_CHAIN = 32;

    private final JsonNode root;
    private final List<JsonNode> schemas;

    private Fields(JsonNode root, List<JsonNode> schemas) {
        this.root = root;
        this.schemas = schemas;
    }

    /** @param schema of a collection's data */
    public static Fields of(JsonNode schema) {
        return new Fields(schema, List.of(schema));
    }

    /** The fields that are declared, in the schema's order. */
    public Map<String, Fields> declared() {
        Map<String, List<JsonNode>> found = new LinkedHashMap<>();
        for (JsonNode object : objects()) {
            object.path("properties")
                    .properties()
                    .forEach(field -> found.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                            .add(field.getValue()));
        }
        Map<String, Fields> fields = new LinkedHashMap<>();
        found.forEach((name, inner) -> fields.put(name, new Fields(root, inner)));
        return fields;
    }

    /** Whether there may be fields of any name: it may be an object, and declares none or says of what kind the others are. */
    public boolean open() {
        boolean typed = objects().stream()
                .anyMatch(object -> object.path("additionalProperties").isObject()
                        && !object.path("additionalProperties").isEmpty());
        return typed || (declared().isEmpty() && mayBeObject());
    }

    /** Its kind of values, for people. */
    public String type() {
        Set<String> words = new TreeSet<>();
        schemas.forEach(schema -> words.addAll(FieldType.of(resolved(schema)).words()));
        return new FieldType(words).toString();
    }

    /** Whether a path leads to a field that is declared, or that may be there though it is not. */
    public boolean has(List<String> path) {
        return path.isEmpty()
                || find(path.getFirst())
                        .map(field -> field.has(path.subList(1, path.size())))
                        .orElse(false);
    }

    /** A field by its name; empty when there can be none. */
    public Optional<Fields> find(String name) {
        return Optional.ofNullable(declared().get(name))
                .or(() -> open() ? Optional.of(new Fields(root, others())) : Optional.empty());
    }

    private List<JsonNode> others() {
        return objects().stream()
                .map(object -> object.path("additionalProperties"))
                .filter(JsonNode::isObject)
                .toList();
    }

    private boolean mayBeObject() {
        return schemas.isEmpty()
                || objects().stream().anyMatch(object -> {
                    Set<String> words = FieldType.of(object).words();
                    return !object.has("type") || words.contains("object") || words.contains("array");
                });
    }

    /** The schemas of all the objects that may stand here. */
    private List<JsonNode> objects() {
        List<JsonNode> objects = new ArrayList<>();
        Set<JsonNode> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        schemas.forEach(schema -> collect(schema, seen, objects));
        return objects;
    }

    private void collect(JsonNode schema, Set<JsonNode> seen, List<JsonNode> objects) {
        JsonNode here = resolved(schema);
        if (!seen.add(here)) {
            return;
        }
        boolean composed = false;
        for (String word : List.of("oneOf", "anyOf", "allOf", "items")) {
            JsonNode inner = here.path(word);
            composed |= !inner.isMissingNode();
            (inner.isArray() ? inner : List.of(inner)).forEach(one -> collect(one, seen, objects));
        }
        if (here.has("properties") || (!composed && (here.isObject() || here.asBoolean(false)))) {
            objects.add(here);
        }
    }

    private JsonNode resolved(JsonNode schema) {
        return resolved(root, schema);
    }

    /** Where a schema refers to another of the same document, that one. */
    public static JsonNode resolved(JsonNode root, JsonNode schema) {
        JsonNode here = schema;
        for (int left = LONGEST_CHAIN; left > 0; left--) {
            String reference = here.path("$ref").asString("");
            if (!reference.equals("#") && !reference.startsWith("#/")) {
                return here;
            }
            here = root.at(JsonPointer.compile(reference.substring(1)));
        }
        return here;
    }
}
