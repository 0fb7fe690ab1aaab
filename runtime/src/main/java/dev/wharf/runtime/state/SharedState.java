package dev.wharf.runtime.state;

import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.StreamName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A GLOBAL or LEGACY state, and the parts of it that belong to single collections. */
record SharedState(ObjectNode body) {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Whether it is known which part belongs to which collection. */
    boolean divisible() {
        return global() || !parts().isEmpty();
    }

    /**
     * The parts of a LEGACY state as STREAM states, where its members are named after the collections as most images did. Empty
     * for GLOBAL: what a source keeps there for a collection may mean something else in a STREAM state.
     */
    Map<StreamName, ObjectNode> parts() {
        if (global() || !(body.path("data") instanceof ObjectNode data)) {
            return Map.of();
        }
        Map<StreamName, ObjectNode> parts = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> member : data.properties()) {
            if (!(member.getValue() instanceof ObjectNode part)) {
                return Map.of();
            }
            parts.put(StreamName.of(member.getKey()), streamState(member.getKey(), part));
        }
        return parts;
    }

    /** This state after some collections are forgotten; empty when nothing else is in it. */
    Optional<ObjectNode> without(Set<StreamName> collections) {
        ObjectNode rest = body.deepCopy();
        int left;
        if (global()) {
            if (!(rest.path("global").path("stream_states") instanceof ArrayNode states)) {
                return Optional.of(rest);
            }
            int before = states.size();
            states.removeIf(entry -> collections.contains(name(entry.path("stream_descriptor"))));
            left = before == states.size() ? 1 : states.size();
        } else if (rest.path("data") instanceof ObjectNode data && divisible()) {
            collections.forEach(collection -> data.remove(collection.name()));
            left = data.size();
        } else {
            left = 1;
        }
        return left == 0 ? Optional.empty() : Optional.of(rest);
    }

    private boolean global() {
        return new State(body).kind() == State.Kind.GLOBAL;
    }

    private static StreamName name(JsonNode descriptor) {
        return new StreamName(
                descriptor.path("namespace").asString(""),
                descriptor.path("name").asString(""));
    }

    private static ObjectNode streamState(String name, ObjectNode part) {
        ObjectNode state = JSON.objectNode();
        state.put("type", "STREAM");
        ObjectNode stream = state.putObject("stream");
        stream.putObject("stream_descriptor").put("name", name);
        stream.set("stream_state", part);
        return state;
    }
}
