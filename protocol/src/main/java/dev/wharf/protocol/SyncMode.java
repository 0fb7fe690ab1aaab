package dev.wharf.protocol;

import java.util.Arrays;
import java.util.Optional;

/** How a source reads a stream. */
public enum SyncMode {
    FULL_REFRESH("full_refresh"),
    INCREMENTAL("incremental");

    private final String wire;

    SyncMode(String wire) {
        this.wire = wire;
    }

    /** The word on the wire. */
    public String wire() {
        return wire;
    }

    /** The mode of a word on the wire, in whatever case. */
    static Optional<SyncMode> of(String wire) {
        return Arrays.stream(values())
                .filter(mode -> mode.wire.equalsIgnoreCase(wire))
                .findFirst();
    }
}
