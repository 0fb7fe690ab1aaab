package dev.wharf.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What one sync is asked to move: the file given to {@code read} and {@code write}.
 *
 * @param wharf who asks; sent to a destination beside {@code streams}, never to a source
 * @param budget what the run may spend; sent to a source beside {@code streams}, never to a destination
 * @param patches whether the destination understands records that change some columns only ({@link Message.DataRecord#PATCH}); sent to a source
 */
public record ConfiguredCatalog(
        List<ConfiguredStream> streams, Optional<Origin> wharf, Optional<Budget> budget, boolean patches) {

    public ConfiguredCatalog {
        streams = List.copyOf(streams);
    }

    /** Without a budget, and for whole records. */
    public ConfiguredCatalog(List<ConfiguredStream> streams, Optional<Origin> wharf) {
        this(streams, wharf, Optional.empty(), false);
    }

    /**
     * What a source may spend of its vendor's API.
     *
     * @param calls the most that this run may make; empty when it may make any number
     * @param leave the part of the vendor's own quota, 0 to 1, that is left to the customer's other tools
     */
    public record Budget(OptionalLong calls, double leave) {

        public Budget {
            if (calls.orElse(0) < 0 || !(leave >= 0 && leave <= 1)) {
                throw new IllegalArgumentException("A budget of " + calls + " calls that leaves " + leave);
            }
        }
    }

    /**
     * The run on whose behalf a destination writes. Its presence asks the destination to report, as a state with
     * {@code wharf.held} and before any other output, the checkpoints that it holds of this connection.
     *
     * @param connection the connection's name
     * @param epoch grows when the operator rolls back or resets: checkpoints of an older epoch are void
     * @param run the run's name
     * @param completed per stream the number ({@code sync_id}) of the newest sync that is known to have completed it: what a later one left
     *     without a state behind it will be read again
     */
    public record Origin(String connection, long epoch, String run, Map<StreamName, Long> completed) {

        public Origin {
            completed = Map.copyOf(completed);
        }
    }
}
