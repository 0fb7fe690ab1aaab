package dev.wharf.runtime.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.sync.Checkpoints.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    @TempDir
    Path directory;

    /**
     * Whatever subset of the states a destination returns, with ids or without, collections in any order and each collection in its own: what is
     * saved of a collection is always the newest returned, and never a state that was not.
     */
    @Test
    void savedStateOfACollectionIsAlwaysTheNewestReturned() {
        for (int seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            try (Checkpoints checkpoints = checkpoints(1 << 20)) {
                Map<String, List<State>> sent = new HashMap<>();
                for (int i = 0; i < 60; i++) {
                    String stream = "s" + random.nextInt(4);
                    List<State> own = sent.computeIfAbsent(stream, _ -> new ArrayList<>());
                    own.add(checkpoints.send(state(stream, own.size()), 0));
                }
                for (int i = 0; i < 80; i++) {
                    List<State> own = sent.get("s" + random.nextInt(4));
                    if (own == null || own.isEmpty()) {
                        continue;
                    }
                    int skipped = random.nextInt(Math.min(3, own.size()));
                    own.subList(0, skipped).clear();
                    State returned = own.removeFirst();
                    Answer answer = checkpoints.acknowledge(random.nextBoolean() ? returned : withoutId(returned));
                    Answer.Saves saves = assertInstanceOf(Answer.Saves.class, answer, "seed " + seed);
                    assertEquals(withoutId(returned).body(), saves.newest().body(), "seed " + seed);
                    assertEquals(skipped + 1, saves.covered(), "seed " + seed);
                }
                int left = sent.values().stream().mapToInt(List::size).sum();
                assertEquals(left, checkpoints.waiting(), "seed " + seed);
            }
        }
    }

    @Test
    void positionsGrowAcrossCollectionsAndStartBehindTheTakenOnes() {
        try (Checkpoints checkpoints = checkpoints(1 << 20)) {
            checkpoints.startAfter(41);
            assertEquals(Optional.of(42L), checkpoints.send(state("a", 1), 0).id());
            assertEquals(Optional.of(43L), checkpoints.send(state("b", 1), 0).id());
        }
    }

    @Test
    void answerGivenTwiceIsHarmless() {
        try (Checkpoints checkpoints = checkpoints(1 << 20)) {
            State sent = checkpoints.send(state("a", 1), 0);
            checkpoints.acknowledge(sent);
            assertInstanceOf(Answer.Again.class, checkpoints.acknowledge(sent));
            assertInstanceOf(Answer.Again.class, checkpoints.acknowledge(withoutId(sent)));
        }
    }

    @Test
    void answerForAnotherCollectionsIdIsForeign() {
        try (Checkpoints checkpoints = checkpoints(1 << 20)) {
            State sent = checkpoints.send(state("a", 1), 0);
            State forged = new State(sent.body().deepCopy());
            ((tools.jackson.databind.node.ObjectNode)
                            forged.body().path("stream").path("stream_descriptor"))
                    .put("name", "b");
            assertInstanceOf(Answer.Foreign.class, checkpoints.acknowledge(forged));
            assertEquals(1, checkpoints.waiting());
        }
    }

    @Test
    void numbersThatADestinationWritesAnotherWayAreTheSame() {
        try (Checkpoints checkpoints = checkpoints(1 << 20)) {
            checkpoints.send(state("a", 5), 0);
            State rewritten = new State(
                    Json.object(withoutId(state("a", 5)).body().toString().replace("\"cursor\":5", "\"cursor\":5.0")));
            assertInstanceOf(Answer.Saves.class, checkpoints.acknowledge(rewritten));
        }
    }

    @Test
    void statesBeyondTheBudgetWaitOnDisk() {
        try (Checkpoints checkpoints = checkpoints(1000)) {
            String large = "x".repeat(5000);
            List<State> sent = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                State state = state("a", i);
                state.body().put("padding", large + i);
                sent.add(checkpoints.send(state, 0));
            }
            Answer.Saves saves = assertInstanceOf(Answer.Saves.class, checkpoints.acknowledge(sent.get(30)));
            assertEquals(large + 30, saves.newest().body().path("padding").asString());
            assertTrue(checkpoints.unreturned().contains(Optional.of(StreamName.of("a"))));
        }
    }

    private Checkpoints checkpoints(long budget) {
        return new Checkpoints(0, new StateSpool(directory, budget));
    }

    private static State state(String stream, int cursor) {
        return new State(Json.object("{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"" + stream
                + "\"},\"stream_state\":{\"cursor\":" + cursor + "}}}"));
    }

    private static State withoutId(State state) {
        var body = state.body().deepCopy();
        body.remove("id");
        return new State(body);
    }
}
