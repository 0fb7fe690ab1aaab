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
import java.util.Map;
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

    @Test
    default void aLineThatWasSentAgainIsReplayedByTheStateBehindIt() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), user(1, "b"), line(Optional.of(ORDERS), 1, "c")));
            run.save(List.of(users(1), orders(2)), NOW);
        });
        run("second", run -> {
            run.discardUnconfirmed();
            run.resend(Set.copyOf(replayable(USERS)));
            run.save(List.of(orders(3)), NOW);
            assertEquals(2, replayable(USERS).size());
            run.save(List.of(users(4)), NOW);
        });
        assertEquals(List.of(), replayable(USERS));
        assertEquals(1, replayable(ORDERS).size());
        assertEquals(
                List.of("second", "second", "no"),
                store().quarantined(BILLING, Optional.empty(), 10).stream()
                        .map(line -> line.replayed().orElse("no"))
                        .toList());
    }

    @Test
    default void aSharedStateReplaysWhatWasSentAgainOfAllCollections() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a"), line(Optional.of(ORDERS), 1, "b")));
            run.save(List.of(global(1)), NOW);
            run.resend(Set.of(replayable(USERS).getFirst(), replayable(ORDERS).getFirst()));
            run.save(List.of(global(2)), NOW);
        });
        assertEquals(Map.of(), store().replayable(BILLING));
    }

    @Test
    default void theRunAfterAKilledReplayLearnsOfItFromTheDestination() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a")));
            run.save(List.of(users(1)), NOW);
        });
        run("killed", run -> run.resend(Set.copyOf(replayable(USERS))));
        run("next", run -> {
            run.save(List.of(users(2)), NOW);
            run.discardUnconfirmed();
        });
        assertEquals(List.of(), replayable(USERS));
    }

    @Test
    default void whatTheDestinationDidNotGetCanBeSentOnceMore() {
        run("first", run -> {
            run.quarantine(List.of(user(1, "a")));
            run.save(List.of(users(1)), NOW);
        });
        run("killed", run -> run.resend(Set.copyOf(replayable(USERS))));
        run("next", run -> {
            run.discardUnconfirmed();
            run.save(List.of(users(2)), NOW);
        });
        assertEquals(1, replayable(USERS).size());
    }

    @Test
    default void linesOfAnOlderGenerationAndUnconfirmedOnesAreNotReplayable() {
        run("first", run -> {
            run.startGenerations(Set.of(USERS), NOW);
            run.quarantine(List.of(user(1, "a")));
            run.save(List.of(users(1)), NOW);
        });
        assertEquals(1, replayable(USERS).size());
        run("second", run -> {
            run.startGenerations(Set.of(USERS), NOW);
            run.quarantine(List.of(of("second", user(2, "b")), of("second", user(3, "c"))));
            run.save(List.of(users(2)), NOW);
        });
        assertEquals(1, replayable(USERS).size());
        assertEquals(List.of("a", "b", "c (unconfirmed)"), quarantine());
    }

    private static RefusedLine of(String run, RefusedLine line) {
        return new RefusedLine(
                run,
                line.collection(),
                line.position(),
                line.reason(),
                line.path(),
                line.expected(),
                line.found(),
                line.line(),
                line.length(),
                line.at());
    }

    private List<Long> replayable(StreamName collection) {
        return store().replayable(BILLING).getOrDefault(collection, List.of());
    }
}
