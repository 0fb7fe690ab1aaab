package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.Memory.Saved;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import dev.wharf.runtime.state.StateStore.StateVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * The history against a copy of all states after every version, through random saves, generations, roll-backs and resets, with so
 * little room that much of it is dropped.
 */
class RandomHistoryTest {

    private static final int STEPS = 60;
    private static final long ROOM_BYTES = 12_000;

    @TempDir
    Path directory;

    /** What the history must say, as long as it says anything. */
    private final TreeMap<Long, Map<Optional<StreamName>, Saved>> copies = new TreeMap<>(Map.of(0L, Map.of()));

    private long position;
    private int refused;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theHistoryIsExactOrRefuses(long seed) {
        Random random = new Random(seed);
        try (StateStore store = SqlStateStore.open(new SqliteFile(directory.resolve("state.db")), ROOM_BYTES)) {
            store.begin("c", "start", Fixture.NOW).close();
            for (int step = 0; step < STEPS; step++) {
                switch (random.nextInt(10)) {
                    case 0 -> rollBack(store, random);
                    case 1 -> reset(store, name(random));
                    default -> run(store, "run" + step, random);
                }
                assertEquals(current(), states(store.memory("c")));
            }
            copies.forEach((version, states) -> compare(store, version, states));
            assertTrue(refused > copies.size() / 10, "hardly anything was dropped");
            long bytes = store.history("c", Optional.empty(), 10_000).stream()
                    .mapToLong(StateVersion::bytes)
                    .sum();
            assertTrue(bytes <= ROOM_BYTES, "too much was kept: " + bytes);
        }
    }

    private void compare(StateStore store, long version, Map<Optional<StreamName>, Saved> expected) {
        try {
            assertEquals(expected, states(store.memory("c", version)), "version " + version);
        } catch (WharfException _) {
            refused++;
        }
    }

    private void run(StateStore store, String name, Random random) {
        try (OpenRun run = store.begin("c", name, Fixture.NOW)) {
            if (random.nextInt(3) == 0) {
                StreamName fresh = name(random);
                run.startGenerations(Set.of(fresh), Fixture.NOW);
                if (current().containsKey(Optional.of(fresh))) {
                    change(copy -> copy.remove(Optional.of(fresh)));
                }
            }
            for (int save = random.nextInt(5); save > 0; save--) {
                List<Acknowledged> states = new ArrayList<>();
                for (int i = random.nextInt(4); i >= 0; i--) {
                    states.add(acknowledged(random));
                }
                run.save(states, Fixture.NOW);
            }
        }
    }

    /** One in twenty is shared. */
    private Acknowledged acknowledged(Random random) {
        Optional<StreamName> collection = random.nextInt(20) == 0 ? Optional.empty() : Optional.of(name(random));
        ObjectNode body =
                json(collection.isEmpty() ? "{'type':'GLOBAL','global':{}}" : "{'type':'STREAM','stream':{}}");
        body.put("content", "x".repeat(random.nextInt(200)));
        Acknowledged state = new Acknowledged(++position, collection, body);
        change(copy -> {
            if (collection.isEmpty()) {
                copy.clear();
            }
            copy.remove(Optional.<StreamName>empty());
            copy.put(collection, Fixture.saved(state));
        });
        return state;
    }

    private void rollBack(StateStore store, Random random) {
        List<StateVersion> history = store.history("c", Optional.empty(), 1000);
        if (history.isEmpty()) {
            return;
        }
        long version = history.get(random.nextInt(history.size())).version();
        try {
            store.rollBack("c", version, Fixture.NOW);
        } catch (WharfException _) {
            return;
        }
        Map<Optional<StreamName>, Saved> target = Objects.requireNonNull(copies.get(version));
        if (!target.isEmpty() || !current().isEmpty()) {
            change(copy -> {
                copy.clear();
                copy.putAll(target);
            });
        }
    }

    private void reset(StateStore store, StreamName collection) {
        store.reset("c", Set.of(collection), Fixture.NOW);
        if (current().containsKey(Optional.of(collection))) {
            change(copy -> copy.remove(Optional.of(collection)));
        }
    }

    private void change(Consumer<Map<Optional<StreamName>, Saved>> change) {
        Map<Optional<StreamName>, Saved> copy = new HashMap<>(current());
        change.accept(copy);
        copies.put(copies.lastKey() + 1, copy);
    }

    private Map<Optional<StreamName>, Saved> current() {
        return copies.lastEntry().getValue();
    }

    private static Map<Optional<StreamName>, Saved> states(Memory memory) {
        Map<Optional<StreamName>, Saved> states = new HashMap<>();
        memory.states().forEach((name, saved) -> states.put(Optional.of(name), saved));
        memory.shared().ifPresent(saved -> states.put(Optional.empty(), saved));
        return states;
    }

    private static StreamName name(Random random) {
        return StreamName.of(List.of("a", "b", "c", "d").get(random.nextInt(4)));
    }
}
