package dev.wharf.protocol;

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
}
