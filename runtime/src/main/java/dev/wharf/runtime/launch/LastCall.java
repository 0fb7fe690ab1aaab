package dev.wharf.runtime.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channel;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Ends a read or a write that still blocks when the connector has been gone for a while. The kernel ends most of them itself; not
 * where a process that outlived the connector holds the other end of a pipe, or where the engine that holds it went away.
 *
 * <p>Only a call that made no progress for the whole of {@link #PATIENCE} is ended, so that a slow reader still gets every byte. One
 * thread transfers, others close.
 */
final class LastCall {

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Executor AFTER_PATIENCE = CompletableFuture.delayedExecutor(
            PATIENCE.toMillis(), TimeUnit.MILLISECONDS, Thread.ofVirtual().name("last-call-", 0)::start);

    private final Channel channel;
    /** Grows by one when a call starts and when it returns: odd while one blocks. */
    private volatile long calls;

    private volatile boolean ended;

    private LastCall(Channel channel) {
        this.channel = channel;
    }

    static LastCall of(Channel channel, CompletableFuture<?> exited) {
        LastCall call = new LastCall(channel);
        var _ = exited.thenRun(call::watch);
        return call;
    }

    /** One read or write. */
    @FunctionalInterface
    interface Transfer {
        long run() throws IOException;
    }

    /** @return what the transfer returned, or {@code whenEnded} if it was ended here */
    long run(Transfer transfer, long whenEnded) throws IOException {
        if (ended) {
            return whenEnded;
        }
        count();
        try {
            return transfer.run();
        } catch (ClosedChannelException e) {
            if (ended) {
                return whenEnded;
            }
            throw e;
        } finally {
            count();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread counts, another one looks.
    private void count() {
        calls++;
    }

    private void watch() {
        long before = calls;
        AFTER_PATIENCE.execute(() -> {
            if (!channel.isOpen()) {
                return;
            }
            if (calls == before && before % 2 == 1) {
                end();
            } else {
                watch();
            }
        });
    }

    private void end() {
        ended = true;
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
