package dev.wharf.sdk.api;

import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.Output;
import java.time.Duration;
import java.util.Optional;

/** Is told of every wait of more than a second, and again while it lasts. Any thread. */
@FunctionalInterface
public interface Waits {

    /**
     * @param stream who waits; empty when the call serves several
     * @param left how long from now
     */
    void waiting(Optional<StreamName> stream, Duration left);

    /** Says it on the wire, so that silence is not taken for a hang. */
    static Waits on(Output output) {
        return (stream, left) ->
                stream.ifPresentOrElse(name -> output.stream(name).rateLimited(left), () -> output.rateLimited(left));
    }

    /** Where nobody can be told: {@code check} and {@code discover}. */
    static Waits untold() {
        return (stream, left) -> {};
    }
}
