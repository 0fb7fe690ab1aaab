package dev.wharf.protocol;

import java.util.Arrays;
import java.util.Optional;

/** What a destination does with the records of a stream. */
public enum DestinationSyncMode {
    APPEND("append"),
    OVERWRITE("overwrite"),
    APPEND_DEDUP("append_dedup"),
    UPDATE("update"),
    SOFT_DELETE("soft_delete");

    private final String wire;

    DestinationSyncMode(String wire) {
        this.wire = wire;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }

    /** The mode of a word on the wire, in whatever case. */
    static Optional<DestinationSyncMode> of(String wire) {
        return Arrays.stream(values())
                .filter(mode -> mode.wire.equalsIgnoreCase(wire))
                .findFirst();
    }
}
