package dev.wharf.runtime.cli;

import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.preparation.PinnedImages;
import dev.wharf.runtime.preparation.Preparation;
import dev.wharf.runtime.preparation.Preparation.Specs;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Report;
import dev.wharf.runtime.sync.ReportJson;
import dev.wharf.runtime.sync.Sync;
import dev.wharf.runtime.terminal.LiveProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A run of a connection as a command has it: planned, watched, interruptible, remembered also when it does not get far. One thread. */
final class Carrying implements AutoCloseable {

    private final Application application;
    private final Connection connection;
    private final PinnedImages images;
    private final LiveProgress progress;
    private final String run;
    private final Instant started;

    Carrying(Application application, Connection connection) {
        this.application = application;
        this.connection = connection;
        this.images = application.images(connection);
        this.progress = application.progress();
        this.run = application.newRun();
        this.started = application.clock().instant();
    }

    Plan plan(List<String> only, Plan.Refresh refresh) {
        try {
            Preparation preparation = application.preparation(connection, images);
            progress.step("reading what " + connection.source().label() + " offers");
            Specs specs = preparation.specs();
            Refused.unlessNone(connection.file(), preparation.problems(specs));
            Planned planned = preparation.choose(preparation.offered(), specs, only, refresh);
            Refused.unlessNone(connection.file(), planned.problems());
            planned.notes().forEach(application.output()::say);
            planned.untried().stream()
                    .filter(one -> one.why().code() != FailureCode.COLLECTION_DENIED)
                    .forEach(one -> application.output().say(one.why().message()));
            return preparation.plan(planned, specs);
        } catch (WharfException e) {
            remember(application.interrupts().cause(e.failure()));
            throw e;
        }
    }

    /** A run that failed before anything was carried is in the history too: whoever looks there must not see the success before it as the last word. */
    private void remember(Failure failure) {
        Report report = new Report(
                connection.name(),
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
                OptionalLong.empty(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
        try (OpenRun open = application.store().begin(connection.name(), run, started)) {
            open.finish(ReportJson.write(report), Set.of(), report.ended());
        }
    }

    /** Runs a plan, of which the launcher starts what it names. */
    Report run(Launcher launcher, Sync.Hold hold, Plan plan) {
        Sync sync = new Sync(
                launcher,
                hold,
                plan,
                application.secrets(),
                new Sync.Surroundings(
                        run,
                        application.runDirectory(connection.name(), run),
                        application.clock(),
                        Thread::sleep,
                        progress));
        Interrupts.Work former = application
                .interrupts()
                .during(new Interrupts.Work(
                        "Ending in order: what was sent arrives, what is confirmed is saved. Again to kill.",
                        sync::drain,
                        sync::kill));
        try {
            progress.watch(sync);
            Report report = sync.run();
            if (report.outcome() != Report.Outcome.FAILURE) {
                images.keep(application.clock().instant());
            }
            return report;
        } finally {
            progress.clear();
            application.interrupts().during(former);
        }
    }

    @Override
    public void close() {
        progress.close();
    }
}
