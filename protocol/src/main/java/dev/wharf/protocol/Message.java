package dev.wharf.protocol;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message of the protocol, as objects. For everything but the road of a record: there a line stays bytes, and
 * {@link Envelope} says what it is.
 */
public sealed interface Message {

    /** A row. {@code emittedAt} is in milliseconds since 1970. */
    record DataRecord(StreamName stream, ObjectNode data, long emittedAt, Optional<ObjectNode> meta)
            implements Message {}

    /**
     * How far a source has got. The content belongs to the source: it is kept whole, members that we do not know included.
     *
     * @param body the value of the member {@code state}
     */
    record State(ObjectNode body) implements Message {

        public enum Kind {
            STREAM,
            GLOBAL,
            LEGACY
        }

        /** STREAM or GLOBAL where the state says so or carries that member; LEGACY otherwise, as images before 2022 do. */
        public Kind kind() {
            String type = body.path("type").asString("").toUpperCase(java.util.Locale.ROOT);
            if (type.equals("STREAM") || (type.isEmpty() && body.path("stream").isObject())) {
                return Kind.STREAM;
            }
            if (type.equals("GLOBAL") || (type.isEmpty() && body.path("global").isObject())) {
                return Kind.GLOBAL;
            }
            return Kind.LEGACY;
        }

        /** The stream of a STREAM state; empty for the other kinds. */
        public Optional<StreamName> stream() {
            return kind() == Kind.STREAM
                    ? Optional.of(name(body.path("stream").path("stream_descriptor")))
                    : Optional.empty();
        }

        /** The integer that the runtime put on the state, if it is there (some destinations drop it). */
        public Optional<Long> id() {
            JsonNode id = body.path("id");
            return id.isIntegralNumber() ? Optional.of(id.asLong()) : Optional.empty();
        }

        static StreamName name(JsonNode descriptor) {
            return new StreamName(
                    descriptor.path("namespace").asString(""),
                    descriptor.path("name").asString(""));
        }
    }

    record Log(Level level, String message, Optional<String> stackTrace) implements Message {

        public enum Level {
            FATAL,
            ERROR,
            WARN,
            INFO,
            DEBUG,
            TRACE
        }
    }

    /** @param body the value of the member {@code spec} */
    record Spec(ObjectNode body) implements Message {

        /** The JSON Schema of the connector's config; an empty object when the image sent none. */
        public JsonNode connectionSpecification() {
            return body.path("connectionSpecification");
        }
    }

    /** The answer to {@code check}: not succeeded means that the config is wrong, and says why. */
    record ConnectionStatus(boolean succeeded, String message) implements Message {}

    record CatalogOffer(Catalog catalog) implements Message {}

    /** @param body the value of the member {@code destination_catalog} */
    record DestinationCatalog(ObjectNode body) implements Message {}

    /** A connector's new config, whole, secrets included: to be stored before anything else is done. */
    record Control(ObjectNode config) implements Message {}

    /**
     * Why a connector fails.
     *
     * @param message for the user
     * @param internalMessage for whoever maintains the connector
     */
    record TraceError(
            String message,
            Optional<String> internalMessage,
            Optional<String> stackTrace,
            FailureType type,
            Optional<StreamName> stream,
            double emittedAt)
            implements Message {

        public enum FailureType {
            CONFIG_ERROR,
            TRANSIENT_ERROR,
            SYSTEM_ERROR
        }
    }

    /** How much a source expects to send of a stream; a later one replaces an earlier one. Without a stream: of the whole sync. */
    record Estimate(Optional<StreamName> stream, Optional<Long> rows, Optional<Long> bytes) implements Message {}

    /** @param rateLimitedUntil milliseconds since 1970: the source is silent until then because the vendor's API told it so */
    record StreamStatus(StreamName stream, Status status, Optional<Long> rateLimitedUntil) implements Message {

        public enum Status {
            STARTED,
            RUNNING,
            COMPLETE,
            INCOMPLETE
        }
    }

    record Analytics(String type, String value) implements Message {}

    /** A message of a type that we do not know: it is passed on or left alone, never refused. */
    record Unknown(String type, ObjectNode body) implements Message {}

    /** The streams' names, as a list for error texts. */
    static String names(List<StreamName> streams) {
        return String.join(", ", streams.stream().map(StreamName::toString).toList());
    }
}
