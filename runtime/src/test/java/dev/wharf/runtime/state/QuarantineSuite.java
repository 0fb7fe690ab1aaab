package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.global;
import static dev.wharf.runtime.state.Fixture.json;
import static dev.wharf.runtime.state.Fixture.line;
import static dev.wharf.runtime.state.Fixture.orders;
import static dev.wharf.runtime.state.Fixture.users;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.StateStore.Quarantined;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Refused lines: each is there once, whatever dies when (invariant 6). */
interface QuarantineSuite extends Fixture {

    @Test
    default void aLineIsConfirmedByTheStateThatCoversIt() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), user(2, "b")));
            assertEquals(List.of("a (unconfirmed)", "b (unconfirmed)"), quarantine());
            run.save(List.of(users(1)), NOW);
            assertEquals(List.of("a", "b (unconfirmed)"), quarantine());
            run.save(List.of(orders(2)), NOW);
            assertEquals(List.of("a", "b (unconfirmed)"), quarantine());
            run.save(List.of(users(3)), NOW);
            assertEquals(List.of("a", "b"), quarantine());
        });
    }

    @Test
    default void linesThatNoStateCoveredAreReadAgainAndThereOnce() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), user(2, "b")));
            run.save(List.of(users(1)), NOW);
        });
        run("second", run -> {
            run.discardUnconfirmed();
            assertEquals(List.of("a"), quarantine());
            run.quarantine(List.of(user(2, "b")));
            run.save(List.of(users(2)), NOW);
        });
        run("third", OpenRun::discardUnconfirmed);
        assertEquals(List.of("a", "b"), quarantine());
    }

    @Test
    default void aStateThatTheDestinationHeldConfirmsTheLinesOfTheKilledRun() {
        run("first", run -> run.quarantine(List.of(user(1, "a"), user(2, "b"))));
        run("second", run -> {
            run.save(List.of(users(1)), NOW);
            run.discardUnconfirmed();
        });
        assertEquals(List.of("a"), quarantine());
    }

    @Test
    default void aSharedStateCoversTheLinesOfAllCollections() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), line(Optional.of(ORDERS), 1, "b"), user(2, "c")));
            run.save(List.of(global(1)), NOW);
        });
        assertEquals(List.of("a", "b", "c (unconfirmed)"), quarantine());
    }

    @Test
    default void aLineOfNoCollectionIsConfirmedByAnyStateOfItsPosition() {
        run("first", run -> {
            run.quarantine(List.of(line(Optional.empty(), 1, "a"), line(Optional.empty(), 2, "b")));
            run.save(List.of(orders(1)), NOW);
        });
        assertEquals(List.of("a", "b (unconfirmed)"), quarantine());
    }

    @Test
    default void aCollectionWithoutStatesIsConfirmedWhenItWasCompleted() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), line(Optional.of(ORDERS), 1, "b"), line(Optional.empty(), 1, "c")));
            run.finish(json("{}"), Set.of(ORDERS), LATER);
        });
        assertEquals(List.of("a (unconfirmed)", "b", "c"), quarantine());
    }

    @Test
    default void aRunThatCompletedNothingConfirmsNothing() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), line(Optional.empty(), 1, "b")));
            run.finish(json("{}"), Set.of(), LATER);
        });
        assertEquals(List.of("a (unconfirmed)", "b (unconfirmed)"), quarantine());
    }

    @Test
    default void whatARollBackUncoversIsReadAgain() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), user(2, "b"), line(Optional.of(ORDERS), 1, "c")));
            run.save(List.of(users(1), users(2), orders(3)), NOW);
            run.finish(json("{}"), Set.of(), LATER);
        });
        store().rollBack(BILLING, 1, LATER);
        assertEquals(List.of("a", "b (unconfirmed)", "c (unconfirmed)"), quarantine());
    }

    @Test
    default void linesOfACollectionThatNeverHadAStateSurviveARollBack() {
        run("first", run -> {
            run.quarantine(List.of(line(Optional.of(ORDERS), 1, "a")));
            run.save(List.of(users(1), users(2)), NOW);
            run.finish(json("{}"), Set.of(ORDERS), LATER);
        });
        store().rollBack(BILLING, 1, LATER);
        assertEquals(List.of("a"), quarantine());
    }

    @Test
    default void whatAResetUncoversIsReadAgain() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), line(Optional.of(ORDERS), 1, "b")));
            run.save(List.of(global(1, USERS, ORDERS)), NOW);
        });
        store().reset(BILLING, Set.of(USERS), LATER);
        assertEquals(List.of("a (unconfirmed)", "b"), quarantine());
    }

    @Test
    default void aLongLineIsListedByItsBeginningAndReadWhole() {
        String content = "é".repeat(3 << 20);
        run("first", run -> run.quarantine(List.of(user(1, content))));
        Quarantined listed = store().quarantined(BILLING, Optional.empty(), 10).getFirst();
        assertEquals(StateStore.EXCERPT_BYTES, listed.line().line().length);
        assertEquals(6 << 20, listed.line().length());
        assertEquals(
                content,
                new String(
                        store().quarantined(BILLING, listed.id())
                                .orElseThrow()
                                .line()
                                .line(),
                        java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    default void aLineKeepsItsBytesAndItsReason() {
        byte[] bytes = {0, (byte) 0xff, '{', (byte) 0xc0};
        RefusedLine kept = new RefusedLine(
                "first",
                Optional.empty(),
                7,
                "broken",
                "/a\u0000\ud800é",
                "object",
                "text",
                bytes,
                9_000_000_000L,
                NOW);
        run("first", run -> run.quarantine(List.of(kept)));
        RefusedLine found =
                store().quarantined(BILLING, Optional.empty(), 1).getFirst().line();
        assertArrayEquals(bytes, found.line());
        assertEquals(
                List.of(
                        "first",
                        Optional.empty(),
                        7L,
                        "broken",
                        "/a\\u0000\\ud800é",
                        "object",
                        "text",
                        9_000_000_000L,
                        NOW),
                List.of(
                        found.run(),
                        found.collection(),
                        found.position(),
                        found.reason(),
                        found.path(),
                        found.expected(),
                        found.found(),
                        found.length(),
                        found.at()));
    }

    @Test
    default void linesAreListedByCollectionAndReleased() {
        run(
                "first",
                run -> run.quarantine(
                        List.of(user(1, "a"), line(Optional.of(ORDERS), 1, "b"), line(Optional.empty(), 1, "c"))));
        List<Quarantined> orders = store().quarantined(BILLING, Optional.of(ORDERS), 10);
        assertEquals(Optional.of(ORDERS), orders.getFirst().line().collection());
        assertEquals(1, orders.size());
        assertEquals(1, store().release(BILLING, Set.of(orders.getFirst().id(), 9999L)));
        assertEquals(List.of("a (unconfirmed)", "c (unconfirmed)"), quarantine());
    }

    @Test
    default void linesOfOtherConnectionsAreOutOfReach() {
        run("first", run -> run.quarantine(List.of(user(1, "a"))));
        long id = store().quarantined(BILLING, Optional.empty(), 1).getFirst().id();
        assertEquals(Optional.empty(), store().quarantined("shipping", id));
        assertEquals(0, store().release("shipping", Set.of(id)));
    }

    private static RefusedLine user(long position, String content) {
        return line(Optional.of(StreamName.of("users")), position, content);
    }
}
