package dev.wharf.sdk;

import dev.wharf.protocol.Message.TraceError.FailureType;
import org.jspecify.annotations.Nullable;

/**
 * Why a connector cannot do its work, and whose fault that is. The message is for the user: what was tried, on what, why it failed,
 * what to do next.
 */
public final class ConnectorFailure extends RuntimeException {

    private final FailureType type;

    private ConnectorFailure(FailureType type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
    }

    /** The user can fix it: a wrong or missing setting, a permission that is not granted. Not tried again. */
    public static ConnectorFailure config(String message) {
        return new ConnectorFailure(FailureType.CONFIG_ERROR, message, null);
    }

    public static ConnectorFailure config(String message, Throwable cause) {
        return new ConnectorFailure(FailureType.CONFIG_ERROR, message, cause);
    }

    /** Time fixes it: a server is down, a limit is reached. Tried again later. */
    public static ConnectorFailure temporary(String message) {
        return new ConnectorFailure(FailureType.TRANSIENT_ERROR, message, null);
    }

    public static ConnectorFailure temporary(String message, Throwable cause) {
        return new ConnectorFailure(FailureType.TRANSIENT_ERROR, message, cause);
    }

    /** The connector's maintainers must fix it. */
    public static ConnectorFailure fault(String message) {
        return new ConnectorFailure(FailureType.SYSTEM_ERROR, message, null);
    }

    public static ConnectorFailure fault(String message, Throwable cause) {
        return new ConnectorFailure(FailureType.SYSTEM_ERROR, message, cause);
    }

    public FailureType type() {
        return type;
    }
}
