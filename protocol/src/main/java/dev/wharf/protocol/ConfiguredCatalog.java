package dev.wharf.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one sync is asked to move: the file given to {@code read} and {@code write}.
 *
 * @param wharf who asks; sent to a destination beside {@code streams}, never to a source
 */
public record ConfiguredCatalog(List<ConfiguredStream> streams, Optional<Origin> wharf) {

    public ConfiguredCatalog {
        streams = List.copyOf(streams);
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
