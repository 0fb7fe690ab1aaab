package dev.wharf.sdk;

import dev.wharf.protocol.StreamName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is remembered of earlier reads, as a source gave it: the contents of the file {@code --state}. */
public final class States {

    private final Map<StreamName, ObjectNode> streams = new HashMap<>();

    private States() {}

    /** Nothing is remembered. */
    public static States none() {
        return new States();
    }

    /** @param json an array of STREAM states, or one GLOBAL state in an array */
    static States of(JsonNode json) {
        States states = new States();
        for (JsonNode message : json) {
            JsonNode body = message.has("state") ? message.path("state") : message;
            states.add(body.path("stream"));
            body.path("global").path("stream_states").forEach(states::add);
        }
        return states;
    }

    /** The last state of a stream; empty when it was never read, or is to be read afresh. */
    public Optional<ObjectNode> of(StreamName stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    private void add(JsonNode entry) {
        JsonNode descriptor = entry.path("stream_descriptor");
        if (entry.path("stream_state") instanceof ObjectNode state && descriptor.isObject()) {
            String namespace = descriptor.path("namespace").asString("");
            streams.put(new StreamName(namespace, descriptor.path("name").asString("")), state);
        }
    }
}
