package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.Notices;
import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.Fields.Shape;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes the rows of one collection. A row is Stripe's object with its own names: references are ids, lists that are collections of their own are left out, and
 * fields that no schema knows yet are passed on and told once. One thread at a time.
 */
final class Rows {

    private final Collection collection;
    private final Map<String, Shape> fields;
    private final Set<String> chosen;
    private final Notices notices;
    private final Set<String> unknown = new HashSet<>();

    /** @param chosen the columns that are wanted; empty for all */
    Rows(Collection collection, Set<String> chosen, Notices notices) {
        this.collection = collection;
        this.fields = Fields.of(collection);
        this.chosen = Set.copyOf(chosen);
        this.notices = notices;
    }

    /** @param parent the id of the object that it is embedded in; empty for none */
    ObjectNode row(Draw draw, ObjectNode object, String parent, boolean deleted, long updated) {
        ObjectNode row = Json.object();
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            put(row, field.getKey(), field.getValue());
        }
        if (!draw.link().isEmpty() && !parent.isEmpty() && row.path(draw.link()).isEmpty()) {
            put(row, draw.link(), Json.object().put("id", parent).path("id"));
        }
        return row.put(Fields.DELETED, deleted).put(Fields.UPDATED, updated);
    }

    /** What tells rows apart. */
    String key(ObjectNode row) {
        return collection.key().stream().map(name -> row.path(name).toString()).collect(Collectors.joining(" "));
    }

    /** The id in a field that holds one, or the object itself. */
    static JsonNode reference(JsonNode value) {
        return value.isObject() && value.has("id") ? value.path("id") : value;
    }

    private void put(ObjectNode row, String name, JsonNode value) {
        Shape shape = fields.get(name);
        if (shape == null && !name.equals("id") && !name.equals("object")) {
            if (!name.equals("deleted") && !isList(value)) {
                row.set(name, value);
                tell(name);
            }
        } else if (isWanted(name)) {
            row.set(name, fit(shape == null ? Shape.TEXT : shape, value));
        }
    }

    private boolean isWanted(String name) {
        return chosen.isEmpty() || chosen.contains(name) || collection.key().contains(name);
    }

    private void tell(String name) {
        if (unknown.add(name)) {
            notices.info("Stripe sends the field " + name + " in " + collection.name()
                    + ", which the schema does not know; it is passed on.");
        }
    }

    private static JsonNode fit(Shape shape, JsonNode value) {
        if (shape == Shape.REFERENCE) {
            return reference(value);
        }
        if (shape == Shape.REFERENCES && value.isArray()) {
            ArrayNode ids = Json.object().putArray("ids");
            value.forEach(element -> ids.add(reference(element)));
            return ids;
        }
        return value instanceof MissingNode ? Json.object().putNull("none").path("none") : value;
    }

    private static boolean isList(JsonNode value) {
        return value.path("object").asString("").equals("list")
                && value.path("data").isArray();
    }
}
