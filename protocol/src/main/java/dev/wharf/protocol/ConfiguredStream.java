package dev.wharf.protocol;

import java.util.List;
import java.util.Optional;

/**
 * A stream as it is asked for: an entry of the file given to {@code read} and {@code write}.
 *
 * <p>A full refresh of a stream that is not resumable cannot be continued after a crash, so it is one unit: in a destination of ours its
 * rows become visible, and its states are returned, only when it is complete. A resumable one is continued by the next run in the same
 * generation.
 *
 * @param cursor path of the cursor field, empty when the source's own is used
 * @param primaryKey paths of the key's fields, empty unless the destination deduplicates
 * @param generation grows by one with every full refresh of the stream
 * @param minimumGeneration rows of older generations are to be removed once this sync completed the stream; 0 keeps all, the only
 *     other value in use is {@code generation}
 * @param sync grows with every sync of the connection
 * @param includesFiles the files themselves are moved too, of a stream of files
 * @param destinationObject what the rows become in a destination that writes into an application
 */
public record ConfiguredStream(
        Stream stream,
        SyncMode syncMode,
        DestinationSyncMode destinationSyncMode,
        List<String> cursor,
        List<List<String>> primaryKey,
        long generation,
        long minimumGeneration,
        long sync,
        boolean includesFiles,
        Optional<String> destinationObject) {

    public ConfiguredStream {
        cursor = List.copyOf(cursor);
        primaryKey = primaryKey.stream().map(List::copyOf).toList();
    }

    /** A stream of rows, for a destination that names its tables itself. */
    public ConfiguredStream(
            Stream stream,
            SyncMode syncMode,
            DestinationSyncMode destinationSyncMode,
            List<String> cursor,
            List<List<String>> primaryKey,
            long generation,
            long minimumGeneration,
            long sync) {
        this(
                stream,
                syncMode,
                destinationSyncMode,
                cursor,
                primaryKey,
                generation,
                minimumGeneration,
                sync,
                false,
                Optional.empty());
    }

    public StreamName name() {
        return stream.name();
    }
}
