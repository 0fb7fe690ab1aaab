package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.CatalogOffer;
import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.sdk.Connectors;
import dev.wharf.standin.stripe.Key;
import dev.wharf.standin.stripe.StripeStandin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a connection would have after its syncs: runs the source in this process and keeps, as a destination that deduplicates does, the newest row of each key
 * and the last state of each collection whose records came before it.
 */
final class Warehouse {

    private static final String LIVE = "sk_live_wharf4242";

    private final Path files;
    private final ObjectNode config;
    private final Map<String, Map<String, ObjectNode>> tables = new HashMap<>();
    private final Map<String, JsonNode> states = new LinkedHashMap<>();
    private String syncMode = "incremental";
    private boolean patches = true;
    private long budget = Long.MAX_VALUE;

    /** One run of the source. */
    record Run(int status, List<Message> messages) {

        List<String> failed() {
            return messages.stream()
                    .flatMap(message -> message instanceof TraceError error
                            ? error.stream().map(name -> name + ": " + error.message()).stream()
                            : java.util.stream.Stream.<String>empty())
                    .toList();
        }

        Optional<String> end() {
            return messages.stream()
                    .flatMap(message -> message instanceof TraceError error
                                    && error.stream().isEmpty()
                            ? java.util.stream.Stream.of(error.message())
                            : java.util.stream.Stream.<String>empty())
                    .findFirst();
        }

        List<String> completed() {
            return messages.stream()
                    .flatMap(message -> message instanceof StreamStatus status && status.status() == Status.COMPLETE
                            ? java.util.stream.Stream.of(status.stream().name())
                            : java.util.stream.Stream.<String>empty())
                    .toList();
        }

        List<String> offered() {
            return messages.stream()
                    .flatMap(message -> message instanceof CatalogOffer offer
                            ? offer.catalog().streams().stream()
                            : java.util.stream.Stream.<Stream>empty())
                    .map(stream -> stream.name().name())
                    .toList();
        }

        long records() {
            return messages.stream().filter(DataRecord.class::isInstance).count();
        }

        long records(String collection) {
            return messages.stream()
                    .filter(message -> message instanceof DataRecord record
                            && record.stream().name().equals(collection))
                    .count();
        }
    }

    /** With a key of a live account, which may make more calls in a second than one for tests. */
    static Warehouse of(Path files, StripeStandin stripe) {
        stripe.keys().put(Key.secret(LIVE));
        return new Warehouse(files, stripe.url(), LIVE);
    }

    Warehouse(Path files, URI api, String key) {
        this.files = files;
        this.config = Json.object().put("api_key", key).put("base_url", api.toString());
    }

    Warehouse with(String setting, String value) {
        config.put(setting, value);
        return this;
    }

    Warehouse with(String setting, long value) {
        config.put(setting, value);
        return this;
    }

    Warehouse with(String setting, boolean value) {
        config.put(setting, value);
        return this;
    }

    /** As a destination that knows whole rows only. */
    Warehouse withoutPatches() {
        patches = false;
        return this;
    }

    /** Of calls, for each run. */
    Warehouse withBudget(long calls) {
        budget = calls;
        return this;
    }

    void fullRefresh() {
        syncMode = "full_refresh";
    }

    Run sync(List<String> collections) {
        return sync(collections, Integer.MAX_VALUE);
    }

    /** @param acknowledged how many of the states come back before the runtime is killed */
    Run sync(List<String> collections, int acknowledged) {
        List<String> arguments = new ArrayList<>(List.of(
                "read",
                "--config",
                file("config.json", config),
                "--catalog",
                file("catalog.json", catalog(collections))));
        if (!states.isEmpty()) {
            ArrayNode saved = Json.object().putArray("states");
            states.values().forEach(saved::add);
            arguments.addAll(List.of("--state", file("state.json", saved)));
        }
        Run run = run(arguments);
        load(run.messages(), acknowledged);
        return run;
    }

    Run check() {
        return run(List.of("check", "--config", file("config.json", config)));
    }

    Run discover() {
        return run(List.of("discover", "--config", file("config.json", config)));
    }

    /** The rows of a collection by their key. */
    Map<String, ObjectNode> table(String collection) {
        return tables.computeIfAbsent(collection, _ -> new LinkedHashMap<>());
    }

    JsonNode state(String collection) {
        return states.getOrDefault(collection, Json.object()).path("stream").path("stream_state");
    }

    private static Run run(List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Connectors.run(new StripeSource(), arguments.toArray(String[]::new), out);
        List<Message> messages = out.toString(StandardCharsets.UTF_8)
                .lines()
                .flatMap(line -> Messages.read(line.getBytes(StandardCharsets.UTF_8)).stream())
                .toList();
        return new Run(status, messages);
    }

    /** Rows count only once a state that covers them has come back. */
    private void load(List<Message> messages, int acknowledged) {
        Map<String, List<DataRecord>> open = new HashMap<>();
        int left = acknowledged;
        for (Message message : messages) {
            if (message instanceof DataRecord record) {
                open.computeIfAbsent(record.stream().name(), _ -> new ArrayList<>())
                        .add(record);
            } else if (message instanceof State state && left-- > 0) {
                String stream = state.stream().orElseThrow().name();
                states.put(stream, state.body());
                Optional.ofNullable(open.remove(stream)).ifPresent(rows -> rows.forEach(row -> put(stream, row)));
            }
        }
    }

    static String key(String collection, JsonNode row) {
        return String.join(
                " ",
                Collections.named(collection).orElseThrow().key().stream()
                        .map(name -> row.path(name).asString())
                        .toList());
    }

    private void put(String stream, DataRecord record) {
        JsonNode by = record.others().path("meta").path("wharf").path(DataRecord.PATCH);
        if (by.isMissingNode()) {
            put(stream, record.data());
        } else {
            table(stream).values().stream()
                    .filter(row ->
                            by.valueStream().allMatch(field -> value(row, field).equals(value(record.data(), field))))
                    .filter(row -> row.path("_updated").asLong()
                            <= record.data().path("_updated").asLong())
                    .forEach(row -> row.setAll(record.data()));
        }
    }

    private static String value(ObjectNode row, JsonNode field) {
        return row.path(field.asString()).asString("");
    }

    private void put(String stream, ObjectNode row) {
        String key = key(stream, row);
        table(stream)
                .merge(
                        key,
                        row,
                        (old, now) -> now.path("_updated").asLong()
                                        >= old.path("_updated").asLong()
                                ? now
                                : old);
    }

    private ObjectNode catalog(List<String> collections) {
        ObjectNode catalog = Json.object();
        ObjectNode wharf = catalog.putObject("wharf").put("patches", patches);
        if (budget < Long.MAX_VALUE) {
            wharf.putObject("budget").put("calls", budget);
        }
        ArrayNode streams = catalog.putArray("streams");
        for (String name : collections) {
            Stream stream = Offers.of(List.of(Collections.named(name).orElseThrow()), Map.of())
                    .streams()
                    .getFirst();
            ObjectNode entry = streams.addObject();
            ObjectNode offered = entry.putObject("stream").put("name", name);
            offered.set("json_schema", stream.jsonSchema());
            offered.putArray("supported_sync_modes").add("full_refresh").add("incremental");
            offered.put("is_resumable", true);
            entry.put("sync_mode", syncMode).put("destination_sync_mode", "append_dedup");
        }
        return catalog;
    }

    private String file(String name, JsonNode content) {
        try {
            return Files.write(files.resolve(name), Json.write(content)).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
