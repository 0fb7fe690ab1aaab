package dev.wharf.runtime.cli;

import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Report;
import dev.wharf.runtime.sync.ReportJson;
import dev.wharf.runtime.terminal.ReportText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "sync",
        header = "Carry the collections of a connection into its destination, and report.",
        description = {
            "",
            "The first Ctrl-C ends it in order: what was sent arrives, what was confirmed is saved. The second kills.",
            ""
        },
        footer = {"", "Examples:", "  wharf sync billing", "  wharf sync billing --only 'charge*' --full-refresh"})
final class SyncCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Option(
            names = "--only",
            paramLabel = "GLOB",
            description = "Carry only the chosen collections that match. Repeatable.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--full-refresh",
            description = "Read from the beginning, and replace what the destination has, whatever is remembered.")
    private boolean fullRefresh;

    SyncCommand(Application application) {
        this.application = application;
    }

    /** The sync of a known connection, for commands that are more than that. */
    SyncCommand(Application application, String name) {
        this.application = application;
        this.name = name;
    }

    @Override
    public Integer call() {
        Connection connection = application.connection(name);
        try (Carrying carrying = new Carrying(application, connection)) {
            Plan plan = carrying.plan(only, fullRefresh ? Plan.Refresh.AGAIN : Plan.Refresh.CONTINUE);
            Report report = carrying.run(application.launcher(), application.store()::begin, plan);
            ObjectNode json = ReportJson.write(report);
            application.output().result(() -> json, out -> new ReportText(json).print(out));
            return report.exit().code();
        }
    }
}
