package dev.wharf.protocol;

import tools.jackson.databind.JsonNode;

/**
 * The name of a stream, unique within a catalog. On the wire an absent namespace, {@code null} and the empty string are the same;
 * here all three are the empty string.
 */
public record StreamName(String namespace, String name) implements Comparable<StreamName> {

    public static StreamName of(String name) {
        return new StreamName("", name);
    }

    /** From a {@code stream_descriptor}, or any object with {@code name} and {@code namespace}. */
    static StreamName of(JsonNode descriptor) {
        return new StreamName(
                descriptor.path("namespace").asString(""),
                descriptor.path("name").asString(""));
    }

    /** The form for people: {@code name}, or {@code namespace.name}. */
    @Override
    public String toString() {
        return namespace.isEmpty() ? name : namespace + "." + name;
    }

    @Override
    public int compareTo(StreamName other) {
        int byNamespace = namespace.compareTo(other.namespace);
        return byNamespace != 0 ? byNamespace : name.compareTo(other.name);
    }
}
