package dev.wharf.protocol;

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
}
