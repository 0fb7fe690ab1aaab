package dev.wharf.protocol;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Catalogs, to and from the objects of their wire form. */
final class Catalogs {

    private Catalogs() {}

    static Catalog offered(JsonNode catalog) {
        return new Catalog(
                catalog.path("streams").valueStream().map(Catalogs::stream).toList());
    }

    static ObjectNode wire(Catalog catalog) {
        ObjectNode wire = Json.object();
        ArrayNode streams = wire.putArray("streams");
        catalog.streams().forEach(stream -> streams.add(wire(stream)));
        return wire;
    }

    private static Stream stream(JsonNode stream) {
        Set<SyncMode> modes = new LinkedHashSet<>();
        stream.path("supported_sync_modes")
                .valueStream()
                .flatMap(mode -> SyncMode.of(mode.asString("")).stream())
                .forEach(modes::add);
        return new Stream(
                StreamName.of(stream),
                schema(stream),
                modes,
                path(stream.path("default_cursor_field")),
                stream.path("source_defined_cursor").asBoolean(false),
                paths(stream.path("source_defined_primary_key")),
                stream.path("is_resumable").asBoolean(false),
                stream.path("is_file_based").asBoolean(false),
                stream.path("wharf") instanceof ObjectNode wharf ? Optional.of(wharf) : Optional.empty());
    }

    private static ObjectNode wire(Stream stream) {
        ObjectNode wire = MessageWriter.descriptor(stream.name());
        wire.set("json_schema", stream.jsonSchema());
        ArrayNode modes = wire.putArray("supported_sync_modes");
        for (SyncMode mode : SyncMode.values()) {
            if (stream.supports(mode)) {
                modes.add(mode.wire());
            }
        }
        if (stream.sourceDefinedCursor()) {
            wire.put("source_defined_cursor", true);
        }
        putPath(wire, "default_cursor_field", stream.defaultCursor());
        putPaths(wire, "source_defined_primary_key", stream.sourceDefinedPrimaryKey());
        if (stream.resumable()) {
            wire.put("is_resumable", true);
        }
        if (stream.fileBased()) {
            wire.put("is_file_based", true);
        }
        stream.wharf().ifPresent(wharf -> wire.set("wharf", wharf));
        return wire;
    }

    static ConfiguredCatalog configured(JsonNode catalog) {
        if (!catalog.path("streams").isArray()) {
            throw new IllegalArgumentException("A configured catalog needs a list streams");
        }
        return new ConfiguredCatalog(
                catalog.path("streams")
                        .valueStream()
                        .map(Catalogs::configuredStream)
                        .toList(),
                origin(catalog.path("wharf")),
                budget(catalog.path("wharf").path("budget")),
                catalog.path("wharf").path("patches").asBoolean(false));
    }

    static ObjectNode wire(ConfiguredCatalog catalog) {
        ObjectNode wire = Json.object();
        ArrayNode streams = wire.putArray("streams");
        catalog.streams().forEach(stream -> streams.add(wire(stream)));
        catalog.wharf().ifPresent(origin -> wire.set("wharf", wire(origin)));
        catalog.budget().ifPresent(budget -> wire.withObject("wharf").set("budget", wire(budget)));
        if (catalog.patches()) {
            wire.withObject("wharf").put("patches", true);
        }
        return wire;
    }

    private static ObjectNode wire(ConfiguredCatalog.Budget budget) {
        ObjectNode wire = Json.object();
        budget.calls().ifPresent(calls -> wire.put("calls", calls));
        if (budget.leave() > 0) {
            wire.put("leave", budget.leave());
        }
        return wire;
    }

    private static Optional<ConfiguredCatalog.Budget> budget(JsonNode budget) {
        if (!budget.isObject()) {
            return Optional.empty();
        }
        OptionalLong calls =
                budget.has("calls") ? OptionalLong.of(budget.path("calls").asLong()) : OptionalLong.empty();
        return Optional.of(
                new ConfiguredCatalog.Budget(calls, budget.path("leave").asDouble(0)));
    }

    private static ObjectNode wire(ConfiguredCatalog.Origin origin) {
        ObjectNode wire = Json.object()
                .put("connection", origin.connection())
                .put("epoch", origin.epoch())
                .put("run", origin.run());
        ArrayNode completed = wire.putArray("completed");
        new TreeMap<>(origin.completed()).forEach((stream, sync) -> {
            ObjectNode entry = completed.addObject().put("name", stream.name());
            if (!stream.namespace().isEmpty()) {
                entry.put("namespace", stream.namespace());
            }
            entry.put("sync_id", sync.longValue());
        });
        return wire;
    }

