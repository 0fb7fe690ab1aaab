package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.ORDERS;
import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.error;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.says;
import static dev.wharf.runtime.sync.SyncScene.selected;
import static dev.wharf.runtime.sync.SyncScene.state;
import static dev.wharf.runtime.sync.SyncScene.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.sync.Report.Outcome;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a report may call a success, and when a run gives up: no outcome is better than what the destination confirmed. */
class SyncOutcomeTest {

    @RegisterExtension
    final SyncScene scene = new SyncScene();

    @Test
    void stateThatSaysTheSameAgainIsNoProgress() {
        ScriptedLauncher launcher = new ScriptedLauncher(
                says(record(USERS, 1), state(USERS, 5), error("transient_error", "too busy")), scene::loads);
        Report report = scene.run(launcher);

        assertEquals(
                FailureCode.SOURCE_TRANSIENT, report.failure().orElseThrow().code());
        assertEquals(
                scene.limits().retries() + 1,
                launcher.count(Role.SOURCE),
                "the first got further, the three behind it did not");
    }

    @Test
    void collectionThatIsCompletedAgainIsNoProgress() {
        ScriptedLauncher launcher = new ScriptedLauncher(
                says(status(USERS, "COMPLETE"), error("transient_error", "too busy")), scene::loads);
        scene.run(launcher);

        assertEquals(scene.limits().retries() + 1, launcher.count(Role.SOURCE));
    }

    @Test
    void collectionIsNoSuccessWhenTheDestinationLeftBeforeItsEnd() {
        Report report = scene.run(
                stage -> {
                    stage.say(status(USERS, "COMPLETE"));
                    stage.hang();
                    return 0;
                },
                _ -> 0);

        assertEquals(Outcome.FAILURE, report.outcome());
        assertEquals(Outcome.FAILURE, report.collections().getFirst().outcome());
    }

    @Test
    void collectionIsNoSuccessWhenItsStateDidNotComeBack() {
        Report report = scene.run(
                says(
                        record(USERS, 1),
                        state(USERS, 1),
                        status(USERS, "COMPLETE"),
                        record(ORDERS, 1),
                        state(ORDERS, 1),
                        status(ORDERS, "COMPLETE")),
                stage -> {
                    for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                        if (line.contains("\"STATE\"") && line.contains("orders")) {
                            stage.say(line);
                        }
                    }
                    return 0;
                });

        assertEquals(
                FailureCode.STATE_NOT_RETURNED, report.failure().orElseThrow().code());
        assertEquals(
                List.of(Outcome.FAILURE, Outcome.SUCCESS),
                report.collections().stream()
                        .map(Report.CollectionLine::outcome)
                        .toList());
        assertTrue(scene.memory().unfinished().contains(USERS.name()));
        assertFalse(scene.memory().unfinished().contains(ORDERS.name()));
    }

    @Test
    void sourceThatSaysNothingEmptiesNoTable() {
        scene.selecting(
                selected(USERS, SyncMode.FULL_REFRESH, DestinationSyncMode.OVERWRITE, InvalidPolicy.QUARANTINE));
        Report report = scene.run(says("Welcome to this shell."), scene::loads);

        assertEquals(FailureCode.SOURCE_PROTOCOL, report.failure().orElseThrow().code());
        assertEquals(List.of(), scene.declaredComplete());
    }

    @Test
    void summaryOfWhatCollectionsFailedWithIsNoFailureOfTheWhole() {
        String failed = error("config_error", "no right to read orders")
                .replace("\"failure_type\"", "\"stream_descriptor\":{\"name\":\"orders\"},\"failure_type\"");
        Report report = scene.run(
                stage -> {
                    stage.say(record(USERS, 1));
                    stage.say(status(USERS, "COMPLETE"));
                    stage.say(status(ORDERS, "INCOMPLETE"));
                    stage.say(failed);
                    stage.say(error("config_error", "these streams did not sync: orders"));
                    return 1;
                },
                scene::loads);

        assertEquals(Outcome.PARTIAL, report.outcome());
        assertEquals(ExitStatus.PARTIAL, report.exit());
        assertEquals(
                FailureCode.COLLECTION_FAILED,
                report.collections().getLast().failure().orElseThrow().code());
    }

    @Test
    void configErrorOfASourceThatHadBegunIsNotAccessDenied() {
        Report report = scene.run(
                says(record(USERS, 1), state(USERS, 1), error("config_error", "the token ended")), scene::loads);

        assertEquals(FailureCode.SOURCE_FAILED, report.failure().orElseThrow().code());
        assertEquals(ExitStatus.PARTIAL, report.exit());
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
    }

    @Test
    void budgetThatIsReachedEndsTheRunBehindItsLastStates() {
        ScriptedLauncher launcher = new ScriptedLauncher(
                says(
                        record(USERS, 1),
                        state(USERS, 1),
                        status(USERS, "INCOMPLETE"),
                        error("transient_error", "The budget of 350 calls is spent.", "wharf.budget-reached")),
                scene::loads);
        Report report = scene.run(launcher);

        assertEquals(FailureCode.BUDGET_REACHED, report.failure().orElseThrow().code());
        assertEquals(ExitStatus.BUDGET_REACHED, report.exit());
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
        assertEquals(1, launcher.count(Role.SOURCE), "more attempts would find the budget as it is");
    }

    @Test
    void keyThatIsRevokedInTheMiddleIsAccessDenied() {
        Report report = scene.run(
                says(record(USERS, 1), state(USERS, 1), error("config_error", "401", "wharf.access-denied")),
                scene::loads);

        assertEquals(ExitStatus.ACCESS_DENIED, report.exit());
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
    }

    @Test
    void collectionWithoutItsPermissionIsDenied() {
        String denied = error("config_error", "it lacks rak_order_read", "wharf.permission-missing")
                .replace("\"failure_type\"", "\"stream_descriptor\":{\"name\":\"orders\"},\"failure_type\"");
        Report report = scene.run(says(status(USERS, "COMPLETE"), denied, status(ORDERS, "INCOMPLETE")), scene::loads);

        assertEquals(ExitStatus.PARTIAL, report.exit());
        assertEquals(
                FailureCode.COLLECTION_DENIED,
                report.collections().getLast().failure().orElseThrow().code());
    }

    @Test
    void sourceThatSentRecordsIsNotSaidToHaveSaidNothing() {
        Report report = scene.run(
                stage -> {
                    stage.say(record(USERS, 1));
                    return 1;
                },
                scene::loads);

        assertFalse(report.failure().orElseThrow().message().contains("before it said anything"));
    }

    @Test
    void interruptEndsThePauseBeforeTheNextAttempt() {
        CompletableFuture<Void> pausing = new CompletableFuture<>();
        scene.pause = _ -> {
            pausing.complete(null);
            new CountDownLatch(1).await();
        };
        Sync sync = scene.sync(new ScriptedLauncher(says(error("transient_error", "too busy")), scene::loads));
        CompletableFuture<Report> report = CompletableFuture.supplyAsync(sync::run);
        pausing.join();
        sync.drain();

        assertEquals(
                FailureCode.INTERRUPTED, report.join().failure().orElseThrow().code());
        assertEquals(1, report.join().attempts());
    }
}
