package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is remembered of a connection: how far its destination has durably got.
 *
 * @param epoch starts with 1, grows with every roll-back and reset; a destination's checkpoint of an older epoch is void
 * @param position the highest position ever saved; positions number the states of a connection, across its runs
 * @param states per collection, the body of its newest acknowledged STREAM state with its position
 * @param shared the newest acknowledged GLOBAL or LEGACY state
 * @param generations per collection; a collection that never ran has none
 */
public record Memory(
        long epoch,
        long position,
        Map<StreamName, Saved> states,
        Optional<Saved> shared,
        Map<StreamName, Long> generations) {

    public Memory {
        states = Map.copyOf(states);
        generations = Map.copyOf(generations);
    }

    /** @param body a state message's body, without our id */
    public record Saved(long position, ObjectNode body) {}
}
