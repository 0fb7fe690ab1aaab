package dev.wharf.runtime.cli;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.TimeSpan;
import dev.wharf.protocol.Json;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.terminal.ReportText;
import dev.wharf.runtime.terminal.Runs;
import dev.wharf.runtime.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "history",
        header = "Show the runs of a connection, or the report of one.",
        footer = {"", "Examples:", "  wharf history billing", "  wharf history billing 2026-11-24-093011-kxqd"})
final class HistoryCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "RUN", defaultValue = "", description = "One of its runs.")
    private String run = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many runs. Default: ${DEFAULT-VALUE}.")
    private int limit;

    HistoryCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        StateStore store = application.storeOf(name);
        if (run.isEmpty()) {
            List<StateStore.Run> runs = store.runs(name, limit);
            Optional<StateStore.Holder> holder = store.holder(name);
            application.output().result(() -> json(runs, holder), out -> out.table(table(runs, holder)));
        } else {
            ObjectNode report = report(store);
            application.output().result(() -> report, out -> new ReportText(report).print(out));
        }
        return ExitStatus.SUCCESS.code();
    }

    private ObjectNode report(StateStore store) {
        return store.run(name, run)
                .flatMap(StateStore.Run::report)
                .orElseThrow(() -> new WharfException(
                        FailureCode.INPUT_INVALID,
                        "There is no report of run " + run + ": " + name
                                + " never had such a run, or it was killed. wharf history " + name
                                + " lists its runs."));
    }

    private static Table table(List<StateStore.Run> runs, Optional<StateStore.Holder> holder) {
        Table table = new Table("RUN", "STARTED", "TIME", "OUTCOME", "RECORDS", "BYTES", "BECAUSE");
        runs.forEach(one -> table.row(
                one.name(),
                Runs.time(one.started()),
                one.finished()
                        .map(end -> TimeSpan.format(Duration.between(one.started(), end)))
                        .orElse(""),
                Runs.outcome(one, holder),
                String.format(Locale.ROOT, "%,d", Runs.sum(one, "records")),
                new Bytes(Runs.sum(one, "bytes")),
                Runs.code(one)));
        return table;
    }

    private ObjectNode json(List<StateStore.Run> runs, Optional<StateStore.Holder> holder) {
        ObjectNode json = Json.object().put("connection", name);
        ArrayNode list = json.putArray("runs");
        runs.forEach(one -> list.add(Runs.json(one, holder)));
        return json;
    }
}
