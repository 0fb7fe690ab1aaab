package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OwnerTest {

    private static final Owner CURRENT = Owner.current();

    private static Owner like(String machine, String boot, String processes, long id, long started) {
        return new Owner(machine, boot, processes, id, started);
    }

    @Test
    void textSaysItAll() {
        assertEquals(Optional.of(CURRENT), Owner.parse(CURRENT.toString()));
        assertEquals(Optional.empty(), Owner.parse("somebody"));
        assertEquals(Optional.empty(), Owner.parse("a.b.c.d.e"));
    }

    @Test
    void thisProcessIsThere() {
        assertFalse(CURRENT.isGone());
    }

    @Test
    void endedProcessIsGone() throws IOException {
        Process process = new ProcessBuilder("true").start();
        process.onExit().join();
        assertTrue(like(CURRENT.machine(), CURRENT.boot(), CURRENT.processes(), process.pid(), 1)
                .isGone());
    }

    @Test
    void laterProcessWithTheSameNumberIsAnother() {
        assertTrue(like(CURRENT.machine(), CURRENT.boot(), CURRENT.processes(), CURRENT.id(), CURRENT.started() + 1)
                .isGone());
    }

    @Test
    void processesThatCannotBeSeenFromHereAreNotGone() {
        long nobody = 1L << 40;
        assertFalse(
                like("other", CURRENT.boot(), CURRENT.processes(), nobody, 1).isGone());
        assertFalse(
                like(CURRENT.machine(), "other", CURRENT.processes(), nobody, 1).isGone());
        assertFalse(like(CURRENT.machine(), CURRENT.boot(), "other", nobody, 1).isGone());
    }

    @Test
    void earlierBootOfThisMachineIsKnown() {
        assertTrue(like(CURRENT.machine(), "other", "1", 1, 1).isOfEarlierBoot());
        assertFalse(CURRENT.isOfEarlierBoot());
        assertFalse(like("other", "other", "1", 1, 1).isOfEarlierBoot());
    }
}
