package dev.wharf.sdk.api;

import static dev.wharf.sdk.api.Server.answer;
import static dev.wharf.sdk.api.Server.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.Analytics;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.Connectors;
import dev.wharf.sdk.Output;
import dev.wharf.sdk.Source;
import dev.wharf.sdk.States;
import dev.wharf.sdk.StreamOffer;
import dev.wharf.sdk.StreamOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A whole source on the client: how its streams end, and what is on the wire of the calls it made. */
class ReadersTest {

    private static final Stream FIRST = StreamOffer.objects("first", Json.object("{}")).stream();
    private static final Stream SECOND = StreamOffer.objects("second", Json.object("{}")).stream();

    @TempDir
    private Path directory;

    @Test
    void everyStreamIsReadToItsEnd() throws IOException {
        List<Message> said = read(OptionalLong.empty(), json("{}"));

        assertEquals(
                List.of(
                        "first STARTED",
                        "first RUNNING",
                        "first COMPLETE",
                        "second STARTED",
                        "second RUNNING",
                        "second COMPLETE"),
                statuses(said));
        assertEquals(List.of(), errors(said));
    }

    @Test
    void callsAreToldWithEachStateAndAddUp() throws IOException {
        List<Message> said = read(OptionalLong.empty(), json("{}"));
        List<Analytics> calls = said.stream()
                .filter(Analytics.class::isInstance)
                .map(Analytics.class::cast)
                .toList();

        assertEquals(4, calls.size(), "one with each state that followed a call");
        assertEquals("wharf.calls", calls.getLast().type());
        assertEquals(
                "{\"account\":\"acct_1\",\"calls\":[{\"stream\":\"first\",\"class\":\"reads\",\"calls\":2},"
                        + "{\"stream\":\"second\",\"class\":\"reads\",\"calls\":2}]}",
                calls.getLast().value());
    }

    @Test
    void theBudgetEndsTheRunBehindTheLastState() throws IOException {
        List<Message> said = read(OptionalLong.of(3), json("{}"));

        assertEquals(
                List.of(
                        "first STARTED",
                        "first RUNNING",
                        "first COMPLETE",
                        "second STARTED",
                        "second RUNNING",
                        "second INCOMPLETE"),
                statuses(said));
        assertEquals(List.of(Optional.of(Reason.BUDGET_REACHED)), errors(said));
        assertEquals(3, said.stream().filter(Message.State.class::isInstance).count());
        assertEquals(
                "{\"account\":\"acct_1\",\"calls\":[{\"stream\":\"first\",\"class\":\"reads\",\"calls\":2},"
                        + "{\"stream\":\"second\",\"class\":\"reads\",\"calls\":1}]}",
                said.stream()
                        .filter(Analytics.class::isInstance)
                        .map(message -> ((Analytics) message).value())
                        .toList()
                        .getLast());
    }

    @Test
    void theShareOfTheQuotaThatOthersNeedIsLeft() throws IOException {
        AtomicLong used = new AtomicLong(78);
        Vendor metered = new Metered(used);
        List<Message> said = read(new ConfiguredCatalog.Budget(OptionalLong.empty(), 0.2), metered, json("{}"));

        assertEquals(List.of(Optional.of(Reason.BUDGET_REACHED)), errors(said));
        assertEquals(81, used.get(), "the call behind which less than a fifth was left was the last");
    }

    @Test
    void aStreamWithoutItsPermissionLeavesTheOthers() throws IOException {
        List<Message> said = read(OptionalLong.empty(), answer(403, "{}"), json("{}"));

        assertEquals(
                List.of("first STARTED", "first INCOMPLETE", "second STARTED", "second RUNNING", "second COMPLETE"),
                statuses(said));
        assertEquals(List.of(Optional.of(Reason.PERMISSION_MISSING)), errors(said));
    }

    @Test
    void accessDeniedKeepsFurtherStreamsFromBeingBegun() throws IOException {
        List<Message> said = read(OptionalLong.empty(), answer(401, "{}"));

        assertEquals(List.of("first STARTED", "first INCOMPLETE"), statuses(said));
        assertEquals(List.of(Optional.of(Reason.ACCESS_DENIED)), errors(said));
        assertEquals(
                1, said.stream().filter(Analytics.class::isInstance).count(), "also a run that failed tells its calls");
    }

