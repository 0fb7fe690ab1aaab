package dev.wharf.sdk.api;

import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.Output;
import dev.wharf.sdk.StreamOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Reads streams side by side, each by one thread and in order, and gives every one its ending: complete, failed, or left behind its last state. What ends the
 * run, access denied or the budget reached, keeps further streams from being begun; threads that are under way end with their next call, which an {@link
 * ApiClient} refuses. Used once.
 */
public final class Readers {

    private final Output output;
    private final int atOnce;
    private @Nullable Throwable end;

    /** Reads one stream. */
    @FunctionalInterface
    public interface Reader {

        /**
         * Writes the stream's records and states; started before, and completed after, by the caller. Whatever a state covers must be written, and the state
         * with it, before the next call is made: that call may be the one too many.
         *
         * @throws Exception when this stream cannot be read; the others go on, unless the reason is ACCESS_DENIED or BUDGET_REACHED
         */
        void read(StreamOutput stream) throws Exception;
    }

    /** @param atOnce how many streams are read at one time */
    public Readers(Output output, int atOnce) {
        this.output = output;
        this.atOnce = atOnce;
    }

    /**
     * Reads all of them, begun in this order, and returns when every thread has ended.
     *
     * @throws ConnectorFailure what ended the run for all of them; that a single stream failed is told on the stream and not thrown
     */
    public void read(Collection<StreamName> streams, Reader reader) throws InterruptedException {
        Queue<StreamName> waiting = new ConcurrentLinkedQueue<>(streams);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < Math.min(atOnce, streams.size()); i++) {
            threads.add(Thread.ofVirtual().name("reader-" + i).start(() -> work(waiting, reader)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        switch (end()) {
            case null -> {}
            case RuntimeException failure -> throw failure;
            case Error failure -> throw failure;
            case Throwable failure -> throw new IllegalStateException(failure);
        }
    }

    private void work(Queue<StreamName> waiting, Reader reader) {
        for (StreamName name = waiting.poll(); name != null && end() == null; name = waiting.poll()) {
            StreamOutput stream = output.stream(name);
            try {
                stream.start();
                reader.read(stream);
                stream.complete();
            } catch (Exception failure) {
                conclude(stream, failure);
            } catch (Error failure) {
                endWith(failure);
            }
        }
    }

    private void conclude(StreamOutput stream, Exception failure) {
        try {
            if (endsTheRun(failure)) {
                endWith(failure);
                stream.leave();
            } else {
                stream.fail(ConnectorFailure.of(failure));
            }
        } catch (RuntimeException stdoutIsGone) {
            endWith(stdoutIsGone);
        }
    }

    private static boolean endsTheRun(Exception failure) {
        return failure instanceof ConnectorFailure told
                && told.reason()
                        .filter(reason -> reason == Reason.ACCESS_DENIED || reason == Reason.BUDGET_REACHED)
                        .isPresent();
    }

    private synchronized @Nullable Throwable end() {
        return end;
    }

    private synchronized void endWith(Throwable failure) {
        if (end == null) {
            end = failure;
        }
    }
}
