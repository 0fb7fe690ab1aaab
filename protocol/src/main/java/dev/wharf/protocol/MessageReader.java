package dev.wharf.protocol;

import dev.wharf.protocol.Message.TraceError.FailureType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages from the objects of their wire form. What an image leaves out or misspells gets the mildest reading. */
final class MessageReader {

    private MessageReader() {}

    /** @param payload the object behind the payload's key; of an UNKNOWN message, the whole of it */
    static Message read(Envelope.Kind kind, ObjectNode payload) {
        return switch (kind) {
            case RECORD -> record(payload);
            case STATE -> new Message.State(payload);
            case LOG -> log(payload);
            case TRACE -> trace(payload);
            case CONTROL -> control(payload);
            case SPEC -> new Message.Spec(payload);
            case CONNECTION_STATUS ->
                new Message.ConnectionStatus(
                        word(payload, "status").equals("SUCCEEDED"),
                        payload.path("message").asString(""));
            case CATALOG -> new Message.CatalogOffer(Catalogs.offered(payload));
            case DESTINATION_CATALOG -> new Message.DestinationCatalog(Catalogs.operations(payload));
            case UNKNOWN -> new Message.Unknown(payload.path("type").asString(""), payload);
            case TEXT, BROKEN -> throw new IllegalArgumentException(kind + " is no message");
        };
    }

    private static Message record(ObjectNode record) {
        ObjectNode others = record.deepCopy();
        others.remove(List.of("stream", "namespace", "data", "emitted_at"));
        return new Message.DataRecord(
                new StreamName(
                        record.path("namespace").asString(""),
                        record.path("stream").asString("")),
                (ObjectNode) record.path("data"),
                Json.instant(record.path("emitted_at")),
                others);
    }

    private static Message log(ObjectNode log) {
        Message.Log.Level level = switch (word(log, "level")) {
            case "FATAL", "CRITICAL" -> Message.Log.Level.FATAL;
            case "ERROR" -> Message.Log.Level.ERROR;
            case "WARN", "WARNING" -> Message.Log.Level.WARN;
            case "DEBUG" -> Message.Log.Level.DEBUG;
            case "TRACE" -> Message.Log.Level.TRACE;
            default -> Message.Log.Level.INFO;
        };
        return new Message.Log(
                level, text(log.path("message")), log.path("stack_trace").asStringOpt());
    }

    private static Message trace(ObjectNode trace) {
        Instant emittedAt = Json.instant(trace.path("emitted_at"));
        return switch (word(trace, "type")) {
            case "ERROR" -> error(trace.path("error"), emittedAt);
            case "ESTIMATE" -> estimate(trace.path("estimate"), emittedAt);
            case "STREAM_STATUS" -> status(trace, emittedAt);
            case "ANALYTICS" ->
                new Message.Analytics(
                        trace.path("analytics").path("type").asString(""),
                        text(trace.path("analytics").path("value")),
                        emittedAt);
            default -> unknown("TRACE", "trace", trace);
        };
    }

    private static Message error(JsonNode error, Instant emittedAt) {
        FailureType type = switch (word(error, "failure_type")) {
            case "CONFIG_ERROR" -> FailureType.CONFIG_ERROR;
            case "TRANSIENT_ERROR" -> FailureType.TRANSIENT_ERROR;
            default -> FailureType.SYSTEM_ERROR;
        };
        JsonNode descriptor = error.path("stream_descriptor");
        return new Message.TraceError(
                text(error.path("message")),
                error.path("internal_message").asStringOpt(),
                error.path("stack_trace").asStringOpt(),
                type,
                descriptor.isObject() ? Optional.of(StreamName.of(descriptor)) : Optional.empty(),
                emittedAt);
    }

    private static Message estimate(JsonNode estimate, Instant emittedAt) {
        boolean sync = word(estimate, "type").equals("SYNC");
        return new Message.Estimate(
                sync ? Optional.empty() : Optional.of(StreamName.of(estimate)),
                Json.count(estimate.path("row_estimate")),
                Json.count(estimate.path("byte_estimate")),
                emittedAt);
    }

    private static Message status(ObjectNode trace, Instant emittedAt) {
        JsonNode body = trace.path("stream_status");
        String word = word(body, "status");
        Optional<Message> status = Arrays.stream(Message.StreamStatus.Status.values())
                .filter(known -> known.name().equals(word))
                .findFirst()
                .map(known -> new Message.StreamStatus(
                        StreamName.of(body.path("stream_descriptor")),
                        known,
                        rateLimit(body.path("reasons")),
                        emittedAt));
        return status.orElseGet(() -> unknown("TRACE", "trace", trace));
    }

    private static Optional<Message.RateLimit> rateLimit(JsonNode reasons) {
        return reasons.valueStream()
                .filter(reason -> word(reason, "type").equals("RATE_LIMITED"))
                .map(reason -> reason.path("rate_limited").path("quota_reset"))
                .map(reset ->
                        new Message.RateLimit(reset.isNumber() ? Optional.of(Json.instant(reset)) : Optional.empty()))
                .findFirst();
    }

    private static Message control(ObjectNode control) {
        return control.path("connectorConfig").path("config") instanceof ObjectNode config
                ? new Message.Control(config, Json.instant(control.path("emitted_at")))
                : unknown("CONTROL", "control", control);
    }

    /** A message of a known type with content that we do not know: newer than we are. */
    private static Message unknown(String type, String key, ObjectNode payload) {
        return new Message.Unknown(type, Json.object().put("type", type).set(key, payload));
    }

    private static String word(JsonNode object, String key) {
        return object.path(key).asString("").toUpperCase(Locale.ROOT);
    }

    /** A string as it is; of anything else, its JSON. */
    private static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : node.isString() ? node.stringValue() : node.toString();
    }
}
