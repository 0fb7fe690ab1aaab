package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened in the account.
 *
 * @param created in seconds since 1970
 * @param object what it happened to, as it was then
 * @param previous the fields that changed, with their values before; missing where Stripe does not say
 * @param whole the event itself
 */
record Event(String id, long created, String type, ObjectNode object, JsonNode previous, ObjectNode whole) {

    /** Fields of a tombstone that tells nothing else. */
    private static final int FEW = 4;

    /**
     * Takes what must not leave out of the event, and unites the generations of its object.
     *
     * @return empty for what happened to nothing that has an id, such as an invoice that is only announced
     */
    static Optional<Event> of(ObjectNode event) {
        JsonNode data = event.path("data");
        String type = event.path("type").asString("");
        if (!(data.path("object") instanceof ObjectNode object)
                || !object.path("id").isString()
                || type.equals("invoice.upcoming")) {
            return Optional.empty();
        }
        Confidential.strip(event);
        ObjectNode whole = event.deepCopy();
        Generations.unite(object);
        return Optional.of(new Event(
                event.path("id").asString(""),
                event.path("created").asLong(0),
                type,
                object,
                data.path("previous_attributes"),
                whole));
    }

    String objectId() {
        return object.path("id").asString("");
    }

    String objectType() {
        return object.path("object").asString("");
    }

    /** Whether the object is no more. A subscription that was cancelled still is. */
    boolean deletes() {
        return object.path("deleted").asBoolean(false)
                || (type.endsWith(".deleted") && !type.equals("customer.subscription.deleted"));
    }

    /** Whether it names what was deleted and tells nothing else of it. */
    boolean thin() {
        return object.path("deleted").asBoolean(false) && object.size() <= FEW;
    }

    Event with(ObjectNode other) {
        return new Event(id, created, type, other, previous, whole);
    }

    /** The event as an object of its own: for the collection of events. */
    Event itself() {
        return new Event(id, created, type, whole, previous, whole);
    }

    /** That something was deleted, as an object of its own. */
    Event deletion() {
        ObjectNode deletion = Json.object()
                .put("id", objectId())
                .put("object", objectType())
                .put("event", id)
                .put("type", type)
                .put("created", created);
        return new Event(id, created, "", deletion, previous, whole);
    }

    /**
     * Whether nothing tells which of two versions of one second is the newer: they differ, and the other does not begin where this one ends.
     *
     * @param later the one that Stripe lists as newer
     */
    boolean ambiguousBefore(Event later) {
        if (created != later.created || object.equals(later.object) || type.endsWith(".created")) {
            return false;
        }
        return !later.previous.isObject() || !holds(object, later.previous);
    }

    /** Whether an object has these values, of nested ones too. */
    private static boolean holds(JsonNode object, JsonNode values) {
        return values.properties().stream().allMatch(entry -> {
            JsonNode own = object.path(entry.getKey());
            boolean nested = entry.getValue().isObject() && own.isObject();
            return nested ? holds(own, entry.getValue()) : own.equals(entry.getValue());
        });
    }
}
