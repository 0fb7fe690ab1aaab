package dev.wharf.protocol;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A stream as a source offers it in its catalog.
 *
 * @param jsonSchema the schema of a record's data, draft-07 with the protocol's type conventions
 * @param syncModes never empty: an image that declares none offers a full refresh
 * @param defaultCursor path of the cursor field, empty when the source proposes none
 * @param sourceDefinedCursor the source keeps its own cursor, and ignores a chosen one
 * @param sourceDefinedPrimaryKey paths of the key's fields, empty when the source declares none
 * @param resumable a full refresh can be continued from a state
 * @param fileBased the stream carries files
 * @param wharf what a source that knows Wharf adds (kind, access, price)
 */
public record Stream(
        StreamName name,
        ObjectNode jsonSchema,
        Set<SyncMode> syncModes,
        List<String> defaultCursor,
        boolean sourceDefinedCursor,
        List<List<String>> sourceDefinedPrimaryKey,
        boolean resumable,
        boolean fileBased,
        Optional<ObjectNode> wharf) {

    public Stream {
        syncModes = syncModes.isEmpty() ? Set.of(SyncMode.FULL_REFRESH) : Set.copyOf(syncModes);
        defaultCursor = List.copyOf(defaultCursor);
        sourceDefinedPrimaryKey =
                sourceDefinedPrimaryKey.stream().map(List::copyOf).toList();
    }

    public boolean supports(SyncMode mode) {
        return syncModes.contains(mode);
    }
}
