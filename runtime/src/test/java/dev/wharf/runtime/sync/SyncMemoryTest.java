package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.error;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.says;
import static dev.wharf.runtime.sync.SyncScene.selected;
import static dev.wharf.runtime.sync.SyncScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.sync.Report.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is remembered from one run to the next, by Wharf and by a destination that keeps checkpoints. */
class SyncMemoryTest {

    private static final String HELD_END =
            "{\"type\":\"STATE\",\"state\":{\"type\":\"LEGACY\",\"data\":{},\"wharf\":{\"held\":\"end\"}}}";

    @RegisterExtension
    final SyncScene scene = new SyncScene();

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
    void checkpointHeldByTheDestinationWins() {
        scene.with(Plan.Ability.HOLDS_CHECKPOINTS);
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
                    stage.say(HELD_END);
                    return scene.loads(stage);
                });
        Report report = scene.run(launcher);

        assertEquals(Outcome.SUCCESS, report.outcome());
        assertEquals(2, launcher.count(Role.SOURCE));
        assertEquals("{\"cursor\":6}", scene.saved(USERS));
        assertEquals(10, scene.memory().position());
    }

    @Test
    void aSourceMayPatchOnlyWhatTheDestinationTakesSo() {
        ScriptedLauncher whole = new ScriptedLauncher(says(state(USERS, 1)), scene::loads);
        scene.run(whole);
        scene.with(Plan.Ability.PATCHES);
        ScriptedLauncher patched = new ScriptedLauncher(says(state(USERS, 2)), scene::loads);
        scene.run(patched);

        assertFalse(Messages.readConfigured(catalog(whole)).patches());
        assertTrue(Messages.readConfigured(catalog(patched)).patches());
    }

    @SuppressWarnings("unchecked")
    private static byte[] catalog(ScriptedLauncher launcher) {
        return ((Invocation.Read<byte[]>) launcher.last(Role.SOURCE).invocation()).catalog();
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
    void checkpointThatWasNotSavedForItsCountsIsNotTakenOver() {
        scene.with(Plan.Ability.HOLDS_CHECKPOINTS).on(Miscounts.FAIL);
        scene.run(says(record(USERS, 1), state(USERS, 1)), stage -> {
            stage.say(HELD_END);
            for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                if (line.contains("\"STATE\"")) {
                    stage.say(line.substring(0, line.length() - 2) + ",\"destinationStats\":{\"recordCount\":7}}}");
                }
            }
            return 0;
        });
        ScriptedLauncher launcher = new ScriptedLauncher(says(state(USERS, 2)), destinationHolding(1, 1));
        scene.run(launcher);

        assertEquals(1, launcher.count(Role.SOURCE), "the source began where the held state ends");
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
        assertEquals(2, scene.memory().position(), "a declined position is given twice");
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
        assertEquals(List.of(record(USERS, 1)), List.copyOf(scene.loaded));
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
            stage.say(HELD_END);
            return scene.loads(stage);
        };
    }
}
