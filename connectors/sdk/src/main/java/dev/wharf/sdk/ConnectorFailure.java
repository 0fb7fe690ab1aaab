package dev.wharf.sdk;

import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Message.TraceError.Reason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a connector cannot do its work, and whose fault that is. The message is for the user: what was tried, on what, why it failed,
 * what to do next.
 */
public final class ConnectorFailure extends RuntimeException {

    private final FailureType type;
    private final @Nullable Reason reason;

    private ConnectorFailure(FailureType type, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.type = type;
        this.reason = null;
    }

    private ConnectorFailure(FailureType type, Reason reason, String message) {
        super(message);
        this.type = type;
        this.reason = reason;
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

    /** The vendor refuses the credentials: the run ends at once, and nothing more is tried with them. */
    public static ConnectorFailure accessDenied(String message) {
        return new ConnectorFailure(FailureType.CONFIG_ERROR, Reason.ACCESS_DENIED, message);
    }

    /** The credentials are good but may not read one stream: that one fails, the others are read. The message names the right. */
    public static ConnectorFailure permissionMissing(String message) {
        return new ConnectorFailure(FailureType.CONFIG_ERROR, Reason.PERMISSION_MISSING, message);
    }

    /** The run has made all the calls that it may make: it ends behind its last states, and a later one goes on there. */
    public static ConnectorFailure budgetReached(String message) {
        return new ConnectorFailure(FailureType.TRANSIENT_ERROR, Reason.BUDGET_REACHED, message);
    }

    /** A question about the tables cannot be answered as it was put: the message is the warehouse's own, for whoever asked. */
    public static ConnectorFailure queryRefused(String message) {
        return new ConnectorFailure(FailureType.CONFIG_ERROR, Reason.QUERY_REFUSED, message);
    }

    /** What any exception of a connector's code is to the user: itself, temporary where a connection broke, otherwise a fault of the connector's. */
    public static ConnectorFailure of(Exception failure) {
        return failure instanceof ConnectorFailure told
                ? told
                : new ConnectorFailure(Failures.type(failure), Failures.message(failure), failure);
    }

    public FailureType type() {
        return type;
    }

    /** What sets it apart among the failures of its type; empty for most. */
    public Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }
}
