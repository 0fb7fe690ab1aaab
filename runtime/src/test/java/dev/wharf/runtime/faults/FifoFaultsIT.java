package dev.wharf.runtime.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.faults.Scene.Ended;
import org.junit.jupiter.api.Test;

/** Over named pipes, as most images run. */
final class FifoFaultsIT extends FaultSuite {

    @Override
    String road() {
        return "fifo";
    }

    @Test
    void destinationThatClosesItsInputEndsTheRun() {
        Ended run = scene.sync(plays("endless"), plays("closes-input"));

        assertEquals(9, run.status(), run::out);
        assertEquals("destination-protocol", run.code());
        assertTrue(run.message().contains("closed its input"), run::message);
        assertTrue(run.message().contains("I have had enough"), run::message);
        assertEquals(0, scene.cursor("users"));
    }
}
