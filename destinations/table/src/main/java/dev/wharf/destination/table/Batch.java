package dev.wharf.destination.table;

import dev.wharf.sdk.Load.Checkpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What goes to the warehouse at one time. Streams are positions in the catalog.
 *
 * @param covered rows that a state covers; a segment may be empty, when all that its state covers is in the stage already
 * @param uncovered rows that must give way to others and stay out of sight
 * @param states what the covered rows are covered by, in their order
 */
record Batch(Map<Integer, Segment> covered, Map<Integer, Segment> uncovered, List<Checkpoint> states) {

    /** A transaction that touches thousands of tables holds more locks than a database wants to give. */
    static final int STREAMS_AT_ONCE = 100;

    boolean isEmpty() {
        return covered.isEmpty() && uncovered.isEmpty() && states.isEmpty();
    }

    /** The same in parts, each for one transaction: a state of all streams cannot be split, others go a hundred streams at a time. */
    List<Batch> parts() {
        boolean shared = states.stream().anyMatch(state -> state.stream() < 0);
        if (shared || covered.size() + uncovered.size() <= STREAMS_AT_ONCE) {
            return List.of(this);
        }
        Map<Integer, Batch> parts = new TreeMap<>();
        covered.forEach((stream, rows) -> part(parts, stream).covered().put(stream, rows));
        uncovered.forEach((stream, rows) -> part(parts, stream).uncovered().put(stream, rows));
        states.forEach(state -> part(parts, state.stream()).states().add(state));
        return List.copyOf(parts.values());
    }

    private static Batch part(Map<Integer, Batch> parts, int stream) {
        return parts.computeIfAbsent(
                stream / STREAMS_AT_ONCE, _ -> new Batch(new HashMap<>(), new HashMap<>(), new ArrayList<>()));
    }
}
