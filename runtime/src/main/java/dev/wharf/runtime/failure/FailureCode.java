package dev.wharf.runtime.failure;

import static dev.wharf.runtime.failure.FailureKind.CONFIG;
import static dev.wharf.runtime.failure.FailureKind.SYSTEM;
import static dev.wharf.runtime.failure.FailureKind.TRANSIENT;

/**
 * Every way in which a command can fail. The word is stable: scripts may rely on it, and docs/failures.md has cause and cure of
 * each (a test compares the two).
 */
public enum FailureCode {
    // what the user wrote
    INPUT_INVALID("input-invalid", CONFIG, ExitStatus.INVALID_INPUT),
    CONNECTION_INVALID("connection-invalid", CONFIG, ExitStatus.INVALID_INPUT),
    CONNECTION_UNKNOWN("connection-unknown", CONFIG, ExitStatus.INVALID_INPUT),
    QUERY_REFUSED("query-refused", CONFIG, ExitStatus.INVALID_INPUT),
    CONNECTION_BUSY("connection-busy", TRANSIENT, ExitStatus.ENVIRONMENT),
    // the machine
    ENGINE_UNREACHABLE("engine-unreachable", TRANSIENT, ExitStatus.ENVIRONMENT),
    ENGINE_FAILED("engine-failed", TRANSIENT, ExitStatus.ENVIRONMENT),
    IMAGE_UNAVAILABLE("image-unavailable", CONFIG, ExitStatus.ENVIRONMENT),
    IMAGE_UNSUITABLE("image-unsuitable", CONFIG, ExitStatus.ENVIRONMENT),
    STORE_UNUSABLE("store-unusable", SYSTEM, ExitStatus.ENVIRONMENT),
    // the source
    ACCESS_DENIED("access-denied", CONFIG, ExitStatus.ACCESS_DENIED),
    BUDGET_REACHED("budget-reached", CONFIG, ExitStatus.BUDGET_REACHED),
    SOURCE_TRANSIENT("source-transient", TRANSIENT, ExitStatus.PARTIAL),
    SOURCE_FAILED("source-failed", SYSTEM, ExitStatus.PARTIAL),
    SOURCE_OUT_OF_MEMORY("source-out-of-memory", CONFIG, ExitStatus.PARTIAL),
    SOURCE_KILLED("source-killed", SYSTEM, ExitStatus.PARTIAL),
    SOURCE_PROTOCOL("source-protocol", SYSTEM, ExitStatus.PARTIAL),
    COLLECTION_DENIED("collection-denied", CONFIG, ExitStatus.PARTIAL),
    COLLECTION_VANISHED("collection-vanished", CONFIG, ExitStatus.PARTIAL),
    COLLECTION_CHANGED("collection-changed", CONFIG, ExitStatus.PARTIAL),
    COLLECTION_FAILED("collection-failed", SYSTEM, ExitStatus.PARTIAL),
    COLLECTION_INCOMPLETE("collection-incomplete", SYSTEM, ExitStatus.PARTIAL),
    // the destination
    DESTINATION_CONFIG("destination-config", CONFIG, ExitStatus.DESTINATION_REFUSED),
    DESTINATION_TRANSIENT("destination-transient", TRANSIENT, ExitStatus.DESTINATION_REFUSED),
    DESTINATION_FAILED("destination-failed", SYSTEM, ExitStatus.DESTINATION_REFUSED),
    DESTINATION_OUT_OF_MEMORY("destination-out-of-memory", CONFIG, ExitStatus.DESTINATION_REFUSED),
    DESTINATION_KILLED("destination-killed", SYSTEM, ExitStatus.DESTINATION_REFUSED),
    DESTINATION_PROTOCOL("destination-protocol", SYSTEM, ExitStatus.DESTINATION_REFUSED),
    STATE_NOT_RETURNED("state-not-returned", SYSTEM, ExitStatus.DESTINATION_REFUSED),
    // the run
    SCHEMA_REFUSED("schema-refused", CONFIG, ExitStatus.SCHEMA_REFUSED),
    COUNTS_DIFFER("counts-differ", SYSTEM, ExitStatus.PARTIAL),
    HUNG("hung", SYSTEM, ExitStatus.HUNG),
    INTERRUPTED("interrupted", TRANSIENT, ExitStatus.INTERRUPTED),
    INTERNAL("internal", SYSTEM, ExitStatus.INTERNAL);

    private final String word;
    private final FailureKind kind;
    private final ExitStatus exit;

    FailureCode(String word, FailureKind kind, ExitStatus exit) {
        this.word = word;
        this.kind = kind;
        this.exit = exit;
    }

    /** The stable word, as in reports and docs. */
    public String word() {
        return word;
    }

    public FailureKind kind() {
        return kind;
    }

    public ExitStatus exit() {
        return exit;
    }
}