    private static Optional<ConfiguredCatalog.Origin> origin(JsonNode wharf) {
        if (!wharf.isObject() || !wharf.has("connection")) {
            return Optional.empty();
        }
        Map<StreamName, Long> completed = new HashMap<>();
        wharf.path("completed")
                .forEach(entry -> completed.put(
                        new StreamName(
                                entry.path("namespace").asString(""),
                                entry.path("name").asString("")),
                        entry.path("sync_id").asLong(0)));
        return Optional.of(new ConfiguredCatalog.Origin(
                wharf.path("connection").asString(""),
                wharf.path("epoch").asLong(0),
                wharf.path("run").asString(""),
                completed));
    }

    private static ConfiguredStream configuredStream(JsonNode entry) {
        return new ConfiguredStream(
                stream(entry.path("stream")),
                mode(entry, "sync_mode", SyncMode::of, SyncMode.FULL_REFRESH),
                mode(entry, "destination_sync_mode", DestinationSyncMode::of, DestinationSyncMode.APPEND),
                path(entry.path("cursor_field")),
                paths(entry.path("primary_key")),
                entry.path("generation_id").asLong(0),
                entry.path("minimum_generation_id").asLong(0),
                entry.path("sync_id").asLong(0),
                entry.path("include_files").asBoolean(false),
                entry.path("destination_object_name").asStringOpt());
    }

    private static ObjectNode wire(ConfiguredStream entry) {
        ObjectNode stream = wire(entry.stream());
        stream.remove("wharf"); // an answer to us, of no use to who gets it back
        ObjectNode wire = Json.object();
        wire.set("stream", stream);
        wire.put("sync_mode", entry.syncMode().wire());
        wire.put("destination_sync_mode", entry.destinationSyncMode().wire());
        putPath(wire, "cursor_field", entry.cursor());
        putPaths(wire, "primary_key", entry.primaryKey());
        wire.put("generation_id", entry.generation())
                .put("minimum_generation_id", entry.minimumGeneration())
                .put("sync_id", entry.sync());
        if (entry.includesFiles()) {
            wire.put("include_files", true);
        }
        entry.destinationObject().ifPresent(object -> wire.put("destination_object_name", object));
        return wire;
    }

    /** The mode that an entry asks for. What we do not know cannot be done, and doing something else would be worse. */
    private static <M> M mode(JsonNode entry, String key, Function<String, Optional<M>> known, M standard) {
        JsonNode word = entry.path(key);
        if (word.isMissingNode() || word.isNull()) {
            return standard;
        }
        return known.apply(word.asString(""))
                .orElseThrow(() -> new IllegalArgumentException(
                        "Stream " + StreamName.of(entry.path("stream")) + " asks for the unknown " + key + " " + word));
    }

    /** Operations with a mode that we do not know are left out: we could not ask for them. */
    static List<Message.DestinationCatalog.Operation> operations(JsonNode catalog) {
        return catalog.path("operations")
                .valueStream()
                .flatMap(operation -> DestinationSyncMode.of(
                                operation.path("sync_mode").asString(""))
                        .stream()
                        .map(mode -> new Message.DestinationCatalog.Operation(
                                operation.path("object_name").asString(""),
                                mode,
                                schema(operation),
                                paths(operation.path("matching_keys")))))
                .toList();
    }

    static ObjectNode wire(Message.DestinationCatalog catalog) {
        ObjectNode wire = Json.object();
        ArrayNode operations = wire.putArray("operations");
        for (Message.DestinationCatalog.Operation operation : catalog.operations()) {
            ObjectNode entry = operations.addObject().put("object_name", operation.object());
            entry.put("sync_mode", operation.syncMode().wire());
            entry.set("json_schema", operation.jsonSchema());
            putPaths(entry, "matching_keys", operation.matchingKeys());
        }
        return wire;
    }

    private static ObjectNode schema(JsonNode holder) {
        return holder.path("json_schema") instanceof ObjectNode schema ? schema : Json.object();
    }

    /** A path is a list of names; some images send the name alone. */
    private static List<String> path(JsonNode path) {
        return path.isString()
                ? List.of(path.stringValue())
                : path.valueStream().map(name -> name.asString("")).toList();
    }

    private static List<List<String>> paths(JsonNode paths) {
        return paths.valueStream().map(Catalogs::path).toList();
    }

    private static void putPath(ObjectNode object, String key, List<String> path) {
        if (!path.isEmpty()) {
            ArrayNode array = object.putArray(key);
            path.forEach(array::add);
        }
    }

    private static void putPaths(ObjectNode object, String key, List<List<String>> paths) {
        if (!paths.isEmpty()) {
            ArrayNode array = object.putArray(key);
            paths.forEach(path -> {
                ArrayNode inner = array.addArray();
                path.forEach(inner::add);
            });
        }
    }
}
