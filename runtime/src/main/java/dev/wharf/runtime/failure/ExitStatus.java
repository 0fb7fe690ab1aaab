package dev.wharf.runtime.failure;

/** The exit statuses of the command, a published table (docs/exit-statuses.md). */
public enum ExitStatus {
    SUCCESS(0),
    INTERNAL(1),
    INVALID_INPUT(2),
    ENVIRONMENT(3),
    PARTIAL(4),
    ACCESS_DENIED(5),
    BUDGET_REACHED(6),
    HUNG(7),
    SCHEMA_REFUSED(8),
    DESTINATION_REFUSED(9),
    /** 128 + SIGINT. */
    INTERRUPTED(130);

    private final int code;

    ExitStatus(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }
}
