package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.ORDERS;
import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.error;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.says;
import static dev.wharf.runtime.sync.SyncScene.state;
import static dev.wharf.runtime.sync.SyncScene.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.sync.Report.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The road of records and states from a source to a destination that does as it should. */
class SyncTest {

    @RegisterExtension
    final SyncScene scene = new SyncScene();

    @Test
    void recordsArriveUntouchedAndInOrder() {
        String odd =
                " {\"record\":{\"data\":{ \"id\" : 1e0 , \"x\":\"\\u00e9\"},\"stream\":\"users\",\"emitted_at\":1.5},\"type\":\"record\"}";
        Report report = scene.run(
                says(record(USERS, 1), odd, record(ORDERS, 7), record(USERS, 2), state(USERS, 2)), scene::loads);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(
                List.of(record(USERS, 1), odd.strip(), record(ORDERS, 7), record(USERS, 2)), List.copyOf(scene.loaded));
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
    }

    @Test
    void sourceCrashKeepsAcknowledgedState() {
        Report report = scene.run(
                stage -> {
                    stage.say(record(USERS, 1));
                    stage.say(state(USERS, 1));
                    stage.say(record(USERS, 2));
                    return 1;
                },
                scene::loads);

        assertEquals(FailureCode.SOURCE_FAILED, report.failure().orElseThrow().code());
        assertTrue(report.failure().orElseThrow().message().contains("the source says goodbye"));
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
        assertEquals(List.of(), scene.declaredComplete());
        assertEquals(ExitStatus.PARTIAL, report.exit());
    }

    @Test
    void onlyWhatTheSourceCompletedIsDeclaredComplete() {
        Report report = scene.run(
                stage -> {
                    stage.say(status(USERS, "STARTED"));
                    stage.say(record(USERS, 1));
                    stage.say(status(USERS, "COMPLETE"));
                    stage.say(status(ORDERS, "STARTED"));
                    stage.say(status(ORDERS, "INCOMPLETE"));
                    return 1;
                },
                scene::loads);

        assertEquals(List.of("users"), scene.declaredComplete());
        assertEquals(Outcome.PARTIAL, report.outcome());
        assertEquals(Outcome.SUCCESS, report.collections().get(0).outcome());
        assertEquals(FailureCode.SOURCE_FAILED, report.failure().orElseThrow().code());
    }

    @Test
    void exitZeroWithoutFinishingACollectionIsNotSuccess() {
        Report report =
                scene.run(says(status(USERS, "STARTED"), record(USERS, 1), status(USERS, "COMPLETE")), scene::loads);

        assertEquals(Outcome.PARTIAL, report.outcome());
        assertEquals(
                FailureCode.COLLECTION_INCOMPLETE,
                report.collections().get(1).failure().orElseThrow().code());
        assertEquals(ExitStatus.PARTIAL, report.exit());
    }

    @Test
    void oldSourceWithoutStatusesCompletesEverythingByEndingWell() {
        Report report = scene.run(says(record(USERS, 1)), scene::loads);

        assertEquals(List.of("orders", "users"), scene.declaredComplete());
        assertEquals(Outcome.SUCCESS, report.outcome());
    }

    @Test
    void sourceThatSaysNothingAtAllCompletesNothing() {
        Report report = scene.run(says(), scene::loads);

        assertEquals(FailureCode.SOURCE_PROTOCOL, report.failure().orElseThrow().code());
        assertEquals(List.of(), scene.declaredComplete());
    }

    @Test
    void configErrorIsAccessDeniedAndNotTriedAgain() {
        Report report = scene.run(
                stage -> {
                    stage.say(error("config_error", "Invalid API key"));
                    return 1;
                },
                scene::loads);

        assertEquals(FailureCode.ACCESS_DENIED, report.failure().orElseThrow().code());
        assertEquals(1, report.attempts());
        assertEquals(ExitStatus.ACCESS_DENIED, report.exit());
    }

    @Test
    void transientErrorIsTriedAgainFromTheAcknowledgedState() {
        ScriptedLauncher launcher = new ScriptedLauncher(
                stage -> {
                    Invocation.Read<byte[]> read = (Invocation.Read<byte[]>) stage.invocation;
                    if (read.state().isPresent()) {
                        stage.say(record(USERS, 2));
                        stage.say(state(USERS, 2));
                        return 0;
                    }
                    stage.say(record(USERS, 1));
                    stage.say(state(USERS, 1));
                    stage.say(error("transient_error", "503 from the vendor"));
                    return 1;
                },
                scene::loads);
        Report report = scene.run(launcher);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(2, report.attempts());
        assertEquals(List.of(Duration.ofSeconds(2)), scene.pauses);
        assertEquals(
                List.of("0", "1"),
                launcher.launches.stream()
                        .filter(launch -> launch.role() == Role.SOURCE)
                        .map(launch -> launch.confinement().environment().get("WORKER_JOB_ATTEMPT"))
                        .toList());
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
    }

