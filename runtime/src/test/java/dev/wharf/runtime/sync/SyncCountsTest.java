package dev.wharf.runtime.sync;

import static dev.wharf.runtime.sync.SyncScene.ORDERS;
import static dev.wharf.runtime.sync.SyncScene.USERS;
import static dev.wharf.runtime.sync.SyncScene.record;
import static dev.wharf.runtime.sync.SyncScene.says;
import static dev.wharf.runtime.sync.SyncScene.state;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.sync.Report.Miscount;
import dev.wharf.runtime.sync.Report.Outcome;
import dev.wharf.runtime.sync.ScriptedLauncher.Script;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the source says it sent, what arrived, and what the destination says it took, at every state. */
class SyncCountsTest {

    private static final String GLOBAL =
            "{\"type\":\"STATE\",\"state\":{\"type\":\"GLOBAL\",\"global\":{\"shared_state\":{\"lsn\":3},\"stream_states\":[]}}}";

    @RegisterExtension
    final SyncScene scene = new SyncScene();

    @Test
    void countsThatAgreeAreNotMentioned() {
        Report report = scene.run(
                says(record(USERS, 1), record(ORDERS, 1), bySource(state(USERS, 1), 1), bySource(state(ORDERS, 1), 1)),
                counting(1, 0));

        assertEquals(List.of(), report.miscounts());
        assertEquals(Outcome.SUCCESS, report.outcome());
    }

    @Test
    void recordsThatDidNotArriveAreInTheReport() {
        Report report = scene.run(
                says(
                        record(USERS, 1),
                        record(USERS, 2),
                        bySource(state(USERS, 1), 3),
                        record(USERS, 3),
                        bySource(state(USERS, 2), 2)),
                scene::loads);

        assertEquals(List.of(new Miscount(users(), "source", 2, 5, 0, 3)), report.miscounts());
        assertEquals(List.of("Collection users: at 2 states the source counted 5 records, 3 arrived."), report.notes());
        assertEquals("{\"cursor\":2}", scene.saved(USERS));
    }

    @Test
    void refusedRecordHasArrivedAndWasNotSentOn() {
        String refused = record(USERS, 1).replace("\"id\":1", "\"id\":\"one\"");
        Report report = scene.run(says(refused, record(USERS, 2), bySource(state(USERS, 1), 2)), counting(1, 0));

        assertEquals(List.of(), report.miscounts());
        assertEquals(1, report.refused());
    }

    @Test
    void recordsThatTheDestinationDidNotTakeAreInTheReport() {
        Report report = scene.run(says(record(USERS, 1), record(USERS, 2), state(USERS, 2)), counting(1, 0));

        assertEquals(List.of(new Miscount(users(), "destination", 1, 1, 0, 2)), report.miscounts());
    }

    @Test
    void recordsThatTheDestinationRejectedAreInTheReport() {
        Report report = scene.run(says(record(USERS, 1), record(USERS, 2), state(USERS, 2)), counting(2, 1));

        assertEquals(
                List.of(
                        "Collection users: at one state the destination counted 2 records and rejected 1, 2 were sent to it."),
                report.notes());
    }

    @Test
    void stateForAllCollectionsIsComparedWithTheirSum() {
        Report report = scene.run(
                says(record(USERS, 1), record(ORDERS, 1), record(ORDERS, 2), bySource(GLOBAL, 4)), counting(3, 0));

        assertEquals(List.of(new Miscount(Optional.empty(), "source", 1, 4, 0, 3)), report.miscounts());
    }

    @Test
    void destinationThatReturnsFewerStatesMayCountSinceEither() {
        for (int count = 1; count <= 2; count++) {
            int said = count;
            Report report =
                    scene.run(says(record(USERS, 1), state(USERS, 1), record(USERS, 2), state(USERS, 2)), stage -> {
                        String last = "";
                        for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                            last = line.contains("\"STATE\"") ? line : last;
                        }
                        stage.say(byDestination(last, said, 0));
                        return 0;
                    });

            assertEquals(List.of(), report.miscounts());
        }
    }

    @Test
    void sourcesMiscountEndsTheRunWhereTheConnectionSaysSo() {
        Report report = scene.on(Miscounts.FAIL)
                .run(
                        says(
                                record(USERS, 1),
                                bySource(state(USERS, 1), 1),
                                record(USERS, 2),
                                bySource(state(USERS, 2), 2),
                                record(USERS, 3),
                                bySource(state(USERS, 3), 1)),
                        scene::loads);

        assertEquals(FailureCode.COUNTS_DIFFER, report.failure().orElseThrow().code());
        assertTrue(report.failure()
                .orElseThrow()
                .message()
                .contains("at one state the source counted 2 records, 1 arrived"));
        assertEquals("{\"cursor\":1}", scene.saved(USERS));
    }

    @Test
    void destinationsMiscountEndsTheRunAndNoLaterStateCoversIt() {
        Report report = scene.on(Miscounts.FAIL)
                .run(says(record(USERS, 1), state(USERS, 1), state(USERS, 2)), stage -> {
                    StringBuilder answers = new StringBuilder();
                    for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                        if (line.contains("\"STATE\"")) {
                            answers.append(byDestination(line, 0, 0));
                        }
                    }
                    stage.say(answers.toString());
                    return 0;
                });

        assertEquals(FailureCode.COUNTS_DIFFER, report.failure().orElseThrow().code());
        assertEquals("none", scene.saved(USERS));
    }

    private static Optional<dev.wharf.protocol.StreamName> users() {
        return Optional.of(USERS.name());
    }

    private static String bySource(String state, int count) {
        return with(state, "\"sourceStats\":{\"recordCount\":" + count + ".0}");
    }

    private static String byDestination(String state, int count, int rejected) {
        return with(
                state,
                "\"destinationStats\":{\"recordCount\":" + count + ".0,\"rejectedRecordCount\":" + rejected + ".0}");
    }

    private static String with(String state, String member) {
        return state.substring(0, state.length() - 2) + "," + member + "}}";
    }

    /** A destination that returns every state with these counts. */
    private static Script counting(int count, int rejected) {
        return stage -> {
            for (String line = stage.in.readLine(); line != null; line = stage.in.readLine()) {
                if (line.contains("\"STATE\"")) {
                    stage.say(byDestination(line, count, rejected));
                }
            }
            return 0;
        };
    }
}
