package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What an event says of the time before: the old values of changed members, nested like the object, lists whole. */
final class Differences {
    private Differences() {}

    static ObjectNode previous(JsonNode before, JsonNode now) {
        ObjectNode previous = Json.object();
        before.properties().forEach(member -> {
            JsonNode old = member.getValue();
            JsonNode current = now.path(member.getKey());
            if (old.isObject() && current.isObject()) {
                ObjectNode nested = previous(old, current);
                if (!nested.isEmpty()) {
                    previous.set(member.getKey(), nested);
                }
            } else if (!old.equals(current)) {
                previous.set(member.getKey(), old);
            }
        });
        now.properties().forEach(member -> {
            if (!before.has(member.getKey())) {
                previous.putNull(member.getKey());
            }
        });
        return previous;
    }
}
