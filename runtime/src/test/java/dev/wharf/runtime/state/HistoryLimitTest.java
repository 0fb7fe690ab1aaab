package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.states;
import static dev.wharf.runtime.state.HistorySuite.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import dev.wharf.runtime.state.StateStore.StateVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes when the history of a connection needs more room than it has. */
class HistoryLimitTest implements Fixture {

    private static final long BODY_BYTES = 1000;
    private static final long ROOM_BYTES = 40 * BODY_BYTES;
    private static final long SAVES = 20;

    @TempDir
    Path directory;

    private @Nullable StateStore store;

    @BeforeEach
    void open() {
        store = SqlStateStore.open(new SqliteFile(directory.resolve("state.db")), ROOM_BYTES);
    }

    @AfterEach
    void close() {
        store().close();
    }

    @Override
    public StateStore store() {
        return java.util.Objects.requireNonNull(store);
    }

    @Test
    void whatWasSupersededWithinItsRunGoesFirst() {
        runs(5);
        for (int run = 1; run <= 5; run++) {
            long end = run * SAVES;
            assertEquals(states(state(end)), store().memory(BILLING, end).states());
        }
        assertRefused(
                FailureCode.INPUT_INVALID,
                "only the last of each run was kept",
                () -> store().memory(BILLING, SAVES + 1));
        assertEquals(
                states(state(5 * SAVES - 1)),
                store().memory(BILLING, 5 * SAVES - 1).states());
    }

    @Test
    void theEndsOfTheOldestRunsGoNext() {
        runs(60);
        assertRefused(FailureCode.INPUT_INVALID, "no longer reaches back", () -> store().rollBack(BILLING, SAVES, NOW));
        long kept = 50 * SAVES;
        store().rollBack(BILLING, kept, NOW);
        assertEquals(states(state(kept)), memory().states());
    }

    @Test
    void whatIsRememberedIsNeverDropped() {
        Acknowledged large = state(1, 3 * ROOM_BYTES);
        save("first", large);
        assertEquals(states(large), memory().states());
        save("second", state(2, 3 * ROOM_BYTES));
        assertEquals(List.of(2L), versions());
    }

    @Test
    void theRoomIsNotExceeded() {
        runs(30);
        long bytes = store().history(BILLING, Optional.empty(), 10_000).stream()
                .mapToLong(StateVersion::bytes)
                .sum();
        assertTrue(bytes <= ROOM_BYTES && bytes > ROOM_BYTES / 2, "kept " + bytes);
    }

    private void runs(int count) {
        for (int run = 0; run < count; run++) {
            long before = run * SAVES;
            save(
                    "run" + run,
                    LongStream.rangeClosed(before + 1, before + SAVES)
                            .mapToObj(HistoryLimitTest::state)
                            .toArray(Acknowledged[]::new));
        }
    }

    private List<Long> versions() {
        return store().history(BILLING, Optional.empty(), 10).stream()
                .map(StateVersion::version)
                .toList();
    }

    private static Acknowledged state(long position) {
        return state(position, BODY_BYTES);
    }

    private static Acknowledged state(long position, long bytes) {
        return new Acknowledged(
                position, Optional.of(USERS), Fixture.json("{'content':'" + "x".repeat((int) bytes) + "'}"));
    }
}
