package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.global;
import static dev.wharf.runtime.state.Fixture.json;
import static dev.wharf.runtime.state.Fixture.orders;
import static dev.wharf.runtime.state.Fixture.saved;
import static dev.wharf.runtime.state.Fixture.shared;
import static dev.wharf.runtime.state.Fixture.states;
import static dev.wharf.runtime.state.Fixture.users;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.StateStore.Cause;
import dev.wharf.runtime.state.StateStore.StateVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The past of the states, and returning to it. */
interface HistorySuite extends Fixture {

    @Test
    default void everyChangeIsAVersion() {
        save("first", users(1), users(2));
        long bytes = JSON.writeValueAsBytes(users(1).body()).length;
        assertEquals(
                List.of(
                        new StateVersion(
                                2, 1, 2, Optional.of(USERS), Cause.ACKNOWLEDGED, Optional.of("first"), NOW, bytes),
                        new StateVersion(
                                1, 1, 1, Optional.of(USERS), Cause.ACKNOWLEDGED, Optional.of("first"), NOW, bytes)),
                store().history(BILLING, Optional.empty(), 10));
    }

    @Test
    default void theHistoryOfACollectionHasTheSharedStatesToo() {
        save("first", users(1), orders(2), global(3, USERS));
        assertEquals(
                List.of("3 GLOBAL", "3 users REPLACED", "1 users ACKNOWLEDGED"),
                store().history(BILLING, Optional.of(USERS), 10).stream()
                        .map(change -> change.collection().isEmpty()
                                ? change.version() + " GLOBAL"
                                : change.version() + " users " + change.cause())
                        .toList());
        assertEquals(1, store().history(BILLING, Optional.empty(), 1).size());
    }

    @Test
    default void theStatesOfAnyVersionCanBeRead() {
        save("first", users(1), orders(2), users(3));
        save("second", global(4));
        assertEquals(states(users(1)), store().memory(BILLING, 1).states());
        assertEquals(states(users(1), orders(2)), store().memory(BILLING, 2).states());
        assertEquals(states(users(3), orders(2)), store().memory(BILLING, 3).states());
        assertEquals(Optional.of(saved(global(4))), store().memory(BILLING, 4).shared());
    }

    @Test
    default void rollingBackRestoresAllCollectionsInANewEpoch() {
        save("first", users(1), orders(2), users(3));
        save("second", global(4));
        assertEquals(2, store().rollBack(BILLING, 2, LATER));
        assertEquals(
                new Memory(
                        2, 4, 2, states(users(1), orders(2)), Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of()),
                memory());
        assertEquals(
                List.of("ROLLED_BACK all", "ROLLED_BACK orders", "ROLLED_BACK users"),
                store().history(BILLING, Optional.empty(), 3).stream()
                        .map(change -> change.cause() + " "
                                + change.collection().map(StreamName::name).orElse("all"))
                        .sorted()
                        .toList());
    }

    @Test
    default void aRunAfterARollBackGoesOnAboveAllEarlierPositions() {
        save("first", users(1), users(2), users(3));
        store().rollBack(BILLING, 1, LATER);
        run("second", run -> {
            assertEquals(3, run.memory().position());
            run.save(List.of(users(4)), NOW);
        });
        assertEquals(states(users(4)), memory().states());
        assertEquals(2, store().history(BILLING, Optional.empty(), 1).getFirst().epoch());
    }

    @Test
    default void aRollBackCanBeRolledBack() {
        save("first", users(1), orders(2), users(3));
        store().rollBack(BILLING, 1, LATER);
        assertEquals(3, store().rollBack(BILLING, 3, LATER));
        assertEquals(states(users(3), orders(2)), memory().states());
    }

    @Test
    default void generationsDoNotGoBack() {
        save("first", users(1));
        run("second", run -> run.startGenerations(Set.of(USERS), NOW));
        store().rollBack(BILLING, 1, LATER);
        assertEquals(Map.of(USERS, 1L), memory().generations());
        assertEquals(states(users(1)), memory().states());
    }

    @Test
    default void aVersionThatNeverWasIsRefused() {
        save("first", users(1));
        assertRefused(FailureCode.INPUT_INVALID, "there is no such version", () -> store().rollBack(BILLING, 2, LATER));
        assertRefused(FailureCode.INPUT_INVALID, "there is no such version", () -> store().memory(BILLING, 0));
        assertEquals(1, memory().epoch());
    }

    @Test
    default void aConnectionThatNeverRanIsRefused() {
        assertRefused(FailureCode.CONNECTION_UNKNOWN, "billing", () -> store().rollBack(BILLING, 1, LATER));
        assertRefused(FailureCode.CONNECTION_UNKNOWN, "billing", () -> store().reset(BILLING, Set.of(), LATER));
        assertRefused(FailureCode.CONNECTION_UNKNOWN, "billing", () -> store().memory(BILLING, 1));
    }

    @Test
    default void resettingForgetsSomeCollectionsInANewEpoch() {
        save("first", users(1), orders(2));
        assertEquals(2, store().reset(BILLING, Set.of(USERS), LATER));
        assertEquals(states(orders(2)), memory().states());
    }

    @Test
    default void resettingWithoutNamesForgetsEverything() {
        save("first", users(1), orders(2));
        store().reset(BILLING, Set.of(), LATER);
        assertEquals(new Memory(2, 2, 1, Map.of(), Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of()), memory());
        save("second", global(3));
        store().reset(BILLING, Set.of(), LATER);
        assertEquals(Optional.empty(), memory().shared());
    }

    @Test
    default void resettingTakesPartsOutOfASharedState() {
        save("first", shared(1, "{'data':{'users':{'a':1},'orders':{'a':2}}}"));
        store().reset(BILLING, Set.of(USERS), LATER);
        assertEquals(
                json("{'data':{'orders':{'a':2}}}"),
                memory().shared().orElseThrow().body());
    }

    @Test
    default void resettingAPartOfAnIndivisibleStateIsRefused() {
        save("first", shared(1, "{'data':{'cursor':1}}"));
        assertRefused(FailureCode.INPUT_INVALID, "as a whole", () -> store().reset(BILLING, Set.of(USERS), LATER));
        assertEquals(1, memory().epoch());
        assertTrue(memory().shared().isPresent());
    }

    static void assertRefused(FailureCode code, String words, org.junit.jupiter.api.function.Executable act) {
        WharfException refusal = assertThrows(WharfException.class, act);
        assertEquals(code, refusal.code());
        assertTrue(
                refusal.failure().message().contains(words), refusal.failure().message());
    }
}
