package dev.wharf.runtime.sync;

/** What happens to a record that departs from its collection's schema. */
public enum InvalidPolicy {
    /** The run ends. */
    FAIL,
    /** The record is kept aside with its reason; too many of them end the run. */
    QUARANTINE,
    /** The fields at fault become null, and the record says so in its {@code meta.changes}. */
    NULL,
    /** The record goes on as it is; the report counts it. */
    FORWARD;

    /** The word in a connection file. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
