package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.global;
import static dev.wharf.runtime.state.Fixture.json;
import static dev.wharf.runtime.state.Fixture.orders;
import static dev.wharf.runtime.state.Fixture.saved;
import static dev.wharf.runtime.state.Fixture.shared;
import static dev.wharf.runtime.state.Fixture.states;
import static dev.wharf.runtime.state.Fixture.stream;
import static dev.wharf.runtime.state.Fixture.users;
import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What is remembered of a connection's states, kinds and generations. */
interface StatesSuite extends Fixture {

    @Test
    default void nothingIsRememberedOfAConnectionThatNeverRan() {
        assertEquals(Memory.empty(), memory());
    }

    @Test
    default void theNewestStateOfEachCollectionIsThereInTheNextRun() {
        save("first", users(1), orders(2), users(3));
        run(
                "second",
                run -> assertEquals(
                        new Memory(
                                1,
                                3,
                                2,
                                states(users(3), orders(2)),
                                Optional.empty(),
                                Map.of(),
                                Set.of(),
                                Map.of(),
                                Map.of()),
                        run.memory()));
    }

    @Test
    default void aDeclinedStateIsNotFollowedWhereADestinationHoldsIt() {
        Optional<StreamName> users = users(1).collection();
        run("first", run -> {
            run.save(List.of(users(1), orders(2)), NOW);
            run.decline(users, new Memory.Declined(3, 4));
        });

        Memory memory = memory();
        assertEquals(states(users(1), orders(2)), memory.states());
        assertEquals(
                List.of(false, true, false, false, true),
                List.of(
                        memory.isBehind(1, 1, users),
                        memory.isBehind(1, 2, users),
                        memory.isBehind(1, 3, users),
                        memory.isBehind(1, 4, users),
                        memory.isBehind(1, 5, users)));
        assertTrue(memory.isBehind(1, 3, orders(1).collection()), "another collection's is followed");
        assertTrue(memory.isBehind(1, 3, Optional.empty()), "a shared one is followed");
        assertEquals(4, memory.position());
    }

    @Test
    default void aDeclinedSharedStateIsNotFollowed() {
        run("first", run -> run.decline(Optional.empty(), new Memory.Declined(1, 1)));

        assertFalse(memory().isBehind(1, 1, Optional.empty()));
        assertTrue(memory().isBehind(1, 1, users(1).collection()));
    }

    @Test
    default void connectionsDoNotSeeEachOther() {
        save("first", users(1));
        assertEquals(Memory.empty(), store().memory("shipping"));
    }

    @Test
    default void statesOfOneSaveAreSavedAllOrNone() {
        run("first", run -> {
            run.save(List.of(users(5)), NOW);
            assertThrows(IllegalArgumentException.class, () -> run.save(List.of(orders(6), users(4)), NOW));
            assertEquals(states(users(5)), run.memory().states());
            run.save(List.of(orders(6)), NOW);
            assertEquals(states(users(5), orders(6)), run.memory().states());
        });
    }

    @Test
    default void aCollectionsStatesComeInOrderWhateverOthersDo() {
        run("first", run -> {
            run.save(List.of(users(5), orders(2)), NOW);
            assertThrows(IllegalArgumentException.class, () -> run.save(List.of(users(5)), NOW));
            assertThrows(IllegalArgumentException.class, () -> run.save(List.of(global(4)), NOW));
            run.save(List.of(orders(3)), NOW);
            assertEquals(5, run.memory().position());
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'cursor':12345678901234567890123456789}",
                "{'a':1.50,'b':1E+400,'c':-0.0,'d':0.1000000000000000055511151231257827}",
                "{'nul':'\\u0000','half':'\\ud800','whole':'\\ud83d\\ude00 \\u2028 é'}",
                "{'':{'type':'GLOBAL'},'unknown':[null,true,{}]}"
            })
    default void aBodyComesBackAsItWas(String data) {
        ObjectNode body = json("{'type':'STREAM','stream':{'stream_state':" + data + "},'extra':" + data + "}");
        save("first", new Acknowledged(1, Optional.of(USERS), body));
        assertEquals(body, body(USERS));
    }

    @Test
    default void aStateMayBeLargeAndDeep() {
        ObjectNode large = json("{'type':'STREAM','stream':{'stream_state':{'seen':'" + "x".repeat(10 << 20) + "'}}}");
        ObjectNode deep = json("{'type':'STREAM','stream':" + "{'a':".repeat(990) + "1" + "}".repeat(990) + "}");
        save("first", new Acknowledged(1, Optional.of(USERS), large), new Acknowledged(2, Optional.of(ORDERS), deep));
        assertEquals(large, body(USERS));
        assertEquals(deep, body(ORDERS));
    }

    @Test
    default void fiveThousandCollectionsAreSavedAtOnce() {
        List<Acknowledged> states = new ArrayList<>();
        for (int i = 1; i <= 5000; i++) {
            StreamName name = StreamName.of("c" + i);
            states.add(new Acknowledged(i, Optional.of(name), stream(name, i)));
        }
        save("first", states.toArray(Acknowledged[]::new));
        assertEquals(states(states.toArray(Acknowledged[]::new)), memory().states());
    }

