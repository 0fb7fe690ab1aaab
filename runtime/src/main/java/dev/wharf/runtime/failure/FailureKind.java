package dev.wharf.runtime.failure;

/** Who can mend a failure. */
public enum FailureKind {
    /** The user: a config, a permission, a schema. Not retried. */
    CONFIG,
    /** Time: a vendor's outage, a connection that dropped. Retried. */
    TRANSIENT,
    /** Whoever maintains the program at fault. */
    SYSTEM
}
