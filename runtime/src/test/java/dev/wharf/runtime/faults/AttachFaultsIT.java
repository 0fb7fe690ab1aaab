package dev.wharf.runtime.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.faults.Scene.Ended;
import org.junit.jupiter.api.Test;

/** Over the engine's attach stream: an image without a shell takes it by itself. */
final class AttachFaultsIT extends FaultSuite {

    @Override
    String build() {
        return images.withoutShell();
    }

    @Override
    String road() {
        return "attach";
    }

    /** The engine does not tell that a container closed its stdin: only the limit of silence ends this. */
    @Test
    void destinationThatClosesItsInputIsKilledAsHung() {
        Ended run = scene.sync(plays("endless"), plays("closes-input"), "silence: 3s");

        assertEquals(7, run.status(), run::out);
        assertTrue(run.message().contains("the destination read nothing"), run::message);
        assertTrue(run.message().contains("I have had enough"), run::message);
        assertEquals(0, scene.cursor("users"));
    }
}
