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
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.sync.Report.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncTest {

    @TempDir
    Path directory;

    private SyncScene scene;

    @BeforeEach
    void open() {
        scene = new SyncScene(directory);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void recordsArriveUntouchedAndInOrder() {
        String odd =
                " {\"record\":{\"data\":{ \"id\" : 1e0 , \"x\":\"\\u00e9\"},\"stream\":\"users\",\"emitted_at\":1.5},\"type\":\"record\"}";
        Report report = scene.run(
                says(record(USERS, 1), odd, record(ORDERS, 7), record(USERS, 2), state(USERS, 2)), scene::loads);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(List.of(record(USERS, 1), odd.strip(), record(ORDERS, 7), record(USERS, 2)), recordsAsSent());
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
    }

    @Test
    void nextRunStartsFromWhatWasAcknowledged() {
        scene.run(says(record(USERS, 1), state(USERS, 1)), scene::loads);
        ScriptedLauncher second = new ScriptedLauncher(says(state(USERS, 2)), scene::loads);
        scene.run(second);

        Invocation.Read<byte[]> read =
                (Invocation.Read<byte[]>) second.last(Role.SOURCE).invocation();
        assertEquals(
                "{\"cursor\":1}",
                Json.read(read.state().orElseThrow())
                        .path(0)
                        .path("stream")
                        .path("stream_state")
                        .toString());
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
    }

    @Test
    void sourceGetsBackItsNumbersAsItHadSpelledThem() {
        String state = state(USERS, 1).replace("\"cursor\":1", "\"cursor\":1e2,\"lag\":0.50");
        scene.run(says(record(USERS, 1), state), scene::loads);
        ScriptedLauncher second = new ScriptedLauncher(says(state), scene::loads);
        scene.run(second);

        Invocation.Read<byte[]> read =
                (Invocation.Read<byte[]>) second.last(Role.SOURCE).invocation();
        String file = new String(read.state().orElseThrow(), StandardCharsets.UTF_8);
        assertTrue(file.contains("{\"cursor\":1e2,\"lag\":0.50}"), file);
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
        assertEquals(List.of(record(USERS, 1)), recordsAsSent());
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

        assertEquals(List.of(record(USERS, 1)), recordsAsSent());
        assertEquals(Outcome.SUCCESS, report.outcome());
    }

    @Test
    void recordOfAnUnknownCollectionIsQuarantined() {
        Report report = scene.run(says(record(SyncScene.stream("strangers"), 1), record(USERS, 1)), scene::loads);

        assertEquals(1, report.refused());
        assertEquals(List.of(record(USERS, 1)), recordsAsSent());
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
        assertEquals(List.of(record(USERS, 2)), recordsAsSent());
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
    void destinationThatExitsAtOnceIsTheCause() {
        Report report = scene.run(
                stage -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        stage.say(record(USERS, i));
                    }
                    return 0;
                },
                _ -> 1);

        assertEquals(
                FailureCode.DESTINATION_FAILED, report.failure().orElseThrow().code());
        assertEquals(ExitStatus.DESTINATION_REFUSED, report.exit());
        assertTrue(report.failure().orElseThrow().message().contains("the destination says goodbye"));
    }

    @Test
    void destinationThatExitsWhileTheSourceIsQuietEndsTheRun() {
        Report report = scene.run(ScriptedLauncher.Stage::hang, _ -> 1);

        assertEquals(
                FailureCode.DESTINATION_FAILED, report.failure().orElseThrow().code());
    }

    @Test
    void destinationThatEndsWellTooEarlyIsAFault() {
        Report report = scene.run(ScriptedLauncher.Stage::hang, _ -> 0);

        assertEquals(
                FailureCode.DESTINATION_PROTOCOL, report.failure().orElseThrow().code());
        assertEquals(Outcome.FAILURE, report.outcome());
    }

    @Test
    void destinationThatNeverReturnsAStateLeavesNothingSaved() {
        Report report = scene.run(says(record(USERS, 1), state(USERS, 1)), stage -> {
            while (stage.in.readLine() != null) {}
            return 0;
        });

        assertEquals(
                FailureCode.STATE_NOT_RETURNED, report.failure().orElseThrow().code());
        assertEquals("none", scene.saved(USERS));
    }

    @Test
    void destinationThatReturnsWhatWasNeverSentIsRefused() {
        Report report = scene.run(says(record(USERS, 1), state(USERS, 1)), stage -> {
            stage.say(state(USERS, 99));
            while (stage.in.readLine() != null) {}
            return 0;
        });

        assertEquals(
                FailureCode.DESTINATION_PROTOCOL, report.failure().orElseThrow().code());
        assertEquals("none", scene.saved(USERS));
    }

    @Test
    void destinationThatDropsIdsIsMatchedByContent() {
        Report report = scene.run(says(state(USERS, 1), state(ORDERS, 1), state(USERS, 2)), stage -> {
            for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                if (line.contains("\"STATE\"")) {
                    stage.say(line.replaceAll(",\"id\":\\d+", ""));
                }
            }
            return 0;
        });

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
        assertEquals("{\"cursor\":1}", scene.saved(ORDERS));
    }

    @Test
    void destinationThatReturnsOnlyTheLatestCoversTheEarlierOnes() {
        Report report = scene.run(says(state(USERS, 1), state(USERS, 2), state(USERS, 3)), stage -> {
            String last = "";
            for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                if (line.contains("\"STATE\"")) {
                    last = line;
                }
            }
            stage.say(last);
            return 0;
        });

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals("{\"cursor\":3}", scene.saved(USERS));
    }

    @Test
    void statesReturnedOnOneLineBothCount() {
        scene.run(says(state(USERS, 1), state(ORDERS, 1)), stage -> {
            StringBuilder answers = new StringBuilder();
            for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                if (line.contains("\"STATE\"")) {
                    answers.append(line);
                }
            }
            stage.say(answers.toString());
            return 0;
        });

        assertEquals("{\"cursor\":1}", scene.saved(USERS));
        assertEquals("{\"cursor\":1}", scene.saved(ORDERS));
    }

    @Test
    void destinationThatClosesItsInputEarlyEndsTheRun() {
        Report report = scene.run(
                stage -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        stage.say(record(USERS, i));
                    }
                    return 0;
                },
                stage -> {
                    stage.closeInput();
                    return 3;
                });

        assertEquals(
                FailureCode.DESTINATION_FAILED, report.failure().orElseThrow().code());
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
    void destinationThatNeverReadsIsKilled() {
        scene.within(new Plan.Limits(Duration.ofMillis(300), Duration.ofSeconds(5), 10, 1 << 20, 0));
        Report report = scene.run(
                stage -> {
                    for (int i = 0; i < 1_000_000; i++) {
                        stage.say(record(USERS, i));
                    }
                    return 0;
                },
                ScriptedLauncher.Stage::hang);

        assertEquals(FailureCode.HUNG, report.failure().orElseThrow().code());
        assertTrue(report.failure().orElseThrow().message().contains("the destination read nothing"));
    }

    @Test
    void checkpointHeldByTheDestinationWins() {
        scene.with(Plan.Ability.HOLDS_CHECKPOINTS);
        String end = "{\"type\":\"STATE\",\"state\":{\"type\":\"LEGACY\",\"data\":{},\"wharf\":{\"held\":\"end\"}}}";
        String held =
                "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"users\"},\"stream_state\":{\"cursor\":5}},"
                        + "\"id\":9,\"wharf\":{\"held\":true,\"epoch\":1,\"position\":9}}}";
        ScriptedLauncher launcher = new ScriptedLauncher(
                stage -> {
                    stage.say(
                            ((Invocation.Read<byte[]>) stage.invocation).state().isPresent()
                                    ? state(USERS, 6)
                                    : state(USERS, 1));
                    return 0;
                },
                stage -> {
                    stage.say(held);
                    stage.say(end);
                    return scene.loads(stage);
                });
        Report report = scene.run(launcher);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(2, launcher.count(Role.SOURCE));
        assertEquals("{\"cursor\":6}", scene.saved(USERS));
        assertEquals(10, scene.memory().position());
    }

    @Test
    void checkpointOfAnOlderEpochIsVoid() {
        scene.with(Plan.Ability.HOLDS_CHECKPOINTS);
        scene.run(says(), destinationHolding(1, 0));
        scene.store.reset("shop", java.util.Set.of(), java.time.Instant.now());
        ScriptedLauncher launcher = new ScriptedLauncher(says(state(USERS, 1)), destinationHolding(1, 50));
        scene.run(launcher);

        assertEquals(1, launcher.count(Role.SOURCE));
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
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
    void fullRefreshStartsAGenerationEachRunAndGivesNoState() {
        scene.selecting(
                selected(USERS, SyncMode.FULL_REFRESH, DestinationSyncMode.OVERWRITE, InvalidPolicy.QUARANTINE));
        scene.run(says(state(USERS, 1)), scene::loads);
        ScriptedLauncher second = new ScriptedLauncher(says(state(USERS, 1)), scene::loads);
        scene.run(second);

        Invocation.Read<byte[]> read =
                (Invocation.Read<byte[]>) second.last(Role.SOURCE).invocation();
        Invocation.Write<byte[]> write =
                (Invocation.Write<byte[]>) second.last(Role.DESTINATION).invocation();
        assertFalse(read.state().isPresent());
        assertEquals(
                2,
                Json.read(write.catalog())
                        .path("streams")
                        .path(0)
                        .path("generation_id")
                        .asInt());
        assertEquals(
                2,
                Json.read(write.catalog())
                        .path("streams")
                        .path(0)
                        .path("minimum_generation_id")
                        .asInt());
    }

    @Test
    void secondRunOfTheSameConnectionIsRefused() {
        WharfException refused = scene.run(
                        stage -> {
                            WharfException busy =
                                    assertThrows(WharfException.class, () -> scene.run(says(), scene::loads));
                            stage.say(record(USERS, busy.code() == FailureCode.CONNECTION_BUSY ? 1 : 2));
                            return 0;
                        },
                        scene::loads)
                .failure()
                .map(failure -> new WharfException(failure.code(), failure.message()))
                .orElse(null);

        assertEquals(null, refused);
        assertEquals(List.of(record(USERS, 1)), recordsAsSent());
    }

    @Test
    void collectionThatMayNotBeReadHasItsLineAndTheOthersGoOn() {
        scene.denied = List.of(new Plan.Denied(dev.wharf.protocol.StreamName.of("payouts"), "403 to GET /v1/payouts"));
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

    @Test
    void secretInAConnectorsErrorIsNotInTheReportThatIsKept() {
        scene.secrets.add("sk_live_0123456789");
        Report report = scene.run(
                stage -> {
                    stage.say(error("config_error", "401 for key sk_live_0123456789"));
                    return 1;
                },
                scene::loads);

        String kept = scene.store
                .run("shop", report.run())
                .orElseThrow()
                .report()
                .orElseThrow()
                .toString();
        assertTrue(kept.contains("401 for key ***"), kept);
        assertFalse(kept.contains("sk_live"), kept);
    }

    @Test
    void globalAndLegacyStatesAreSavedAsOne() {
        String global =
                "{\"type\":\"STATE\",\"state\":{\"type\":\"GLOBAL\",\"global\":{\"shared_state\":{\"lsn\":3},\"stream_states\":[]}}}";
        scene.run(says(record(USERS, 1), global), scene::loads);
        assertEquals(
                "3",
                scene.memory()
                        .shared()
                        .orElseThrow()
                        .body()
                        .path("global")
                        .path("shared_state")
                        .path("lsn")
                        .toString());

        scene.run(says(record(USERS, 1), "{\"type\":\"STATE\",\"state\":{\"data\":{\"old\":true}}}"), scene::loads);
        assertEquals(
                "{\"old\":true}",
                scene.memory().shared().orElseThrow().body().path("data").toString());
    }

    private ScriptedLauncher.Script destinationHolding(long epoch, long position) {
        return stage -> {
            if (position > 0) {
                stage.say(
                        "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"users\"},\"stream_state\":{\"cursor\":77}},\"wharf\":{\"held\":true,\"epoch\":"
                                + epoch + ",\"position\":" + position + "}}}");
            }
            stage.say("{\"type\":\"STATE\",\"state\":{\"type\":\"LEGACY\",\"data\":{},\"wharf\":{\"held\":\"end\"}}}");
            return scene.loads(stage);
        };
    }

    private List<String> recordsAsSent() {
        return List.copyOf(scene.loaded);
    }
}
