package dev.wharf.runtime.sync;

import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.state.SqlStateStore;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.sync.Plan.Ability;
import dev.wharf.runtime.sync.ScriptedLauncher.Script;
import dev.wharf.runtime.sync.ScriptedLauncher.Stage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A connection between scripted connectors, with a real state store: what the tests of a sync are played on. */
final class SyncScene implements AfterEachCallback {

    static final Stream USERS = stream("users");
    static final Stream ORDERS = stream("orders");

    final Path directory;
    final StateStore store;
    final List<String> loaded = Collections.synchronizedList(new ArrayList<>());
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final Secrets secrets = new Secrets();
    final List<Duration> pauses = new ArrayList<>();
    Sync.Pause pause = pauses::add;
    private final AtomicInteger runs = new AtomicInteger();
    private final Set<Ability> abilities = EnumSet.of(Ability.TERMINAL_STATUS);
    private List<Plan.Selected> selection = List.of(selected(USERS), selected(ORDERS));
    List<Plan.Untried> untried = List.of();
    private Optional<Plan.Budget> budget = Optional.empty();
    private Miscounts miscounts = Miscounts.REPORT;
    private Plan.Limits limits = new Plan.Limits(Duration.ofSeconds(30), Duration.ofSeconds(5), 10, 80 << 20, 3);

    SyncScene() {
        try {
            this.directory = Files.createTempDirectory("sync");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.store = SqlStateStore.open(directory.resolve("state.db").toString(), Map.of());
    }

    SyncScene with(Ability ability) {
        abilities.add(ability);
        return this;
    }

    SyncScene selecting(Plan.Selected... selected) {
        selection = List.of(selected);
        return this;
    }

    SyncScene selecting(List<Plan.Selected> selected) {
        selection = selected;
        return this;
    }

    SyncScene within(Plan.Limits these) {
        limits = these;
        return this;
    }

    SyncScene on(Miscounts these) {
        miscounts = these;
        return this;
    }

    SyncScene spending(Plan.Budget these) {
        budget = Optional.of(these);
        return this;
    }

    Plan.Limits limits() {
        return limits;
    }

    Report run(Script source, Script destination) {
        return run(new ScriptedLauncher(source, destination));
    }

    Report run(ScriptedLauncher launcher) {
        return sync(launcher).run();
    }

    Sync sync(ScriptedLauncher launcher) {
        String run = "run-" + runs.incrementAndGet();
        return new Sync(
                launcher,
                store,
                new Plan(
                        "shop",
                        party("source"),
                        party("destination"),
                        selection,
                        untried,
                        miscounts,
                        limits,
                        budget,
                        List.of()),
                secrets,
                new Sync.Surroundings(run, directory.resolve(run), Clock.systemUTC(), pause, Progress.silent()));
    }

    Memory memory() {
        return store.memory("shop");
    }

    /** The content of the saved state of a collection; null when there is none. */
    String saved(Stream stream) {
        Memory.Saved saved = memory().states().get(stream.name());
        return saved == null
                ? "none"
                : saved.body().path("stream").path("stream_state").toString();
    }

    /** A destination that loads everything and returns every state, as ours do. */
    int loads(Stage stage) throws IOException {
        for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
            hear(line);
            if (line.contains("\"STATE\"")) {
                stage.say(line);
            }
        }
        return 0;
    }

    void hear(String line) {
        heard.add(line);
        if (line.contains("\"record\":{")) {
            loaded.add(line);
        }
    }

    /** The collections whose end the destination was told. */
    List<String> declaredComplete() {
        return heard.stream()
                .map(line ->
                        Messages.read(line.getBytes(StandardCharsets.UTF_8)).orElseThrow())
                .filter(Message.StreamStatus.class::isInstance)
                .map(message -> ((Message.StreamStatus) message).stream().toString())
                .toList();
    }

    static String record(Stream stream, int id) {
        return "{\"type\":\"RECORD\",\"record\":{\"stream\":\"" + stream.name().name() + "\",\"data\":{\"id\":" + id
                + "},\"emitted_at\":1700000000000}}";
    }

    static String state(Stream stream, int cursor) {
        return "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\""
                + stream.name().name() + "\"},\"stream_state\":{\"cursor\":" + cursor + "}}}}";
    }

    static String status(Stream stream, String status) {
        return "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1.7e12,\"stream_status\":{\"stream_descriptor\":{\"name\":\""
                + stream.name().name() + "\"},\"status\":\"" + status + "\"}}}";
    }

    static String error(String type, String message) {
        return "{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"emitted_at\":1,\"error\":{\"message\":\"" + message
                + "\",\"failure_type\":\"" + type + "\"}}}";
    }

    static String error(String type, String message, String reason) {
        return error(type, message)
                .replace("\"failure_type\"", "\"internal_message\":\"" + reason + "\",\"failure_type\"");
    }

    /** A source that says these lines and ends well. */
    static Script says(String... lines) {
        return stage -> {
            for (String line : lines) {
                stage.say(line);
            }
            return 0;
        };
    }

    static Stream stream(String name) {
        return new Stream(
                StreamName.of(name),
                Json.object("{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"}}}"),
                Set.of(SyncMode.FULL_REFRESH, SyncMode.INCREMENTAL),
                List.of(),
                true,
                List.of(List.of("id")),
                false,
                false,
                Optional.empty());
    }

    static Plan.Selected selected(Stream stream) {
        return selected(stream, SyncMode.INCREMENTAL, DestinationSyncMode.APPEND, InvalidPolicy.QUARANTINE);
    }

    static Plan.Selected selected(Stream stream, SyncMode mode, DestinationSyncMode write, InvalidPolicy invalid) {
        return new Plan.Selected(
                stream, mode, write, List.of(), List.of(), invalid, Optional.empty(), Plan.Refresh.CONTINUE);
    }

    private Plan.Party party(String label) {
        return new Plan.Party(
                label,
                new Program.Command(List.of("scripted")),
                Json.object(),
                Json.object(),
                Confinement.standard(),
                abilities);
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        store.close();
        try (java.util.stream.Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
