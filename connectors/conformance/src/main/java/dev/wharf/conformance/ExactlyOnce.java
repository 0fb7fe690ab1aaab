package dev.wharf.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** States, checkpoints, and what happens when a run is cut off. */
interface ExactlyOnce extends Warehouse {

    @Test
    default void statesComeBackInOrderAndWhole() throws IOException {
        List<JsonNode> answer = write(new Sync()
                .stream("items", "append", 1, 0, ITEM)
                        .record("items", "{\"id\":1}")
                        .line(
                                "{\"type\":\"STATE\",\"state\":{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"items\"},\"stream_state\":{\"n\":1.10}},\"other\":[1],\"id\":4}}")
                        .state("items", 5)
                        .complete("items"));

        List<JsonNode> states = Warehouse.states(answer);
        assertEquals(
                List.of("4", "5"),
                states.stream().map(state -> state.path("id").toString()).toList());
        assertEquals("[1]", states.getFirst().path("other").toString());
        assertEquals(
                "1.10",
                states.getFirst().path("stream").path("stream_state").path("n").toString());
    }

    @Test
    default void sharedStatesCoverAllStreams() throws IOException {
        for (String state : List.of(
                "{\"type\":\"GLOBAL\",\"global\":{\"shared_state\":{},\"stream_states\":[]},\"id\":1}",
                "{\"data\":{\"x\":1},\"id\":2}")) {
            List<JsonNode> answer = write(new Sync()
                    .origin(1).stream("a", "append", 1, 0, ITEM).stream("b", "append", 1, 0, ITEM)
                            .record("a", "{\"id\":1}")
                            .record("b", "{\"id\":1}")
                            .line("{\"type\":\"STATE\",\"state\":" + state + "}")
                            .record("a", "{\"id\":2}"));
            assertEquals(
                    Json.object(state).path("id"),
                    Warehouse.states(answer).getLast().path("id"));
        }

        assertEquals(List.of("1", "1"), ids("a"));
        assertEquals(List.of("1", "1"), ids("b"));
    }

    /** Cut off behind each state, with rows behind it, and gone on from what the destination says it holds (invariant 6). */
    @Test
    default void cutOffAnywhereNoRowIsMissingOrDoubled() throws IOException {
        for (int cut = 0; cut <= 3; cut++) {
            String stream = "items" + cut;
            Sync first = new Sync().origin(1).stream(stream, "append", 1, 0, ITEM);
            for (int id = 1; id <= cut; id++) {
                first.record(stream, "{\"id\":" + id + "}").state(stream, id);
            }
            write(first.record(stream, "{\"id\":" + (cut + 1) + "}"));
            assertEquals(
                    IntStream.rangeClosed(1, cut).mapToObj(Integer::toString).toList(),
                    cut == 0 ? List.of() : ids(stream));

            List<JsonNode> held = Warehouse.states(write(new Sync().origin(1).stream(stream, "append", 1, 0, ITEM)));
            assertEquals("\"end\"", held.getLast().path("wharf").path("held").toString());
            long from = held.stream()
                    .filter(state -> state.path("stream")
                            .path("stream_descriptor")
                            .path("name")
                            .asString("")
                            .equals(stream))
                    .mapToLong(state -> state.path("wharf").path("position").asLong())
                    .findFirst()
                    .orElse(0);
            Sync second = new Sync().origin(1).stream(stream, "append", 1, 0, ITEM);
            for (long id = from + 1; id <= 4; id++) {
                second.record(stream, "{\"id\":" + id + "}").state(stream, id);
            }
            write(second.complete(stream));
            assertEquals(List.of("1", "2", "3", "4"), ids(stream));
        }
    }

    @Test
    default void checkpointsOfAnOlderEpochOrGenerationAreVoid() throws IOException {
        write(new Sync()
                .origin(1).stream("items", "append", 1, 0, ITEM)
                        .record("items", "{\"id\":1}")
                        .state("items", 1)
                        .complete("items"));

        assertEquals(
                2,
                Warehouse.states(write(new Sync().origin(1).stream("items", "append", 1, 0, ITEM)))
                        .size());
        assertEquals(
                1,
                Warehouse.states(write(new Sync().origin(2).stream("items", "append", 1, 0, ITEM)))
                        .size());
        assertEquals(
                1,
                Warehouse.states(write(new Sync().origin(1).stream("items", "append", 2, 2, ITEM)))
                        .size());
    }

    /** A source that sends no state is read from its beginning each time. */
    @Test
    default void rowsWithoutAStateAreReplacedWhenTheirRunIsDoneAgain() throws IOException {
        write(stateless(1)
                .record("items", "{\"id\":1}")
                .record("items", "{\"id\":2}")
                .complete("items"));
        write(stateless(2)
                .record("items", "{\"id\":1}")
                .record("items", "{\"id\":3}")
                .complete("items"));
        List<String> doneAgain = ids("items");
        write(stateless(3).completedBy(2, "items").record("items", "{\"id\":1}").complete("items"));

        assertEquals(List.of("1", "3"), doneAgain);
        assertEquals(List.of("1", "1", "3"), ids("items"));
    }

    @Test
    default void anAttemptThatIsCutOffTakesNothingAway() throws IOException {
        write(stateless(1).record("items", "{\"id\":1}").complete("items"));
        write(stateless(1).record("items", "{\"id\":1}").record("items", "{\"id\":2}"));
        List<String> cutOff = ids("items");
        write(stateless(1).complete("items"));

        assertEquals(List.of("1"), cutOff);
        assertEquals(List.of(), ids("items"));
    }

    @Test
    default void rowsBehindTheLastStateAreReplacedWhenTheyComeAgain() throws IOException {
        write(stateless(1)
                .record("items", "{\"id\":1}")
                .state("items", 1)
                .record("items", "{\"id\":2}")
                .complete("items"));
        List<String> first = ids("items");
        write(stateless(2).record("items", "{\"id\":2}").state("items", 2).record("items", "{\"id\":3}"));

        assertEquals(List.of("1", "2"), first);
        assertEquals(List.of("1", "2"), ids("items"));
    }

    @Test
    default void rowsWithoutAStateOfARefreshAreReplacedToo() throws IOException {
        write(stateless(1).record("items", "{\"id\":1}").complete("items"));
        for (int sync = 2; sync <= 3; sync++) {
            write(new Sync()
                    .number(sync).origin(1).completedBy(1, "items").stream("items", "append", 2, 2, ITEM)
                            .record("items", "{\"id\":" + sync + "}")
                            .complete("items"));
        }

        assertEquals(List.of("3"), ids("items"));
    }

    private static Sync stateless(long number) {
        return new Sync().number(number).origin(1).stream("items", "append", 1, 0, ITEM);
    }
}
