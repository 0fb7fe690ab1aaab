package dev.wharf.protocol;

import dev.wharf.protocol.Message.TraceError;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The wire form of messages, as objects. Absent members are left out, never {@code null}. */
final class MessageWriter {

    private MessageWriter() {}

    static ObjectNode envelope(Message message) {
        return switch (message) {
            case Message.DataRecord record -> envelope("RECORD", "record", record(record));
            case Message.State(ObjectNode body) -> envelope("STATE", "state", body);
            case Message.Log log -> envelope("LOG", "log", log(log));
            case Message.Spec(ObjectNode body) -> envelope("SPEC", "spec", body);
            case Message.ConnectionStatus status -> envelope("CONNECTION_STATUS", "connectionStatus", status(status));
            case Message.CatalogOffer(Catalog catalog) -> envelope("CATALOG", "catalog", Catalogs.wire(catalog));
            case Message.DestinationCatalog catalog ->
                envelope("DESTINATION_CATALOG", "destination_catalog", Catalogs.wire(catalog));
            case Message.Control(ObjectNode config, Instant emittedAt) ->
                envelope("CONTROL", "control", control(config, emittedAt));
            case TraceError error -> trace("ERROR", error.emittedAt(), "error", error(error));
            case Message.Estimate estimate -> trace("ESTIMATE", estimate.emittedAt(), "estimate", estimate(estimate));
            case Message.StreamStatus status ->
                trace("STREAM_STATUS", status.emittedAt(), "stream_status", streamStatus(status));
            case Message.Analytics(String type, String value, Instant emittedAt) ->
                trace("ANALYTICS", emittedAt, "analytics", analytics(type, value));
            case Message.Unknown(String _, ObjectNode body) -> body;
        };
    }

    private static ObjectNode envelope(String type, String key, JsonNode payload) {
        return Json.object().put("type", type).set(key, payload);
    }

    private static ObjectNode trace(String type, Instant emittedAt, String key, ObjectNode payload) {
        ObjectNode trace = Json.object().put("type", type);
        time(trace, "emitted_at", emittedAt);
        return envelope("TRACE", "trace", trace.set(key, payload));
    }

    private static ObjectNode record(Message.DataRecord message) {
        ObjectNode record = Json.object().put("stream", message.stream().name());
        if (!message.stream().namespace().isEmpty()) {
            record.put("namespace", message.stream().namespace());
        }
        record.set("data", message.data());
        time(record, "emitted_at", message.emittedAt());
        return record.setAll(message.others());
    }

    private static ObjectNode log(Message.Log message) {
        ObjectNode log = Json.object().put("level", message.level().name()).put("message", message.message());
        put(log, "stack_trace", message.stackTrace());
        return log;
    }

    private static ObjectNode status(Message.ConnectionStatus message) {
        ObjectNode status = Json.object().put("status", message.succeeded() ? "SUCCEEDED" : "FAILED");
        return message.message().isEmpty() ? status : status.put("message", message.message());
    }

    private static ObjectNode control(ObjectNode config, Instant emittedAt) {
        ObjectNode control = Json.object().put("type", "CONNECTOR_CONFIG");
        time(control, "emitted_at", emittedAt);
        return control.set("connectorConfig", Json.object().set("config", config));
    }

    private static ObjectNode error(TraceError message) {
        ObjectNode error = Json.object().put("message", message.message());
        put(error, "internal_message", message.internalMessage());
        put(error, "stack_trace", message.stackTrace());
        error.put("failure_type", message.type().name().toLowerCase(Locale.ROOT));
        message.stream().ifPresent(stream -> error.set("stream_descriptor", descriptor(stream)));
        return error;
    }

    private static ObjectNode estimate(Message.Estimate message) {
        ObjectNode estimate = message.stream()
                .map(MessageWriter::descriptor)
                .orElseGet(() -> Json.object().put("name", "sync"));
        estimate.put("type", message.stream().isPresent() ? "STREAM" : "SYNC");
        message.rows().ifPresent(rows -> estimate.put("row_estimate", rows));
        message.bytes().ifPresent(bytes -> estimate.put("byte_estimate", bytes));
        return estimate;
    }

    private static ObjectNode streamStatus(Message.StreamStatus message) {
        ObjectNode status = Json.object();
        status.set("stream_descriptor", descriptor(message.stream()));
        status.put("status", message.status().name());
        message.rateLimit().ifPresent(limit -> {
            ObjectNode reason = status.putArray("reasons").addObject().put("type", "RATE_LIMITED");
            limit.until().ifPresent(until -> time(reason.putObject("rate_limited"), "quota_reset", until));
        });
        return status;
    }

    private static ObjectNode analytics(String type, String value) {
        ObjectNode analytics = Json.object().put("type", type);
        return value.isEmpty() ? analytics : analytics.put("value", value);
    }

    static ObjectNode descriptor(StreamName stream) {
        ObjectNode descriptor = Json.object().put("name", stream.name());
        return stream.namespace().isEmpty() ? descriptor : descriptor.put("namespace", stream.namespace());
    }

    private static void time(ObjectNode object, String key, Instant time) {
        BigDecimal milliseconds = Json.milliseconds(time);
        if (milliseconds.scale() == 0) {
            object.put(key, milliseconds.longValueExact());
        } else {
            object.put(key, milliseconds);
        }
    }

    private static void put(ObjectNode object, String key, Optional<String> text) {
        text.ifPresent(present -> object.put(key, present));
    }
}
