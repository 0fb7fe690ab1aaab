package dev.wharf.runtime.cli;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.Nearest;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Runs;
import dev.wharf.runtime.terminal.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is remembered of a connection. */
final class StateCommands {

    /** A state in a table is cut here: some have megabytes. */
    private static final int EXCERPT = 100;

    private StateCommands() {}

    private static String excerpt(JsonNode state) {
        String text = state.toString();
        return text.length() <= EXCERPT ? text : text.substring(0, EXCERPT) + "…";
    }

    /** The part of a state's body that is the source's own. */
    private static JsonNode own(ObjectNode body) {
        JsonNode stream = body.path("stream").path("stream_state");
        return !stream.isMissingNode() ? stream : body.has("global") ? body.path("global") : body.path("data");
    }

    private static StreamName collection(Memory memory, String connection, String name) {
        Set<StreamName> known = new TreeSet<>(memory.generations().keySet());
        known.addAll(memory.states().keySet());
        return known.stream()
                .filter(one -> one.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> names =
                            known.stream().map(StreamName::toString).toList();
                    String next = Nearest.to(name, names)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("Remembered are: " + String.join(", ", names) + ".");
                    return new WharfException(
                            FailureCode.INPUT_INVALID,
                            "Nothing is remembered of a collection " + name + " of " + connection + ". " + next);
                });
    }

    @Command(
            name = "show",
            header = "Show the states that were acknowledged last.",
            footer = {"", "Example:", "  wharf state show billing"})
    static final class Show implements Callable<Integer> {

        private final Application application;

        @Parameters(paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Option(names = "--version", paramLabel = "N", description = "As it was after this version of the history.")
        private long version;

        Show(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            StateStore store = application.storeOf(name);
            Memory memory = version == 0 ? store.memory(name) : store.memory(name, version);
            application.output().result(() -> json(memory), out -> text(out, memory));
            return ExitStatus.SUCCESS.code();
        }

        private static void text(Output out, Memory memory) {
            Table table = new Table("COLLECTION", "GENERATION", "POSITION", "STATE");
            memory.shared().ifPresent(saved -> table.row("(all)", "", saved.position(), excerpt(own(saved.body()))));
            TreeMap<StreamName, Long> generations = new TreeMap<>(memory.generations());
            memory.states().keySet().forEach(name -> generations.putIfAbsent(name, 0L));
            generations.forEach((name, generation) -> {
                Memory.Saved saved = memory.states().get(name);
                String unfinished = memory.unfinished().contains(name) ? " (unfinished)" : "";
                table.row(
                        name,
                        generation + unfinished,
                        saved == null ? "" : saved.position(),
                        saved == null ? "" : excerpt(own(saved.body())));
            });
            out.table(table);
            out.line("epoch " + memory.epoch() + ", " + memory.runs() + " runs");
        }

        private ObjectNode json(Memory memory) {
            ObjectNode json = Json.object()
                    .put("connection", name)
                    .put("epoch", memory.epoch())
                    .put("position", memory.position())
                    .put("runs", memory.runs());
            memory.shared().ifPresentOrElse(saved -> json.set("shared", saved(saved)), () -> json.putNull("shared"));
            ArrayNode collections = json.putArray("collections");
            Set<StreamName> names = new TreeSet<>(memory.generations().keySet());
            names.addAll(memory.states().keySet());
            names.forEach(one -> {
                ObjectNode entry = collections
                        .addObject()
                        .put("name", one.name())
                        .put("namespace", one.namespace())
                        .put("generation", memory.generations().get(one))
                        .put("unfinished", memory.unfinished().contains(one));
                Memory.Saved saved = memory.states().get(one);
                entry.put("position", saved == null ? null : saved.position());
                entry.set("state", saved == null ? Json.object().nullNode() : saved.body());
            });
            return json;
        }

        private static ObjectNode saved(Memory.Saved saved) {
            ObjectNode json = Json.object().put("position", saved.position());
            json.set("state", saved.body());
            return json;
        }
    }

    @Command(
            name = "history",
            header = "Show every change of the states, newest first.",
            footer = {"", "Example:", "  wharf state history billing --collection charges"})
    static final class History implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final Listing listing = new Listing();

        History(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            String name = listing.connection;
            StateStore store = application.storeOf(name);
            Optional<StreamName> which =
                    listing.collection.map(one -> StateCommands.collection(store.memory(name), name, one));
            List<StateStore.StateVersion> versions = store.history(name, which, listing.limit);
            application.output().result(() -> json(versions), out -> {
                Table table = new Table("VERSION", "AT", "EPOCH", "COLLECTION", "WHAT", "BYTES", "RUN");
                versions.forEach(one -> table.row(
                        one.version(),
                        Runs.time(one.at()),
                        one.epoch(),
                        one.collection().map(StreamName::toString).orElse("(all)"),
                        cause(one),
                        new Bytes(one.bytes()),
                        one.run().orElse("")));
                out.table(table);
            });
            return ExitStatus.SUCCESS.code();
        }

        private static String cause(StateStore.StateVersion version) {
            return version.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private ObjectNode json(List<StateStore.StateVersion> versions) {
            ObjectNode json = Json.object().put("connection", listing.connection);
            ArrayNode list = json.putArray("versions");
            versions.forEach(one -> list.addObject()
                    .put("version", one.version())
                    .put("at", one.at().toString())
                    .put("epoch", one.epoch())
                    .put("position", one.position())
                    .put("name", one.collection().map(StreamName::name).orElse(null))
                    .put(
                            "namespace",
                            one.collection().map(StreamName::namespace).orElse(null))
                    .put("cause", one.cause().name().toLowerCase(Locale.ROOT))
                    .put("bytes", one.bytes())
                    .put("run", one.run().orElse(null)));
            return json;
        }
    }

    @Command(
            name = "diff",
            header = "Compare the states after one version with those after another, or with the present ones.",
            footer = {"", "Example:", "  wharf state diff billing 12"})
    static final class Diff implements Callable<Integer> {

        private final Application application;

        @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "VERSION", description = "As `wharf state history` shows it.")
        private long from;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "VERSION",
                description = "The other; the present unless told.")
        private long to;

        private record Difference(String collection, Optional<JsonNode> before, Optional<JsonNode> after) {}

        Diff(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            StateStore store = application.storeOf(name);
            Map<String, JsonNode> before = states(store.memory(name, from));
            Map<String, JsonNode> after = states(to == 0 ? store.memory(name) : store.memory(name, to));
            Set<String> names = new LinkedHashSet<>(before.keySet());
            names.addAll(after.keySet());
            List<Difference> differences = names.stream()
                    .filter(one -> !Objects.equals(before.get(one), after.get(one)))
                    .map(one -> new Difference(
                            one, Optional.ofNullable(before.get(one)), Optional.ofNullable(after.get(one))))
                    .toList();
            application.output().result(() -> json(differences), out -> text(out, differences));
            return ExitStatus.SUCCESS.code();
        }

        private static Map<String, JsonNode> states(Memory memory) {
            Map<String, JsonNode> states = new LinkedHashMap<>();
            memory.shared().ifPresent(saved -> states.put("(all)", own(saved.body())));
            new TreeMap<>(memory.states()).forEach((name, saved) -> states.put(name.toString(), own(saved.body())));
            return states;
        }

        private static void text(Output out, List<Difference> differences) {
            if (differences.isEmpty()) {
                out.line("No difference.");
            }
            for (Difference one : differences) {
                out.line(one.collection());
                out.line("  - " + one.before().map(JsonNode::toString).orElse("nothing"));
                out.line("  + " + one.after().map(JsonNode::toString).orElse("nothing"));
            }
        }

        private ObjectNode json(List<Difference> differences) {
            ObjectNode json = Json.object().put("connection", name);
            ArrayNode list = json.putArray("differences");
            for (Difference one : differences) {
                ObjectNode entry = list.addObject().put("collection", one.collection());
                entry.set("before", one.before().orElse(entry.nullNode()));
                entry.set("after", one.after().orElse(entry.nullNode()));
            }
            return json;
        }
    }

    @Command(
            name = "rollback",
            header = "Go back to the states as they were after a version: the next sync reads from there.",
            description = {"", "Rows that are in the warehouse stay. In append mode they come again.", ""},
            footer = {"", "Example:", "  wharf state rollback billing 12"})
    static final class RollBack implements Callable<Integer> {

        private final Application application;

        @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "VERSION", description = "As `wharf state history` shows it.")
        private long version;

        RollBack(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            long epoch = application
                    .storeOf(name)
                    .rollBack(name, version, application.clock().instant());
            application
                    .output()
                    .result(
                            () -> Json.object()
                                    .put("connection", name)
                                    .put("version", version)
                                    .put("epoch", epoch),
                            out -> out.line(name + " is where it was after version " + version + ", in epoch " + epoch
                                    + ". The next sync goes on from there."));
            return ExitStatus.SUCCESS.code();
        }
    }

    @Command(
            name = "reset",
            header = "Forget the states of collections, or all: the next sync reads from the beginning.",
            description = {"", "The history stays: `wharf state rollback` brings them back.", ""},
            footer = {"", "Examples:", "  wharf state reset billing", "  wharf state reset billing charges invoices"})
    static final class Reset implements Callable<Integer> {

        private final Application application;

        @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Parameters(index = "1..*", paramLabel = "COLLECTION", description = "Which; all unless told.")
        private List<String> collections = new ArrayList<>();

        Reset(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            StateStore store = application.storeOf(name);
            Memory memory = store.memory(name);
            Set<StreamName> which = new LinkedHashSet<>();
            collections.forEach(one -> which.add(StateCommands.collection(memory, name, one)));
            long epoch = store.reset(name, which, application.clock().instant());
            application
                    .output()
                    .result(
                            () -> {
                                ObjectNode json =
                                        Json.object().put("connection", name).put("epoch", epoch);
                                which.forEach(
                                        one -> json.withArray("/collections").add(one.toString()));
                                return json;
                            },
                            out -> out.line("Forgotten: "
                                    + (which.isEmpty()
                                            ? "all states"
                                            : "the states of " + String.join(", ", collections))
                                    + " of " + name + ", in epoch " + epoch
                                    + ". The next sync reads from the beginning."));
            return ExitStatus.SUCCESS.code();
        }
    }
}
