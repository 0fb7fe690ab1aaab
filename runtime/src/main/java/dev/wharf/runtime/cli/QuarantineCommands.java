package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.catalog.Bytes;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.RefusedLine;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.state.StateStore.Quarantined;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Records that were kept aside. */
final class QuarantineCommands {

    private QuarantineCommands() {}

    private static List<Quarantined> find(StateStore store, String connection, Optional<String> collection, int limit) {
        return store.quarantined(connection, Optional.empty(), Integer.MAX_VALUE).stream()
                .filter(one -> collection.isEmpty()
                        || one.line().collection().map(StreamName::toString).equals(collection))
                .limit(limit)
                .toList();
    }

    private static ObjectNode json(Quarantined one) {
        RefusedLine line = one.line();
        return Json.object()
                .put("id", one.id())
                .put("run", line.run())
                .put("name", line.collection().map(StreamName::name).orElse(null))
                .put("namespace", line.collection().map(StreamName::namespace).orElse(null))
                .put("reason", line.reason())
                .put("path", line.path())
                .put("expected", line.expected())
                .put("found", line.found())
                .put("bytes", line.length())
                .put("at", line.at().toString())
                .put("confirmed", one.confirmed())
                .put("replayed", one.replayed().orElse(null));
    }

    @Command(
            name = "list",
            header = "List the lines in the quarantine of a connection, oldest first, with their reasons.",
            footer = {"", "Example:", "  wharf quarantine list billing --collection charges"})
    static final class ListLines implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final Listing listing = new Listing();

        ListLines(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            List<Quarantined> lines = find(
                    application.storeOf(listing.connection), listing.connection, listing.collection, listing.limit);
            application.output().result(() -> json(lines), out -> text(out, lines));
            return ExitStatus.SUCCESS.code();
        }

        private static void text(Output out, List<Quarantined> lines) {
            if (lines.isEmpty()) {
                out.line("The quarantine is empty.");
                return;
            }
            Table table =
                    new Table("ID", "COLLECTION", "REASON", "PATH", "EXPECTED", "FOUND", "BYTES", "RUN", "REPLAYED");
            lines.forEach(one -> table.row(
                    one.id(),
                    one.line().collection().map(StreamName::toString).orElse(""),
                    one.line().reason(),
                    one.line().path(),
                    one.line().expected(),
                    one.line().found(),
                    new Bytes(one.line().length()),
                    one.line().run(),
                    one.replayed().orElse("")));
            out.table(table);
        }

        private ObjectNode json(List<Quarantined> lines) {
            ObjectNode json = Json.object().put("connection", listing.connection);
            ArrayNode list = json.putArray("lines");
            lines.forEach(one -> list.add(QuarantineCommands.json(one)));
            return json;
        }
    }

    @Command(
            name = "show",
            header = "Print one line of the quarantine, as it came.",
            footer = {"", "Example:", "  wharf quarantine show billing 17"})
    static final class Show implements Callable<Integer> {

        private final Application application;

        @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "ID", description = "As `wharf quarantine list` shows it.")
        private long id;

        Show(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            Quarantined found = application
                    .storeOf(name)
                    .quarantined(name, id)
                    .orElseThrow(() -> new WharfException(
                            FailureCode.INPUT_INVALID,
                            "There is no line " + id + " in the quarantine of " + name + ". wharf quarantine list "
                                    + name + " shows them."));
            String line = new String(found.line().line(), UTF_8);
            application.output().result(() -> json(found).put("line", line), out -> out.line(line));
            return ExitStatus.SUCCESS.code();
        }
    }

    @Command(
            name = "release",
            header = "Remove lines from the quarantine, for good.",
            footer = {
                "",
                "Examples:",
                "  wharf quarantine release billing 17 18",
                "  wharf quarantine release billing --all"
            })
    static final class Release implements Callable<Integer> {

        private final Application application;

        @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
        private String name = "";

        @Parameters(index = "1..*", paramLabel = "ID", description = "As `wharf quarantine list` shows them.")
        private Set<Long> ids = new HashSet<>();

        @Option(names = "--all", description = "All lines.")
        private boolean all;

        Release(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            if (all != ids.isEmpty()) {
                throw new WharfException(
                        FailureCode.INPUT_INVALID, "Name the lines to remove by their ids, or give --all, not both.");
            }
            StateStore store = application.storeOf(name);
            Set<Long> which = new HashSet<>(ids);
            if (all) {
                find(store, name, Optional.empty(), Integer.MAX_VALUE).forEach(one -> which.add(one.id()));
            }
            int released = store.release(name, which);
            application
                    .output()
                    .result(
                            () -> Json.object().put("connection", name).put("released", released),
                            out -> out.line(String.format(
                                    Locale.ROOT, "%,d lines removed from the quarantine of %s.", released, name)));
            return ExitStatus.SUCCESS.code();
        }
    }
}