    @Test
    void transientErrorWithoutProgressEndsAfterItsBoundWithGrowingPauses() {
        Report report = scene.run(
                stage -> {
                    stage.say(error("transient_error", "503 from the vendor"));
                    return 1;
                },
                scene::loads);

        assertEquals(
                FailureCode.SOURCE_TRANSIENT, report.failure().orElseThrow().code());
        assertEquals(4, report.attempts());
        assertEquals(List.of(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(8)), scene.pauses);
    }

    @Test
    void textAndUnknownMessagesAreLoggedAndNotForwarded() {
        Report report = scene.run(
                says(
                        "Starting up...",
                        "{\"type\":\"DEBUG\",\"message\":\"x\"}",
                        "{\"no\":\"message\"}",
                        "progress 12 %" + record(USERS, 1)),
                scene::loads);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(List.of(record(USERS, 1)), List.copyOf(scene.loaded));
    }

    @Test
    void binaryNoiseIsNotForwarded() {
        Report report = scene.run(
                stage -> {
                    byte[] noise = new byte[100_000];
                    new java.util.Random(7).nextBytes(noise);
                    stage.raw(noise);
                    stage.raw("\n".getBytes(StandardCharsets.UTF_8));
                    stage.say(record(USERS, 1));
                    return 0;
                },
                scene::loads);

        assertEquals(List.of(record(USERS, 1)), List.copyOf(scene.loaded));
        assertEquals(Outcome.SUCCESS, report.outcome());
    }

    @Test
    void recordOfAnUnknownCollectionIsQuarantined() {
        Report report = scene.run(says(record(SyncScene.stream("strangers"), 1), record(USERS, 1)), scene::loads);

        assertEquals(1, report.refused());
        assertEquals(List.of(record(USERS, 1)), List.copyOf(scene.loaded));
        assertEquals(
                "unknown-collection",
                scene.store
                        .quarantined("shop", Optional.empty(), 10)
                        .getFirst()
                        .line()
                        .reason());
    }

    @Test
    void brokenRecordIsQuarantinedAndCounted() {
        Report report = scene.run(
                says(record(USERS, 1).replace("\"id\":1", "\"id\":NaN"), record(USERS, 2), state(USERS, 2)),
                scene::loads);

        assertEquals(1, report.refused());
        assertEquals(List.of(record(USERS, 2)), List.copyOf(scene.loaded));
    }

    @Test
    void tooManyRefusedLinesEndTheRunAndKeepWhatWasAcknowledged() {
        Report report = scene.run(
                stage -> {
                    stage.say(state(USERS, 1));
                    for (int i = 0; i < 11; i++) {
                        stage.say(record(SyncScene.stream("strangers"), i));
                    }
                    stage.hang();
                    return 0;
                },
                scene::loads);

        assertEquals(FailureCode.SCHEMA_REFUSED, report.failure().orElseThrow().code());
        assertEquals(ExitStatus.SCHEMA_REFUSED, report.exit());
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
    }

    @Test
    void silentSourceIsKilledWithEvidence() {
        scene.within(new Plan.Limits(Duration.ofMillis(300), Duration.ofSeconds(5), 10, 1 << 20, 0));
        Report report = scene.run(
                stage -> {
                    stage.say(record(USERS, 1));
                    return stage.hang();
                },
                scene::loads);

        assertEquals(FailureCode.HUNG, report.failure().orElseThrow().code());
        assertTrue(report.failure().orElseThrow().message().contains("the source sent nothing"));
        assertEquals(ExitStatus.HUNG, report.exit());
    }

    @Test
    void interruptLetsTheSourceEndAndSavesWhatComesBack() {
        java.util.concurrent.CompletableFuture<Sync> running = new java.util.concurrent.CompletableFuture<>();
        ScriptedLauncher launcher = new ScriptedLauncher(
                stage -> {
                    stage.say(record(USERS, 1));
                    stage.say(state(USERS, 1));
                    return stage.hang();
                },
                stage -> {
                    for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                        if (line.contains("\"STATE\"")) {
                            running.join().drain();
                            stage.say(line);
                        }
                    }
                    return 0;
                });
        Sync sync = scene.sync(launcher);
        running.complete(sync);
        Report report = sync.run();

        assertEquals(FailureCode.INTERRUPTED, report.failure().orElseThrow().code());
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
        assertEquals(ExitStatus.INTERRUPTED, report.exit());
    }

    @Test
    void collectionThatMayNotBeReadHasItsLineAndTheOthersGoOn() {
        scene.untried = List.of(new Plan.Untried(
                dev.wharf.protocol.StreamName.of("payouts"),
                new Failure(FailureCode.COLLECTION_DENIED, "403 to GET /v1/payouts")));
        Report report = scene.run(says(record(USERS, 1)), scene::loads);

        assertEquals(Outcome.PARTIAL, report.outcome());
        assertEquals(ExitStatus.PARTIAL, report.exit());
        assertEquals(
                FailureCode.COLLECTION_DENIED,
                report.collections().getLast().failure().orElseThrow().code());
    }

    @Test
    void collectionThatComesAloneHasItsTimeToo() {
        Report report = scene.run(says(record(USERS, 1), record(USERS, 2)), scene::loads);

        assertTrue(report.collections().get(0).duration().isPositive());
    }
}
