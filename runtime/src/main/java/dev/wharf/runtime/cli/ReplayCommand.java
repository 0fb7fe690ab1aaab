package dev.wharf.runtime.cli;

import dev.wharf.catalog.Glob;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.replay.Replay;
import dev.wharf.runtime.replay.Replay.Older;
import dev.wharf.runtime.replay.Replay.Prospect;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.sync.InvalidPolicy;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Report;
import dev.wharf.runtime.sync.ReportJson;
import dev.wharf.runtime.terminal.ReportText;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "replay",
        header = "Send the records of the quarantine that pass now to the destination.",
        description = {
            "",
            "Each record is checked again, by the schema and the policy of today. Those that pass are loaded, exactly once where the destination holds",
            "checkpoints, and marked as replayed; the others stay with their reasons. See docs/state.md.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  wharf quarantine replay billing",
            "  wharf quarantine replay billing --collection charges --as forward"
        })
final class ReplayCommand implements Callable<Integer> {

    private final Application application;

    enum As {
        forward,
        nulled
    }

    @Parameters(paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Option(
            names = "--collection",
            paramLabel = "GLOB",
            description = "Only of the collections that match. Repeatable.")
    private List<String> collections = List.of();

    @Option(
            names = "--as",
            paramLabel = "POLICY",
            description =
                    "Judge by this policy for invalid records instead of the connection's: forward, or nulled (the fields at fault become null).")
    private Optional<As> as = Optional.empty();

    @Option(
            names = "--older-may-win",
            description =
                    "Send also records of collections without a cursor, where an older one replaces a newer row of the same key.")
    private boolean olderMayWin;

    ReplayCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        StateStore store = application.storeOf(name);
        Connection connection = application.connection(name);
        try (Carrying carrying = new Carrying(application, connection)) {
            Plan plan = judged(carrying.plan(List.of(), Plan.Refresh.CONTINUE));
            Prospect prospect = Replay.look(store, plan, olderMayWin ? Older.MAY_WIN : Older.STAYS_OUT);
            if (prospect.passing().isEmpty()) {
                tell(prospect, 0, Optional.empty());
                return ExitStatus.SUCCESS.code();
            }
            int before = waiting(store, prospect);
            Replay replay = new Replay(application.launcher(), store, prospect.plan());
            Report report = carrying.run(replay, replay::begin, prospect.plan());
            tell(prospect, before - waiting(store, prospect), Optional.of(report));
            return report.exit().code();
        }
    }

    private Plan judged(Plan plan) {
        List<Plan.Selected> selected = plan.collections().stream()
                .filter(one -> collections.isEmpty()
                        || collections.stream().anyMatch(glob -> new Glob(glob).matches(one.name())))
                .map(one -> as.map(policy -> one.judgedBy(
                                switch (policy) {
                                    case forward -> InvalidPolicy.FORWARD;
                                    case nulled -> InvalidPolicy.NULL;
                                }))
                        .orElse(one))
                .toList();
        return new Plan(
                plan.connection(),
                plan.source(),
                plan.destination(),
                selected,
                plan.untried(),
                plan.miscounts(),
                plan.limits(),
                plan.budget(),
                plan.notes());
    }

    /** How many lines of the collections that are replayed are there to be replayed. */
    private int waiting(StateStore store, Prospect prospect) {
        Map<StreamName, List<Long>> replayable = store.replayable(name);
        return prospect.passing().keySet().stream()
                .mapToInt(one -> replayable.getOrDefault(one, List.of()).size())
                .sum();
    }

    private void tell(Prospect prospect, int replayed, Optional<Report> report) {
        Optional<ObjectNode> ran = report.map(ReportJson::write);
        application.output().result(() -> json(prospect, replayed, ran), out -> {
            ran.ifPresent(json -> new ReportText(json).print(out));
            prospect.failing().forEach((collection, count) -> {
                if (count > 0) {
                    out.line(collection + ": " + records(count) + " depart from the schema still, and stay.");
                }
            });
            prospect.skipped()
                    .forEach((collection, why) -> out.line(collection + ": not replayed, because " + why + "."));
            out.line(records(replayed) + " of the quarantine of " + name + " replayed.");
        });
    }

    private static String records(int count) {
        return count == 1 ? "1 record" : String.format(Locale.ROOT, "%,d records", count);
    }

    private ObjectNode json(Prospect prospect, int replayed, Optional<ObjectNode> report) {
        ObjectNode json = Json.object().put("connection", name).put("replayed", replayed);
        ArrayNode list = json.putArray("collections");
        Stream.of(
                        prospect.passing().keySet(),
                        prospect.failing().keySet(),
                        prospect.skipped().keySet())
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new))
                .forEach(one -> list.addObject()
                        .put("name", one.name())
                        .put("namespace", one.namespace())
                        .put("passing", prospect.passing().getOrDefault(one, 0))
                        .put("failing", prospect.failing().getOrDefault(one, 0))
                        .put("skipped", prospect.skipped().get(one)));
        report.ifPresentOrElse(ran -> json.set("report", ran), () -> json.putNull("report"));
        return json;
    }
}
