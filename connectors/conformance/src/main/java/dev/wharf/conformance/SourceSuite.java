package dev.wharf.conformance;

import static dev.wharf.conformance.Check.require;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.CatalogOffer;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.Spec;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every source must do, whoever wrote it. The config must be one with which a read ends within minutes; the checks read several
 * times. Reading is checked by {@link ReadChecks}.
 */
public final class SourceSuite {

    private final Subject source;
    private final ObjectNode config;

    public SourceSuite(Subject source, ObjectNode config) {
        this.source = source;
        this.config = config.deepCopy();
    }

    public List<Check> checks() {
        List<Check> checks = new ArrayList<>(List.of(
                new Check("spec describes the config", this::specDescribesTheConfig),
                new Check("check accepts the config", this::checkAcceptsTheConfig),
                new Check("check refuses a wrong config, or says why it cannot tell", this::checkRefusesAWrongConfig),
                new Check(
                        "discover offers streams with schemas, keys and cursors that exist",
                        this::discoverOffersStreams),
                new Check("discover says the same twice", this::discoverSaysTheSameTwice),
                new Check("a stream that does not exist is an error", this::unknownStreamIsAnError),
                new Check("files that hold nothing are an error", this::emptyFilesAreAnError)));
        checks.addAll(new ReadChecks(this).checks());
        return List.copyOf(checks);
    }

    Subject source() {
        return source;
    }

    byte[] configBytes() {
        return Json.write(config);
    }

    /** The values of the config that must not be said aloud. */
    Set<String> secrets() {
        Set<String> secrets = new HashSet<>();
        collectSecrets(source.run(new Invocation.Spec<>()).only(Spec.class).connectionSpecification(), config, secrets);
        return secrets;
    }

    Catalog discover() {
        return source.run(new Invocation.Discover<>(configBytes()))
                .only(CatalogOffer.class)
                .catalog();
    }

    Outcome read(List<Stream> streams, SyncMode mode, Optional<ArrayNode> states) {
        return source.run(reading(streams, mode, states));
    }

    Invocation<byte[]> reading(List<Stream> streams, SyncMode mode, Optional<ArrayNode> states) {
        List<ConfiguredStream> configured = streams.stream()
                .map(stream -> new ConfiguredStream(
                        stream, mode, DestinationSyncMode.APPEND, stream.defaultCursor(), List.of(), 1, 0, 1))
                .toList();
        byte[] catalog = Messages.write(new ConfiguredCatalog(configured, Optional.empty()));
        return new Invocation.Read<>(configBytes(), catalog, states.map(Json::write));
    }

    private void specDescribesTheConfig() {
        Outcome outcome = source.run(new Invocation.Spec<>());
        Spec spec = outcome.only(Spec.class);
        require(outcome.status() == 0, "spec exited with %d", outcome.status());
        require(
                spec.connectionSpecification().path("properties").isObject(),
                "the connectionSpecification has no properties");
        require(
                Types.departure(spec.connectionSpecification(), config, "config")
                        .isEmpty(),
                "the config of this test departs from the spec: %s",
                Types.departure(spec.connectionSpecification(), config, "config")
                        .orElse(""));
        List<String> unmarked = UnmarkedSecrets.in(spec.connectionSpecification());
        require(unmarked.isEmpty(), "these fields look like secrets and are not marked airbyte_secret: %s", unmarked);
    }

    private void checkAcceptsTheConfig() {
        Outcome outcome = source.run(new Invocation.Check<>(configBytes()));
        ConnectionStatus status = outcome.only(ConnectionStatus.class);
        require(status.succeeded(), "check failed: %s", status.message());
        require(outcome.status() == 0, "check exited with %d", outcome.status());
    }

    private void checkRefusesAWrongConfig() {
        Spec spec = source.run(new Invocation.Spec<>()).only(Spec.class);
        ObjectNode wrong = Json.object();
        spec.connectionSpecification()
                .path("properties")
                .propertyNames()
                .forEach(name -> wrong.putArray(name).add(1));
        Outcome outcome = source.run(new Invocation.Check<>(Json.write(wrong)));
        boolean refused = outcome.all(ConnectionStatus.class).stream().anyMatch(status -> !status.succeeded());
        boolean told = outcome.status() != 0 && !outcome.all(TraceError.class).isEmpty();
        require(
                refused || told,
                "a config with lists for values was neither refused by FAILED nor by an error with a status: it exited with %d",
                outcome.status());
    }

    private void discoverOffersStreams() {
        Catalog catalog = discover();
        require(!catalog.streams().isEmpty(), "discover offers no stream");
        Set<StreamName> names = new HashSet<>();
        for (Stream stream : catalog.streams()) {
            require(names.add(stream.name()), "stream %s is offered twice", stream.name());
            JsonNode properties = stream.jsonSchema().path("properties");
            require(properties.isObject(), "the schema of %s has no properties", stream.name());
            requireField(stream, properties, stream.defaultCursor(), "cursor");
            stream.sourceDefinedPrimaryKey().forEach(path -> requireField(stream, properties, path, "key"));
            require(
                    !stream.supports(SyncMode.INCREMENTAL)
                            || stream.sourceDefinedCursor()
                            || !stream.defaultCursor().isEmpty(),
                    "%s can be read incrementally and names no cursor",
                    stream.name());
        }
    }

    private static void requireField(Stream stream, JsonNode properties, List<String> path, String what) {
        JsonNode field = properties;
        for (String name : path) {
            field = field.has("properties") ? field.path("properties").path(name) : field.path(name);
        }
        require(
                path.isEmpty() || !field.isMissingNode(),
                "the %s %s of %s is not in its schema",
                what,
                path,
                stream.name());
    }

    private void discoverSaysTheSameTwice() {
        require(discover().equals(discover()), "two calls of discover gave different catalogs");
    }

    private void unknownStreamIsAnError() {
        Stream none = new Stream(
                StreamName.of("no such stream"),
                Json.object("{\"type\":\"object\",\"properties\":{}}"),
                Set.of(SyncMode.FULL_REFRESH),
                List.of(),
                false,
                List.of(),
                false,
                false,
                Optional.empty());
        Outcome outcome = read(List.of(none), SyncMode.FULL_REFRESH, Optional.empty());
        require(outcome.status() != 0, "reading a stream that does not exist exited with 0");
        require(!outcome.all(TraceError.class).isEmpty(), "reading a stream that does not exist gave no error message");
    }

    private void emptyFilesAreAnError() {
        Outcome outcome = source.run(new Invocation.Read<>(new byte[0], new byte[0], Optional.empty()));
        require(outcome.status() != 0, "a read with empty files exited with 0");
        require(outcome.all(Message.DataRecord.class).isEmpty(), "a read with empty files gave records");
    }

    private static void collectSecrets(JsonNode schema, JsonNode value, Set<String> into) {
        if (schema.path("airbyte_secret").asBoolean(false) && value.isString()) {
            into.add(value.asString());
        }
        value.properties()
                .forEach(entry ->
                        collectSecrets(schema.path("properties").path(entry.getKey()), entry.getValue(), into));
        schema.path("oneOf").forEach(variant -> collectSecrets(variant, value, into));
    }
}
