package dev.wharf.runtime.sync;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import dev.wharf.runtime.sync.Reckoning.Covered;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states between the source and the destination: which are on their way, and which of them an answer acknowledges. This is the whole of
 * invariant 1's first half: nothing leaves here for the state store that the destination did not return.
 *
 * <p>Each state gets a position, an integer that grows across the runs of a connection, and travels with it as its {@code id}. States
 * form one queue per collection, and one for the states that cover all (GLOBAL, LEGACY). An answer with a position acknowledges that state and every
 * earlier one of its queue; destinations may return fewer than they got. Destinations that rebuild a state drop the id, so an answer without one is
 * matched by content: the oldest waiting state of its queue that says the same. An answer that matches nothing was never sent; it is
 * refused, because saving it would skip records.
 *
 * <p>Called by the pump ({@link #send}) and by the reader of the destination's answers ({@link #acknowledge}); one lock.
 */
final class Checkpoints implements AutoCloseable {

    /** What an answer of the destination means. */
    sealed interface Answer {
        /** It acknowledges {@code newest}, and {@code covered} states in all. */
        record Saves(Acknowledged newest, int covered, Covered sent) implements Answer {}

        /** It repeats what was acknowledged before: harmless. */
        record Again() implements Answer {}

        /** It returns something that was never sent. */
        record Foreign(String why) implements Answer {}
    }

    private record Waiting(long position, StateSpool.Place body, long sent) {}

    private static final Comparator<JsonNode> BY_VALUE = (one, other) -> one.isNumber() && other.isNumber()
            ? one.decimalValue().compareTo(other.decimalValue())
            : one.equals(other) ? 0 : 1;

    private final Map<Optional<StreamName>, Deque<Waiting>> queues = new LinkedHashMap<>();
    private final Map<Optional<StreamName>, Acknowledged> acknowledged = new LinkedHashMap<>();
    private final StateSpool spool;
    private long position;
    private int waiting;
    private Optional<Failure> over = Optional.empty();

    /** @param position the highest position that is taken */
    Checkpoints(long position, StateSpool spool) {
        this.position = position;
        this.spool = spool;
    }

    /** Counts positions from behind this one, which the destination turned out to hold. Before anything is sent. */
    synchronized void startAfter(long held) {
        position = Math.max(position, held);
    }

    /**
     * Gives out no more positions: whoever wants one is told why.
     *
     * @return the last that was given
     */
    synchronized long end(Failure why) {
        over = Optional.of(why);
        return position;
    }

    /**
     * Numbers a state of the source.
     *
     * @param sent records that went to the destination since the state before it
     * @return the line's message for the destination, with the position as its id
     */
    synchronized State send(State state, long sent) {
        if (over.isPresent()) {
            throw new WharfException(over.get().code(), over.get().message());
        }
        position++;
        ObjectNode body = state.body().deepCopy();
        body.remove("id");
        queue(state).add(new Waiting(position, spool.put(Json.write(body)), sent));
        waiting++;
        ObjectNode numbered = body.deepCopy();
        numbered.put("id", position);
        return new State(numbered);
    }

    synchronized Answer acknowledge(State answer) {
        Optional<StreamName> key = key(answer);
        Deque<Waiting> queue = queues.getOrDefault(key, new ArrayDeque<>());
        Optional<Long> id = answer.id();
        Optional<Waiting> match = id.isPresent()
                ? queue.stream().filter(w -> w.position() == id.get()).findFirst()
                : queue.stream()
                        .filter(w -> sameContent(body(w), answer.body()))
                        .findFirst();
        if (match.isPresent()) {
            return take(key, queue, match.get());
        }
        return known(key, answer) ? new Answer.Again() : new Answer.Foreign(describe(key, id));
    }

    /** How many states have not come back. */
    synchronized int waiting() {
        return waiting;
    }

    /** Collections (empty: the shared state) whose states have not all come back. */
    synchronized List<Optional<StreamName>> unreturned() {
        return queues.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The position that the next state will get. */
    synchronized long next() {
        return position + 1;
    }

    private Answer take(Optional<StreamName> key, Deque<Waiting> queue, Waiting match) {
        int covered = 0;
        long sent = 0;
        Waiting taken;
        ObjectNode body = body(match);
        do {
            taken = queue.remove();
            spool.drop(taken.body());
            covered++;
            sent += taken.sent();
        } while (taken.position() != match.position());
        waiting -= covered;
        if (waiting == 0) {
            spool.clear();
        }
        Acknowledged newest = new Acknowledged(match.position(), key, body);
        acknowledged.put(key, newest);
        return new Answer.Saves(newest, covered, new Covered(match.sent(), sent));
    }

    private boolean known(Optional<StreamName> key, State answer) {
        Acknowledged last = acknowledged.get(key);
        if (last == null) {
            return false;
        }
        return answer.id().map(id -> id <= last.position()).orElseGet(() -> sameContent(last.body(), answer.body()));
    }

    private String describe(Optional<StreamName> key, Optional<Long> id) {
        String of = key.map(name -> "collection " + name).orElse("all collections");
        return id.map(number -> "a state of " + of + " with id " + number + ", which was never sent")
                .orElse("a state of " + of + " whose content was never sent");
    }

    private ObjectNode body(Waiting waiting) {
        return (ObjectNode) Json.read(spool.get(waiting.body()));
    }

    private Deque<Waiting> queue(State state) {
        return queues.computeIfAbsent(key(state), _ -> new ArrayDeque<>());
    }

    private static Optional<StreamName> key(State state) {
        return state.stream();
    }

    private static boolean sameContent(ObjectNode one, ObjectNode other) {
        return content(one).equals(BY_VALUE, content(other));
    }

    /** What the source said, without counts and numbers that others put on. */
    private static JsonNode content(ObjectNode body) {
        return switch (new State(body).kind()) {
            case STREAM -> body.path("stream").path("stream_state");
            case GLOBAL -> body.path("global");
            case LEGACY -> body.path("data");
        };
    }

    @Override
    public synchronized void close() {
        spool.close();
    }
}
