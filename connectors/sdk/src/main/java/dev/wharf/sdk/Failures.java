package dev.wharf.sdk;

import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.protocol.StreamName;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Exceptions as the protocol tells them. Stateless; any thread. */
final class Failures {

    private Failures() {}

    static TraceError trace(Throwable failure, Optional<StreamName> stream, Secrets secrets, Instant at) {
        StringWriter stack = new StringWriter();
        failure.printStackTrace(new PrintWriter(stack));
        return new TraceError(
                secrets.mask(message(failure)),
                Optional.of(secrets.mask(internalMessage(failure))),
                Optional.of(secrets.mask(stack.toString())),
                type(failure),
                stream,
                at);
    }

    static String message(Throwable failure) {
        if (failure instanceof ConnectorFailure told) {
            return String.valueOf(told.getMessage());
        }
        return "The connector failed: " + failure;
    }

    private static String internalMessage(Throwable failure) {
        return failure instanceof ConnectorFailure told
                ? told.reason().map(Reason::wire).orElseGet(told::toString)
                : failure.toString();
    }

    static FailureType type(Throwable failure) {
        return switch (failure) {
            case ConnectorFailure told -> told.type();
            case SocketException _, SocketTimeoutException _, UnknownHostException _, TimeoutException _ ->
                FailureType.TRANSIENT_ERROR;
            default -> {
                Throwable cause = failure.getCause();
                yield cause == null ? FailureType.SYSTEM_ERROR : type(cause);
            }
        };
    }
}
