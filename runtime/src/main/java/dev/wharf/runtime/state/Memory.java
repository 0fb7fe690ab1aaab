package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of a connection: how far its destination has durably got.
 *
 * @param epoch starts with 1, grows with every roll-back and reset; a destination's checkpoint of an older epoch is void
 * @param position the highest position ever saved; positions number the states of a connection, across its runs and epochs
 * @param runs how many runs began, the open one included: the number of a sync
 * @param states per collection, the body of its newest acknowledged STREAM state with its position; empty while {@code shared} is
 *     there, since a connection has states of one kind
 * @param shared the newest acknowledged GLOBAL or LEGACY state
 * @param generations per collection; a collection that never ran has none
 * @param unfinished collections whose present generation no finished run has completed: a refresh of them goes on instead of starting again
 * @param completed per collection the number of the newest run that is known to have completed it
 */
public record Memory(
        long epoch,
        long position,
        long runs,
        Map<StreamName, Saved> states,
        Optional<Saved> shared,
        Map<StreamName, Long> generations,
        Set<StreamName> unfinished,
        Map<StreamName, Long> completed) {

    public Memory {
        states = Map.copyOf(states);
        generations = Map.copyOf(generations);
        unfinished = Set.copyOf(unfinished);
        completed = Map.copyOf(completed);
    }

    /** What is remembered of a connection that never ran. */
    public static Memory empty() {
        return new Memory(1, 0, 0, Map.of(), Optional.empty(), Map.of(), Set.of(), Map.of());
    }

    /** @param body a state message's body, without our id */
    public record Saved(long position, ObjectNode body) {}
}
