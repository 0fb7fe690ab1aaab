package dev.wharf.protocol;

import dev.wharf.protocol.Message.State;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The file that tells a source where it left off, to and from objects. */
final class StateFile {

    private StateFile() {}

    static JsonNode wire(List<State> states) {
        List<State.Kind> kinds = states.stream().map(State::kind).distinct().toList();
        if (kinds.size() != 1 || (states.size() > 1 && kinds.getFirst() != State.Kind.STREAM)) {
            throw new IllegalArgumentException("A state file holds STREAM states, or one GLOBAL or LEGACY state; not "
                    + states.size() + " of the kinds " + kinds);
        }
        if (kinds.getFirst() == State.Kind.LEGACY) {
            return states.getFirst().body().path("data") instanceof ObjectNode data ? data : Json.object();
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        states.forEach(state -> array.add(state.body()));
        return array;
    }

    static List<State> states(JsonNode file) {
        return switch (file) {
            case ArrayNode array ->
                array.valueStream().flatMap(StateFile::state).toList();
            case ObjectNode object when object.isEmpty() -> List.of();
            case ObjectNode object when new State(object).kind() != State.Kind.LEGACY -> List.of(new State(object));
            case ObjectNode blob ->
                List.of(new State(Json.object().put("type", "LEGACY").set("data", blob)));
            default -> List.of();
        };
    }

    /** A state, or a whole message as some people write it by hand. */
    private static Stream<State> state(JsonNode entry) {
        JsonNode body = entry.path("state").isObject() ? entry.path("state") : entry;
        return body instanceof ObjectNode object ? Stream.of(new State(object)) : Stream.empty();
    }
}
