package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes down what a destination is given: a catalog and the lines on stdin. */
final class Sync {

    private final ObjectNode catalog = Json.object();
    private final StringBuilder lines = new StringBuilder();
    private long number = 7;

    /** Which sync of the connection it is; to be said first. */
    Sync number(long number) {
        this.number = number;
        return this;
    }

    /** @param properties JSON: the fields with their schemas */
    Sync stream(String name, String mode, long generation, long minimum, String properties, String... key) {
        ObjectNode entry = streams().addObject();
        ObjectNode stream = entry.putObject("stream").put("name", name);
        stream.putObject("json_schema").put("type", "object").set("properties", Json.object(properties));
        stream.putArray("supported_sync_modes").add("incremental");
        entry.put("sync_mode", "incremental").put("destination_sync_mode", mode);
        entry.put("generation_id", generation)
                .put("minimum_generation_id", minimum)
                .put("sync_id", number);
        ArrayNode keys = entry.putArray("primary_key");
        for (String field : key) {
            keys.addArray().add(field);
        }
        return this;
    }

    /** Of the stream that was said last. */
    Sync namespace(String namespace) {
        ((ObjectNode) streams().get(streams().size() - 1).path("stream")).put("namespace", namespace);
        return this;
    }

    Sync cursor(String... path) {
        ArrayNode cursor = ((ObjectNode) streams().get(streams().size() - 1)).putArray("cursor_field");
        for (String step : path) {
            cursor.add(step);
        }
        return this;
    }

    /** The source keeps its own. */
    Sync ownCursor(String field) {
        ObjectNode stream = (ObjectNode) streams().get(streams().size() - 1).path("stream");
        stream.put("source_defined_cursor", true)
                .putArray("default_cursor_field")
                .add(field);
        return this;
    }

    Sync origin(long epoch) {
        catalog.putObject("wharf").put("connection", "crm").put("epoch", epoch).put("run", "run-1");
        return this;
    }

    /** The newest sync of which the runtime knows that it completed the stream. */
    Sync completedBy(long number, String stream) {
        ((ObjectNode) catalog.path("wharf"))
                .withArray("completed")
                .addObject()
                .put("name", stream)
                .put("sync_id", number);
        return this;
    }

    Sync record(String stream, String data) {
        return line("{\"type\":\"RECORD\",\"record\":{\"stream\":\"%s\",\"emitted_at\":1700000000000,\"data\":%s}}"
                .formatted(stream, data));
    }

    Sync state(String stream, long id) {
        return line(
                "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"%s\"},\"stream_state\":{\"at\":%d}},\"id\":%d}}"
                        .formatted(stream, id, id));
    }

    Sync complete(String stream) {
        return line(
                "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1.0,\"stream_status\":{\"stream_descriptor\":{\"name\":\"%s\"},\"status\":\"COMPLETE\"}}}"
                        .formatted(stream));
    }

    Sync line(String line) {
        lines.append(line).append('\n');
        return this;
    }

    byte[] catalog() {
        return Json.write(catalog);
    }

    byte[] lines() {
        return lines.toString().getBytes(UTF_8);
    }

    private ArrayNode streams() {
        return catalog.withArray("streams");
    }
}
