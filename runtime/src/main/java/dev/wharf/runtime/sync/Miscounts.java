package dev.wharf.runtime.sync;

/** What happens when the source, Wharf and the destination do not count the same records. */
public enum Miscounts {
    /** The report names the difference. */
    REPORT,
    /** The run ends; the state at which they differ is not saved. */
    FAIL;

    /** The word in a connection file. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
