package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.ORDERS;
import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.says;
import static dev.wharf.runtime.sync.SyncScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.sync.Report.LossLine;
import dev.wharf.runtime.sync.Report.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A destination that breaks off, says too little or too much: what then counts, and what the run is called. */
class SyncDestinationTest {

    @RegisterExtension
    final SyncScene scene = new SyncScene();

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
    void valuesThatFitNoColumnAreInTheReport() {
        Report report = scene.run(says(record(USERS, 1), state(USERS, 1)), stage -> {
            int status = scene.loads(stage);
            stage.say(nulled("{\"stream\":\"users\",\"nulled\":{\"id\":2},\"changed\":{},\"undeclared\":{\"x\":7}}"));
            stage.say(nulled("{\"stream\":\"users\",\"nulled\":{\"id\":1},\"changed\":{\"id\":4},\"undeclared\":{}}"));
            stage.say(nulled("no JSON"));
            return status;
        });

        assertEquals(
                List.of(new LossLine(USERS.name(), "id", 3, 4, 0), new LossLine(USERS.name(), "x", 0, 0, 7)),
                report.losses());
        assertEquals(Outcome.SUCCESS, report.outcome());
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

    private static String nulled(String value) {
        return new String(
                        Messages.write(new Message.Analytics("wharf.nulled", value, Instant.EPOCH)),
                        StandardCharsets.UTF_8)
                .strip();
    }
}
