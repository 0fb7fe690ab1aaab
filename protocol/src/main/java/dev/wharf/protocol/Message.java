package dev.wharf.protocol;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One message of the protocol, as objects. For everything but the road of a record: there a line stays bytes, and
 * {@link Envelope} says what it is. A time that a message does not say is {@link Instant#EPOCH}.
 */
public sealed interface Message {

    /**
     * A row.
     *
     * @param others every other member of the record: {@code meta}, {@code file_reference}, and what we do not know
     */
    record DataRecord(StreamName stream, ObjectNode data, Instant emittedAt, ObjectNode others) implements Message {

        /**
         * In the record's {@code meta.wharf}: the fields by which a record that is no whole row finds the rows that it changes. What it has is
         * put into them, their other columns stay, and no row is added. For streams that are deduplicated, and destinations that say so.
         */
        public static final String PATCH = "patch";

        public DataRecord(StreamName stream, ObjectNode data, Instant emittedAt) {
            this(stream, data, emittedAt, Json.object());
        }

        /** What was done to the row on its way: {@code changes}, each with field, change and reason. */
        public Optional<ObjectNode> meta() {
            return others.path("meta") instanceof ObjectNode meta ? Optional.of(meta) : Optional.empty();
        }
    }

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
            String type = body.path("type").asString("").toUpperCase(Locale.ROOT);
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
                    ? Optional.of(StreamName.of(body.path("stream").path("stream_descriptor")))
                    : Optional.empty();
        }

        /** The streams that a state is about: one of STREAM, those listed of GLOBAL, none of LEGACY, which covers all. */
        public List<StreamName> streams() {
            return switch (kind()) {
                case STREAM -> stream().stream().toList();
                case GLOBAL ->
                    body.path("global")
                            .path("stream_states")
                            .valueStream()
                            .map(entry -> StreamName.of(entry.path("stream_descriptor")))
                            .toList();
                case LEGACY -> List.of();
            };
        }

        /** The integer that the runtime put on the state, if it is there (some destinations drop it). */
        public Optional<Long> id() {
            JsonNode id = body.path("id");
            return id.isIntegralNumber() && id.canConvertToLong() ? Optional.of(id.longValue()) : Optional.empty();
        }

        /** What the source counted since its previous state. */
        public Optional<Stats> sourceStats() {
            return Stats.read(body.path("sourceStats"));
        }

        /** What the destination counted since the previous state. */
        public Optional<Stats> destinationStats() {
            return Stats.read(body.path("destinationStats"));
        }

        /** The same state with the runtime's number on it. */
        public State numbered(long id) {
            return new State(body.deepCopy().put("id", id));
        }

        /** The same state without a number, as it is stored. */
        public State unnumbered() {
            ObjectNode copy = body.deepCopy();
            copy.remove("id");
            return new State(copy);
        }
    }

    /**
     * Records counted on one side. The wire has decimal numbers for them.
     *
     * @param rejected of {@code records} those that were not written
     */
    record Stats(Optional<Long> records, Optional<Long> rejected) {

        static Optional<Stats> read(JsonNode stats) {
            return stats.isObject()
                    ? Optional.of(new Stats(
                            Json.count(stats.path("recordCount")), Json.count(stats.path("rejectedRecordCount"))))
                    : Optional.empty();
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
        public ObjectNode connectionSpecification() {
            return body.path("connectionSpecification") instanceof ObjectNode schema ? schema : Json.object();
        }

        public Optional<String> documentationUrl() {
            return body.path("documentationUrl").asStringOpt();
        }

        /** What a destination can do with records; empty when it does not say. */
        public List<DestinationSyncMode> destinationSyncModes() {
            return body.path("supported_destination_sync_modes")
                    .valueStream()
                    .flatMap(mode -> DestinationSyncMode.of(mode.asString("")).stream())
                    .toList();
        }

        /** How a user may log in instead of typing secrets; the image's own form of it. */
        public Optional<ObjectNode> advancedAuth() {
            return body.path("advanced_auth") instanceof ObjectNode auth ? Optional.of(auth) : Optional.empty();
        }

        /** Whether a destination reports the checkpoints it holds when it is asked to ({@link ConfiguredCatalog.Origin}). */
        public boolean reportsHeld() {
            return body.path("wharf").path("held").asBoolean(false);
        }

        /** Whether a destination understands {@link DataRecord#PATCH}. */
        public boolean takesPatches() {
            return body.path("wharf").path("patches").asBoolean(false);
        }

        /** Whether a destination answers questions about its tables ({@link Invocation.Query}). */
        public boolean answersQueries() {
            return body.path("wharf").path("query").asBoolean(false);
        }
    }

    /** The answer to {@code check}: not succeeded means that the config is wrong, and says why. */
    record ConnectionStatus(boolean succeeded, String message) implements Message {}

    record CatalogOffer(Catalog catalog) implements Message {}

    /** What a destination that writes into an application offers. */
    record DestinationCatalog(List<Operation> operations) implements Message {

        public DestinationCatalog {
            operations = List.copyOf(operations);
        }

        /** @param matchingKeys paths of fields by which a row finds its object */
        public record Operation(
                String object, DestinationSyncMode syncMode, ObjectNode jsonSchema, List<List<String>> matchingKeys) {

            public Operation {
                matchingKeys = matchingKeys.stream().map(List::copyOf).toList();
            }
        }
    }

    /** A connector's new config, whole, secrets included: to be stored before anything else is done. */
    record Control(ObjectNode config, Instant emittedAt) implements Message {}

    /**
     * Why a connector fails.
     *
     * @param message for the user
     * @param internalMessage for whoever maintains the connector, or a {@link Reason}
     */
    record TraceError(
            String message,
            Optional<String> internalMessage,
            Optional<String> stackTrace,
            FailureType type,
            Optional<StreamName> stream,
            Instant emittedAt)
            implements Message {

        public enum FailureType {
            CONFIG_ERROR,
            TRANSIENT_ERROR,
            SYSTEM_ERROR
        }

        /**
         * What Wharf treats apart among the failures of a type. It goes as {@code internal_message}, since the protocol has no place of
         * its own for it; whoever does not know it treats the failure by its type.
         */
        public enum Reason {
            /** The vendor refused the credentials: nothing can be read with them. */
            ACCESS_DENIED("wharf.access-denied"),
            /** The credentials are good, and lack the right to read one stream. */
            PERMISSION_MISSING("wharf.permission-missing"),
            /** All calls that the run may make are made; its states say where to go on. */
            BUDGET_REACHED("wharf.budget-reached"),
            /** The question cannot be answered as it was put; the config is good. */
            QUERY_REFUSED("wharf.query-refused");

            private final String wire;

            Reason(String wire) {
                this.wire = wire;
            }

            public String wire() {
                return wire;
            }
        }

        /** The reason, where the connector gave one that we know. */
        public Optional<Reason> reason() {
            return Arrays.stream(Reason.values())
                    .filter(reason ->
                            internalMessage.filter(reason.wire::equals).isPresent())
                    .findFirst();
        }
    }

    /** How much a source expects to send of a stream; a later one replaces an earlier one. Without a stream: of the whole sync. */
    record Estimate(Optional<StreamName> stream, Optional<Long> rows, Optional<Long> bytes, Instant emittedAt)
            implements Message {}

    record StreamStatus(StreamName stream, Status status, Optional<RateLimit> rateLimit, Instant emittedAt)
            implements Message {

        public StreamStatus(StreamName stream, Status status, Instant emittedAt) {
            this(stream, status, Optional.empty(), emittedAt);
        }

        public enum Status {
            STARTED,
            RUNNING,
            COMPLETE,
            INCOMPLETE
        }
    }

    /**
     * The vendor's API told the source to wait.
     *
     * @param until the source is silent until then; empty when the vendor does not say
     */
    record RateLimit(Optional<Instant> until) {}

    /** @param value empty when the message has none */
    record Analytics(String type, String value, Instant emittedAt) implements Message {}

    /**
     * A message of a type, or with content, that we do not know: it is passed on or left alone, never refused.
     *
     * @param body the message, type included
     */
    record Unknown(String type, ObjectNode body) implements Message {}

    /** The streams' names, as a list for error texts. */
    static String names(List<StreamName> streams) {
        return String.join(", ", streams.stream().map(StreamName::toString).toList());
    }
}
