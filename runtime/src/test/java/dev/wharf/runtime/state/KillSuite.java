package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.states;
import static dev.wharf.runtime.state.Fixture.users;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What is left of a process that was killed in the middle of saving (invariants 1 and 6). */
interface KillSuite extends Fixture {

    String location();

    Map<String, String> environment();

    @Test
    default void whatAKilledRunHadSavedIsThereAndTheConnectionIsFree() throws Exception {
        Process child = ChildJvm.start(ChildJvm.Task.SAVE_FOR_EVER, location(), environment());
        long said = 0;
        try (BufferedReader output = child.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said = Long.parseLong(line);
                if (said == 50) {
                    child.toHandle().destroyForcibly();
                }
            }
        }
        assertEquals(137, child.waitFor());

        try (OpenRun next = store().begin(BILLING, "second", NOW)) {
            long saved = next.memory().position();
            assertTrue(saved == said || saved == said + 1, "saved " + saved + ", said " + said);
            assertEquals(states(users(saved)), next.memory().states());
            next.discardUnconfirmed();
            List<String> covered = LongStream.rangeClosed(1, saved)
                    .mapToObj(position -> "line " + position)
                    .toList();
            assertEquals(covered, quarantine());
        }
        assertEquals(
                Optional.empty(), store().run(BILLING, "first").orElseThrow().finished());
    }

    @Test
    default void aKilledHolderIsNotTakenForAlive() throws Exception {
        Process child = ChildJvm.start(ChildJvm.Task.SAVE_FOR_EVER, location(), environment());
        try (BufferedReader output = child.inputReader()) {
            output.readLine();
            assertEquals(child.pid(), store().holder(BILLING).orElseThrow().process());
            child.toHandle().destroyForcibly();
        }
        child.waitFor();
        assertEquals(Optional.empty(), store().holder(BILLING));
    }
}
