package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.channels.Channel;
import org.jspecify.annotations.Nullable;

/** A channel that is opened by whoever asks for it first, which may take a while; others wait. Any thread. */
final class Opening<C extends Channel> {

    private final Attempt<C> attempt;
    private @Nullable C channel;

    Opening(Attempt<C> attempt) {
        this.attempt = attempt;
    }

    @FunctionalInterface
    interface Attempt<C> {
        C open() throws IOException;
    }

    synchronized C get() throws IOException {
        C open = channel;
        if (open == null) {
            open = attempt.open();
            channel = open;
        }
        return open;
    }

    /** Waits for an attempt that is under way. */
    synchronized void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
