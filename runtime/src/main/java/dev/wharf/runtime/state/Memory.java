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
 * @param position the highest position ever saved or declined; positions number the states of a connection, across its runs and epochs
 * @param runs how many runs began, the open one included: the number of a sync
 * @param states per collection, the body of its newest acknowledged STREAM state with its position; empty while {@code shared} is
 *     there, since a connection has states of one kind
 * @param shared the newest acknowledged GLOBAL or LEGACY state
 * @param generations per collection; a collection that never ran has none
 * @param unfinished collections whose present generation no finished run has completed: a refresh of them goes on instead of starting again
 * @param completed per collection the number of the newest run that is known to have completed it
 * @param declined per collection (empty: of all) the positions of the states that were last declined
 */
public record Memory(
        long epoch,
        long position,
        long runs,
        Map<StreamName, Saved> states,
        Optional<Saved> shared,
        Map<StreamName, Long> generations,
        Set<StreamName> unfinished,
        Map<StreamName, Long> completed,
        Map<Optional<StreamName>, Declined> declined) {

    public Memory {
        states = Map.copyOf(states);
        generations = Map.copyOf(generations);
        unfinished = Set.copyOf(unfinished);
        completed = Map.copyOf(completed);
        declined = Map.copyOf(declined);
    }

    /** What is remembered of a connection that never ran. */
    public static Memory empty() {
        return new Memory(1, 0, 0, Map.of(), Optional.empty(), Map.of(), Set.of(), Map.of(), Map.of());
    }

    /** Whether a destination that holds this state has more than is known here, and is to be followed. */
    public boolean isBehind(long checkpointsEpoch, long checkpoint, Optional<StreamName> collection) {
        long saved = collection
                .map(states::get)
                .or(() -> collection.isEmpty() ? shared : Optional.empty())
                .map(Saved::position)
                .orElse(0L);
        Declined never = declined.getOrDefault(collection, Declined.NONE);
        return checkpointsEpoch == epoch && checkpoint > saved && !never.has(checkpoint);
    }

    /**
     * States that a destination returned, or was given behind such a one, and that were not saved for their counts.
     *
     * @param first the position of the one that was returned
     * @param last the highest position that the run had given
     */
    public record Declined(long first, long last) {

        static final Declined NONE = new Declined(0, 0);

        boolean has(long checkpoint) {
            return first <= checkpoint && checkpoint <= last;
        }
    }

    /** @param body a state message's body, without our id */
    public record Saved(long position, ObjectNode body) {}
}
