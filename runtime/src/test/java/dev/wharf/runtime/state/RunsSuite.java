package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.json;
import static dev.wharf.runtime.state.Fixture.users;
import static dev.wharf.runtime.state.HistorySuite.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.state.StateStore.Holder;
import dev.wharf.runtime.state.StateStore.Run;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Runs, who holds a connection, and the small things that are remembered beside them. */
interface RunsSuite extends Fixture {

    /** Another process's view of the same store. */
    StateStore another();

    @Test
    default void runsAreListedNewestFirst() {
        run("first", run -> run.finish(json("{'rows':3}"), Set.of(), LATER));
        run("second", _ -> {});
        Run second = new Run("second", BILLING, NOW, Optional.empty(), Optional.empty());
        Run first = new Run("first", BILLING, NOW, Optional.of(LATER), Optional.of(json("{'rows':3}")));
        assertEquals(List.of(second, first), store().runs(BILLING, 10));
        assertEquals(List.of(second), store().runs(BILLING, 1));
        assertEquals(Optional.of(first), store().run(BILLING, "first"));
        assertEquals(Optional.empty(), store().run(BILLING, "third"));
        assertEquals(2, memory().runs());
    }

    @Test
    default void itIsRememberedWhichRunCompletedACollectionLast() {
        run("first", run -> {
            run.startGenerations(Set.of(USERS, ORDERS), NOW);
            run.finish(json("{}"), Set.of(USERS, ORDERS), LATER);
        });
        run("second", run -> run.finish(json("{}"), Set.of(ORDERS), LATER));
        run("third", run -> run.startGenerations(Set.of(USERS), LATER));
        assertEquals(Map.of(USERS, 1L, ORDERS, 2L), memory().completed());
    }

    @Test
    default void connectionsAreListedInOrder() {
        store().begin("shipping", "first", NOW).close();
        store().begin("billing", "first", NOW).close();
        assertEquals(List.of("billing", "shipping"), store().connections());
    }

    @Test
    default void aRunsNameIsUsedOnce() {
        run("first", _ -> {});
        assertThrows(IllegalArgumentException.class, () -> store().begin(BILLING, "first", NOW));
        run("second", _ -> {});
        assertEquals(2, memory().runs());
    }

    @Test
    default void aConnectionHasOneRunAtATime() {
        try (StateStore other = another()) {
            run("first", run -> {
                Holder holder = other.holder(BILLING).orElseThrow();
                assertEquals("first", holder.run());
                assertEquals(ProcessHandle.current().pid(), holder.process());
                for (StateStore asked : List.of(store(), other)) {
                    assertRefused(
                            FailureCode.CONNECTION_BUSY,
                            "run first has it open since 2026-11-24T10:00:00.123456Z, in process " + holder.process()
                                    + " on " + holder.host(),
                            () -> asked.begin(BILLING, "second", NOW));
                    assertRefused(FailureCode.CONNECTION_BUSY, "run first", () -> asked.reset(BILLING, Set.of(), NOW));
                    assertRefused(FailureCode.CONNECTION_BUSY, "run first", () -> asked.rollBack(BILLING, 1, NOW));
                }
                run.save(List.of(users(1)), NOW);
            });
            assertEquals(Optional.empty(), store().holder(BILLING));
            other.begin(BILLING, "second", NOW).close();
            store().begin(BILLING, "third", NOW).close();
        }
    }

    @Test
    default void differentConnectionsRunAtTheSameTime() throws Exception {
        int connections = 8;
        int saves = 25;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                StateStore other = another()) {
            List<Future<?>> runs = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                String connection = "c" + i;
                StateStore used = i % 2 == 0 ? store() : other;
                runs.add(threads.submit(() -> {
                    try (OpenRun run = used.begin(connection, "first", NOW)) {
                        for (int position = 1; position <= saves; position++) {
                            run.save(List.of(users(position)), NOW);
                            used.runs(connection, 1);
                        }
                        run.finish(json("{}"), Set.of(), LATER);
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get();
            }
        }
        for (int i = 0; i < connections; i++) {
            assertEquals(saves, store().memory("c" + i).position());
        }
    }

    @Test
    default void imagesStayPinnedForEachSideOfAConnection() {
        StateStore.Pin first = new StateStore.Pin("acme/source:1.4", "acme/source@sha256:aa", NOW);
        StateStore.Pin second = new StateStore.Pin("acme/source:1.5", "acme/source@sha256:bb", LATER);
        assertEquals(Optional.empty(), store().pin("billing", "source"));
        store().pin("billing", "source", first);
        store().pin("billing", "destination", first);
        store().pin("billing", "source", second);
        assertEquals(Optional.of(second), store().pin("billing", "source"));
        assertEquals(Optional.of(first), store().pin("billing", "destination"));
        assertEquals(Optional.empty(), store().pin("orders", "source"));
    }

    @Test
    default void theCacheKeepsTheNewest() {
        byte[] bytes = {0, 1, (byte) 0xff};
        store().cache("spec", "image", new byte[] {9}, NOW);
        store().cache("spec", "image", bytes, NOW.plusSeconds(1000));
        assertArrayEquals(bytes, store().cached("spec", "image").orElseThrow());
        assertEquals(Optional.empty(), store().cached("catalog", "image"));
        for (int i = 0; i < 100; i++) {
            store().cache("spec", "other" + i, bytes, NOW.plusSeconds(i));
        }
        assertEquals(Optional.empty(), store().cached("spec", "other0"));
        assertArrayEquals(bytes, store().cached("spec", "other1").orElseThrow());
        assertArrayEquals(bytes, store().cached("spec", "image").orElseThrow());
    }
}