    @Test
    void aWaitIsToldOfTheStreamThatWaits() throws IOException {
        List<Message> said = read(OptionalLong.empty(), answer(429, "", "Retry-After", "5"), json("{}"));
        StreamStatus waiting = said.stream()
                .filter(message -> message instanceof StreamStatus status
                        && status.rateLimit().isPresent())
                .map(StreamStatus.class::cast)
                .findFirst()
                .orElseThrow();

        assertEquals(StreamName.of("first"), waiting.stream());
        assertEquals(
                waiting.emittedAt().plusSeconds(5),
                waiting.rateLimit().orElseThrow().until().orElseThrow());
    }

    private List<Message> read(OptionalLong calls, Server.Turn... script) throws IOException {
        return read(new ConfiguredCatalog.Budget(calls, 0), new Acme(), script);
    }

    private List<Message> read(ConfiguredCatalog.Budget budget, Vendor vendor, Server.Turn... script)
            throws IOException {
        ConfiguredCatalog catalog = new ConfiguredCatalog(
                List.of(configured(FIRST), configured(SECOND)), Optional.empty(), Optional.of(budget), false);
        Path config = Files.writeString(directory.resolve("config"), "{}");
        Path catalogFile = Files.write(directory.resolve("catalog"), Messages.write(catalog));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Server server = new Server(script)) {
            String[] arguments = {"read", "--config", config.toString(), "--catalog", catalogFile.toString()};
            Connectors.run(new TwoPages(server, vendor), arguments, out);
        }
        return Arrays.stream(out.toString(StandardCharsets.UTF_8).split("\n"))
                .flatMap(line -> Messages.read(line.getBytes(StandardCharsets.UTF_8)).stream())
                .toList();
    }

    private static ConfiguredStream configured(Stream stream) {
        return new ConfiguredStream(
                stream, SyncMode.FULL_REFRESH, DestinationSyncMode.APPEND, List.of(), List.of(), 1, 0, 1);
    }

    private static List<String> statuses(List<Message> said) {
        return said.stream()
                .filter(message -> message instanceof StreamStatus status
                        && status.rateLimit().isEmpty())
                .map(message -> ((StreamStatus) message).stream() + " " + ((StreamStatus) message).status())
                .toList();
    }

    private static List<Optional<Reason>> errors(List<Message> said) {
        return said.stream()
                .filter(TraceError.class::isInstance)
                .map(message -> ((TraceError) message).reason())
                .toList();
    }

    /** Tells in each answer how many calls of a hundred are used. */
    private static final class Metered extends Acme {

        private final AtomicLong used;

        Metered(AtomicLong used) {
            this.used = used;
        }

        @Override
        public Gauge gauge(Call call, HttpHeaders headers) {
            return Gauge.of(new Gauge.Quota(used.incrementAndGet(), 100));
        }
    }

    /** Reads one stream after the other, two pages of a record each. */
    private record TwoPages(Server server, Vendor vendor) implements Source {

        @Override
        public ObjectNode spec() {
            return Json.object("{\"connectionSpecification\":{}}");
        }

        @Override
        public ConnectionStatus check(Config config) {
            return new ConnectionStatus(true, "");
        }

        @Override
        public Catalog discover(Config config) {
            return new Catalog(List.of(FIRST, SECOND));
        }

        @Override
        public void read(Config config, ConfiguredCatalog catalog, States states, Output output) throws Exception {
            Budget budget = Budget.of(catalog, "acct_1", output);
            RandomGenerator random = RandomGenerator.getDefault();
            try (ApiClient client = ApiClient.open(
                    vendor, server.uri(), Transport.of(config), budget, Waits.on(output), new MovedTime(), random)) {
                List<StreamName> names =
                        catalog.streams().stream().map(ConfiguredStream::name).toList();
                new Readers(output, 1).read(names, stream -> read(client, stream));
            }
        }

        private static void read(ApiClient client, StreamOutput stream) {
            for (int page = 1; page <= 2; page++) {
                client.send(
                        Call.get(Acme.READS, "/v1/things").query("page", page).spentFor(stream.name()));
                stream.record(Json.object().put("page", page));
                stream.state(Json.object().put("page", page));
            }
        }
    }
}