    @Test
    default void aGlobalStateTakesThePlaceOfTheCollectionsOwn() {
        save("first", users(1), orders(2), global(3, USERS));
        assertEquals(Map.of(), memory().states());
        assertEquals(Optional.of(saved(global(3, USERS))), memory().shared());
    }

    @Test
    default void aStreamStateTakesThePlaceOfAGlobalOne() {
        save("first", global(1, USERS, ORDERS));
        save("second", users(2));
        assertEquals(states(users(2)), memory().states());
        assertEquals(Optional.empty(), memory().shared());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'type':'LEGACY','data':", "{'data':"})
    default void anUpgradedImageGoesOnFromThePartsOfALegacyState(String before) {
        save("first", shared(1, before + "{'users':{'cursor':7},'returns':{'cursor':8}}}"));
        save("second", users(2));
        StreamName returns = StreamName.of("returns");
        ObjectNode converted =
                json("{'type':'STREAM','stream':{'stream_descriptor':{'name':'returns'},'stream_state':{'cursor':8}}}");
        assertEquals(states(users(2), new Acknowledged(1, Optional.of(returns), converted)), memory().states());
        assertEquals(Optional.empty(), memory().shared());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'cursor':'2026-01-01'}", "{'cdc':false,'streams':[{'stream_name':'users'}]}", "{}"})
    default void aLegacyStateThatCannotBeTakenApartGivesWay(String data) {
        save("first", shared(1, "{'type':'LEGACY','data':" + data + "}"));
        save("second", users(2));
        assertEquals(states(users(2)), memory().states());
    }

    @Test
    default void aChangeOfKindWithinOneSaveEndsWithTheLastKind() {
        save("first", users(1), shared(2, "{'data':{'users':{},'orders':{}}}"), users(3));
        assertEquals(Set.of(USERS, StreamName.of("orders")), memory().states().keySet());
        assertEquals(users(3).body(), body(USERS));
    }

    @Test
    default void anImageThatWasSetBackSavesLegacyStatesAgain() {
        save("first", users(1), orders(2));
        save("second", shared(3, "{'data':{}}"));
        assertEquals(Map.of(), memory().states());
        assertEquals(Optional.of(saved(shared(3, "{'data':{}}"))), memory().shared());
    }

    @Test
    default void aNewGenerationForgetsTheStateAndIsUnfinishedUntilItIsCompleted() {
        save("first", users(1), orders(2));
        run("second", run -> {
            run.startGenerations(Set.of(USERS, StreamName.of("new")), NOW);
            assertEquals(states(orders(2)), run.memory().states());
            assertEquals(
                    Map.of(USERS, 1L, StreamName.of("new"), 1L), run.memory().generations());
            assertEquals(Set.of(USERS, StreamName.of("new")), run.memory().unfinished());
            run.save(List.of(users(3)), NOW);
            run.finish(json("{}"), Set.of(USERS, ORDERS), LATER);
        });
        assertEquals(Set.of(StreamName.of("new")), memory().unfinished());
        run("third", run -> run.startGenerations(Set.of(USERS), NOW));
        assertEquals(Map.of(USERS, 2L, StreamName.of("new"), 1L), memory().generations());
        assertEquals(Set.of(USERS, StreamName.of("new")), memory().unfinished());
    }

    @Test
    default void aNewGenerationTakesItsPartOutOfASharedState() {
        save("first", global(1, USERS, ORDERS));
        run("second", run -> run.startGenerations(Set.of(ORDERS), NOW));
        assertEquals(
                json("{'type':'GLOBAL','global':{'shared_state':{'lsn':1},'stream_states':"
                        + "[{'stream_descriptor':{'name':'users','namespace':''},'stream_state':{}}]}}"),
                memory().shared().orElseThrow().body());
        run("third", run -> run.startGenerations(Set.of(USERS), NOW));
        assertEquals(Optional.empty(), memory().shared());
    }

    @Test
    default void aNewGenerationOfAnUnknownCollectionLeavesASharedStateAlone() {
        save("first", shared(1, "{'data':{'cursor':1}}"));
        run("second", run -> run.startGenerations(Set.of(ORDERS), NOW));
        assertEquals(Optional.of(saved(shared(1, "{'data':{'cursor':1}}"))), memory().shared());
    }

    @Test
    default void aReplacedConfigCountsAsLongAsTheUsersStaysTheSame() {
        run("first", run -> run.replaceConfig("source", json("{'a':1,'b':2}"), json("{'token':'new'}"), NOW));
        run("second", run -> {
            assertEquals(json("{'token':'new'}"), run.configFor("source", json("{'b':2,'a':1}")));
            assertEquals(json("{'a':3}"), run.configFor("source", json("{'a':3}")));
            assertEquals(json("{'a':1,'b':2}"), run.configFor("destination", json("{'a':1,'b':2}")));
        });
    }

    @Test
    default void aConfigCanBeReplacedBeforeTheFirstRun() {
        store().replaceConfig("billing", "source", json("{'a':1}"), json("{'token':'new'}"), NOW);
        assertEquals(json("{'token':'new'}"), store().configFor("billing", "source", json("{'a':1}")));
        assertEquals(json("{'a':2}"), store().configFor("billing", "source", json("{'a':2}")));
        assertEquals(json("{'a':1}"), store().configFor("other", "source", json("{'a':1}")));
    }

    private ObjectNode body(StreamName collection) {
        return requireNonNull(memory().states().get(collection)).body();
    }
}
