package dev.wharf.runtime.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.faults.Scene.Ended;
import dev.wharf.runtime.faults.Scene.Side;
import org.junit.jupiter.api.Test;

/** The ways in which a connector dies, stays or falls silent: what they come to is the same on each road that bytes may take. */
abstract class FaultSuite extends Faults {

    abstract String road();

    @Test
    void goodOnesCarryEverything() {
        Ended run = scene.sync(plays("good"), plays("good"));

        assertEquals(0, run.status(), run::err);
        assertEquals(2, run.records("users"));
        assertEquals(1, run.records("orders"));
        assertEquals(2, scene.cursor("users"));
        assertEquals(road(), run.json().path("source").path("road").asString());
        assertEquals(road(), run.json().path("destination").path("road").asString());
    }

    @Test
    void sourceThatFailsAfterAStateKeepsIt() {
        Ended run = scene.sync(plays("fails-after-a-state"), plays("good"));

        assertEquals(4, run.status());
        assertEquals("source-failed", run.code());
        assertTrue(run.message().contains("the vendor closed the door"), run::message);
        assertEquals("success", run.collection("users").path("outcome").asString());
        assertEquals(2, scene.cursor("users"));
        assertEquals(0, scene.cursor("orders"));
    }

    @Test
    void sourceThatIsOutOfMemoryIsNamedSoAndKeepsItsState() {
        Ended run = scene.sync(plays("out-of-memory", "limits: { memory: 24MiB }"), plays("good"));

        assertEquals(4, run.status());
        assertEquals("source-out-of-memory", run.code());
        assertTrue(run.message().contains("source.limits.memory"), run::message);
        assertEquals(2, scene.cursor("users"));
    }

    @Test
    void silentSourceIsKilledWithEvidence() {
        Ended run = scene.sync(plays("silent"), plays("good"), "silence: 2s");

        assertEquals(7, run.status());
        assertEquals("hung", run.code());
        assertTrue(run.message().contains("the source sent nothing"), run::message);
        assertTrue(run.message().contains("waiting for the vendor"), run::message);
        assertTrue(run.message().contains("2 records (16 bytes)"), run::message);
        assertTrue(
                run.message().contains("The source had last sent a TRACE; when it was killed, its exit was 137"),
                run::message);
        assertTrue(run.message().contains("The destination had last sent a STATE of users"), run::message);
        assertTrue(run.message().contains("The source was waited for."), run::message);
        assertEquals(
                "waiting for the vendor",
                run.json().path("source").path("last_words").path(0).asString());
        assertEquals(2, scene.cursor("users"));
    }

    @Test
    void sourceThatIgnoresSigtermIsKilled() {
        Ended run = scene.sync(plays("ignores-sigterm"), plays("good"), "invalid: fail");

        assertEquals(8, run.status(), run::out);
        assertEquals("schema-refused", run.code());
        assertEquals("137 (killed)", run.json().path("source").path("exit").asString());
        assertEquals(2, scene.cursor("users"));
    }

    @Test
    void destinationThatExitsAtOnceIsTheCause() {
        Ended run = scene.sync(plays("endless"), plays("exits-at-once"));

        assertEquals(9, run.status());
        assertEquals("destination-failed", run.code());
        assertTrue(run.message().contains("no such warehouse"), run::message);
        assertEquals(0, scene.cursor("users"));
    }

    @Test
    void destinationThatEndsWellTooEarlyIsAtFault() {
        Ended run = scene.sync(plays("endless"), plays("ends-early"));

        assertEquals(9, run.status());
        assertEquals("destination-protocol", run.code());
        assertEquals(0, scene.cursor("users"));
    }

    @Test
    void destinationThatReadsNothingIsKilledWithEvidence() {
        Ended run = scene.sync(plays("endless"), plays("reads-nothing"), "silence: 2s");

        assertEquals(7, run.status());
        assertEquals("hung", run.code());
        assertTrue(run.message().contains("the destination read nothing"), run::message);
        assertEquals(0, scene.cursor("users"));
    }

    @Test
    void entrypointThatIsMissingIsSaid() {
        Ended run = scene.sync(new Side(images.withoutProgram(), "good"), plays("good"));

        assertEquals(3, run.status(), run::out);
        assertEquals("image-unsuitable", run.code());
        assertTrue(run.message().contains("/nowhere/connector"), run::message);
    }
}
