package dev.wharf.runtime.cli;

import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.PinnedImages;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.preparation.Preparation.Specs;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Report;
import dev.wharf.runtime.sync.ReportJson;
import dev.wharf.runtime.sync.Sync;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
        String run = application.newRun();
        Instant started = application.clock().instant();
        try (LiveProgress progress = new LiveProgress(application.shell(), application.secrets())) {
            PinnedImages images = application.images(connection);
            Plan plan = plan(connection, images, progress, run, started);
            Sync sync = new Sync(
                    application.launcher(),
                    application.store(),
                    plan,
                    application.secrets(),
                    new Sync.Surroundings(
                            run, application.runDirectory(name, run), application.clock(), Thread::sleep, progress));
            Report report;
            try (Interrupts interrupts = Interrupts.of(sync, application.output())) {
                progress.watch(sync);
                report = sync.run();
                progress.clear();
                if (report.outcome() != Report.Outcome.FAILURE) {
                    images.keep(application.clock().instant());
                }
                tell(report);
                return interrupts.status().orElse(report.exit().code());
            }
        }
    }

    private Plan plan(Connection connection, PinnedImages images, LiveProgress progress, String run, Instant started) {
        try {
            Preparation preparation = application.preparation(connection, images);
            progress.step("reading what " + connection.source().label() + " offers");
            Specs specs = preparation.specs();
            Refused.unlessNone(connection.file(), preparation.problems(specs));
            Planned planned = preparation.choose(
                    preparation.offered(), specs, only, fullRefresh ? Plan.Refresh.AGAIN : Plan.Refresh.CONTINUE);
            Refused.unlessNone(connection.file(), planned.problems());
            return preparation.plan(planned, specs);
        } catch (WharfException e) {
            remember(run, started, e.failure());
            throw e;
        }
    }

    /** A sync that failed before anything was carried is in the history too: whoever looks there must not see the success before it as the last word. */
    private void remember(String run, Instant started, Failure failure) {
        Report report = new Report(
                name,
                run,
                started,
                application.clock().instant(),
                0,
                Report.Outcome.FAILURE,
                Optional.of(failure),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                List.of(),
                List.of(),
                List.of());
        try (OpenRun open = application.store().begin(name, run, started)) {
            open.finish(ReportJson.write(report), Set.of(), report.ended());
        }
    }

    private void tell(Report report) {
        application
                .output()
                .result(() -> ReportJson.write(report), out -> new ReportText(ReportJson.write(report)).print(out));
    }
}
