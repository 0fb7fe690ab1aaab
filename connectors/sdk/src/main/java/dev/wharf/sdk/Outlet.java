package dev.wharf.sdk;

import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * stdout. Takes whole lines only, so that whatever happens the pipe never ends within one, and gathers them into blocks. A block goes
 * out when it is full, when somebody asks, and, by a thread of its own that sleeps otherwise, when a line has waited for a tenth of a
 * second. Any thread.
 */
final class Outlet implements AutoCloseable {

    private static final int BLOCK = 1 << 16;
    private static final long PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final WritableByteChannel channel;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long flushes;
    private boolean asleep;
    private boolean closed;
    private boolean stopped;

    Outlet(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Starts the thread that sends what has waited long enough. */
    void start() {
        Thread.ofPlatform().name("stdout").daemon().start(this::sendWhatWaits);
    }

    /**
     * Sends what was written so far and refuses everything later, so that the process may end at any time after this: the last line
     * that left is whole.
     *
     * @param patience how long to wait for a reader that does not read
     */
    void stop(Duration patience) throws InterruptedException {
        if (lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            try {
                send();
                stopped = true;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Adds {@code bytes[from, to)}, a whole line with its end. */
    void line(byte[] bytes, int from, int to) {
        lock.lock();
        try {
            if (stopped) {
                throw new Stopped();
            }
            append(bytes, from, to);
        } finally {
            lock.unlock();
        }
    }

    void message(Message message) {
        byte[] line = Messages.write(message);
        line(line, 0, line.length);
        flush();
    }

    void flush() {
        lock.lock();
        try {
            send();
        } finally {
            lock.unlock();
        }
    }

    /** Sends what is left, and ends the thread. The channel stays open: it is its owner's. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            send();
        } finally {
            lock.unlock();
        }
    }

    private void append(byte[] bytes, int from, int to) {
        if (to - from > block.remaining()) {
            send();
        }
        if (to - from > block.capacity()) {
            write(ByteBuffer.wrap(bytes, from, to - from));
            return;
        }
        block.put(bytes, from, to - from);
        if (asleep) {
            asleep = false;
            changed.signalAll();
        }
    }

    private void send() {
        flushes++;
        block.flip();
        try {
            write(block);
        } finally {
            block.clear();
        }
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to stdout: " + e.getMessage(), e);
        }
    }

    private void sendWhatWaits() {
        lock.lock();
        try {
            while (!closed) {
                if (block.position() == 0) {
                    asleep = true;
                    changed.await();
                    continue;
                }
                long before = flushes;
                changed.awaitNanos(PATIENCE_NANOS);
                if (flushes == before && !closed) {
                    send();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            // The reader is gone: whoever writes next meets the same and says so.
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /** The program was asked to end. */
    static final class Stopped extends RuntimeException {
        Stopped() {
            super("asked to end", null, false, false);
        }
    }
}
