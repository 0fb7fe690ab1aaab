package dev.wharf.runtime.schema;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Finds references that come back to where they began without going into the value: nobody could follow them to an end. */
final class Loops {

    private final JsonNode root;
    private final Set<String> done = new HashSet<>();
    private final Set<String> open = new HashSet<>();

    private Loops(JsonNode root) {
        this.root = root;
    }

    /** @param root a canonical schema */
    static void refuse(JsonNode root) throws MalformedSchema {
        Loops loops = new Loops(root);
        boolean closed = loops.closed("#");
        for (String definition : root.path("definitions").propertyNames()) {
            closed |= loops.closed("#/definitions/" + definition);
        }
        if (closed) {
            throw new MalformedSchema("refers to itself without an end");
        }
    }

    private boolean closed(String reference) {
        if (done.contains(reference)) {
            return false;
        }
        if (!open.add(reference)) {
            return true;
        }
        boolean closed = closed(root.at(reference.substring(1)));
        open.remove(reference);
        done.add(reference);
        return closed;
    }

    private boolean closed(JsonNode schema) {
        if (schema.has("$ref")) {
            return closed(schema.path("$ref").asString());
        }
        boolean[] closed = {false};
        Consumer<JsonNode> visit = inner -> closed[0] |= inner.isObject() && closed(inner);
        List.of("allOf", "anyOf", "oneOf", "dependencies")
                .forEach(keyword -> schema.path(keyword).forEach(visit));
        List.of("not", "if", "then", "else").forEach(keyword -> visit.accept(schema.path(keyword)));
        return closed[0];
    }
}
