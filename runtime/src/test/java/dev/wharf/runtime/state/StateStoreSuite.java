package dev.wharf.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.Memory.Saved;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What every state store does. */
abstract class StateStoreSuite {

    static final Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");
    static final StreamName USERS = StreamName.of("users");
    static final StreamName ORDERS = new StreamName("shop", "orders");
    private static final JsonMapper JSON = new JsonMapper();

    protected StateStore store;

    /** Opens the same store, again or for the first time in this test. */
    protected abstract StateStore open();

    @BeforeEach
    void openStore() {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void nothingIsRememberedOfAConnectionThatNeverRan() {
        assertEquals(Memory.empty(), store.memory("billing"));
        assertEquals(List.of(), store.connections());
        assertEquals(List.of(), store.runs("billing", 10));
    }

    @Test
    void aSavedStateIsThereInTheNextRun() {
        try (OpenRun run = store.begin("billing", "first", NOW)) {
            run.save(List.of(users(1, "a"), orders(2, "b"), users(3, "c")), NOW);
        }
        try (OpenRun run = store.begin("billing", "second", NOW)) {
            assertEquals(
                    new Memory(
                            1,
                            3,
                            2,
                            Map.of(USERS, saved(users(3, "c")), ORDERS, saved(orders(2, "b"))),
                            Optional.empty(),
                            Map.of(),
                            Set.of()),
                    run.memory());
        }
    }

    static Acknowledged users(long position, String cursor) {
        return new Acknowledged(position, Optional.of(USERS), stream(USERS, cursor));
    }

    static Acknowledged orders(long position, String cursor) {
        return new Acknowledged(position, Optional.of(ORDERS), stream(ORDERS, cursor));
    }

    static Saved saved(Acknowledged state) {
        return new Saved(state.position(), state.body());
    }

    static ObjectNode stream(StreamName name, String cursor) {
        return json("{'type':'STREAM','stream':{'stream_descriptor':{'name':'" + name.name() + "','namespace':'"
                + name.namespace() + "'},'stream_state':{'cursor':'" + cursor + "'}}}");
    }

    static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
