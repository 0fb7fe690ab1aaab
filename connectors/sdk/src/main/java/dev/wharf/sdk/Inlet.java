package dev.wharf.sdk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * stdin with patience: a read that finds nothing waits, and when something else has become due meanwhile, does that on the caller's
 * own thread and waits on. A read of a pipe cannot be given a time limit, so a thread of its own reads, one block ahead and no more.
 * The reading side is for one thread.
 */
final class Inlet implements ReadableByteChannel {

    private static final int BLOCK = 1 << 18;

    private final ReadableByteChannel channel;
    private final Due due;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** Being emptied by the caller. */
    private ByteBuffer current = ByteBuffer.allocateDirect(BLOCK).flip();
    /** Filled, waiting to become current; empty when there is none. */
    private ByteBuffer next = ByteBuffer.allocateDirect(BLOCK).flip();

    private boolean ended;
    private Optional<IOException> broken = Optional.empty();

    /** What becomes due while the input is quiet. */
    interface Due {
        /** Nanoseconds until {@link #run} is due; not positive when it is now, {@link Long#MAX_VALUE} when nothing is. */
        long nanosLeft();

        void run() throws IOException;
    }

    Inlet(ReadableByteChannel channel, Due due) {
        this.channel = channel;
        this.due = due;
    }

    /** Starts the thread that reads ahead. */
    void start() {
        Thread.ofPlatform().name("stdin").daemon().start(this::readAhead);
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!current.hasRemaining() && !await()) {
            return -1;
        }
        int count = Math.min(current.remaining(), into.remaining());
        into.put(into.position(), current, current.position(), count);
        into.position(into.position() + count);
        current.position(current.position() + count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Makes the next block current. @return false at the end of input */
    private boolean await() throws IOException {
        while (true) {
            lock.lock();
            try {
                if (take()) {
                    return true;
                }
                if (broken.isPresent()) {
                    throw broken.get();
                }
                if (ended) {
                    return false;
                }
                long left = due.nanosLeft();
                if (left > 0) {
                    changed.await(left, TimeUnit.NANOSECONDS);
                    continue;
                }
            } catch (InterruptedException e) {
                throw new IOException("interrupted while reading stdin", e);
            } finally {
                lock.unlock();
            }
            due.run();
        }
    }

    private boolean take() {
        if (!next.hasRemaining()) {
            return false;
        }
        ByteBuffer empty = current;
        current = next;
        next = empty.clear().flip();
        changed.signalAll();
        return true;
    }

    private void readAhead() {
        ByteBuffer filling = ByteBuffer.allocateDirect(BLOCK);
        try {
            while (channel.read(filling.clear()) >= 0) {
                filling = hand(filling.flip());
            }
            finish(Optional.empty());
        } catch (IOException e) {
            finish(Optional.of(e));
        } catch (InterruptedException e) {
            finish(Optional.of(new IOException("interrupted while reading stdin", e)));
        } catch (RuntimeException | Error e) {
            // Whoever waits for this thread would wait for ever.
            finish(Optional.of(new IOException("cannot read stdin", e)));
        }
    }

    private ByteBuffer hand(ByteBuffer filled) throws InterruptedException {
        lock.lock();
        try {
            while (next.hasRemaining()) {
                changed.await();
            }
            ByteBuffer empty = next;
            next = filled;
            changed.signalAll();
            return empty;
        } finally {
            lock.unlock();
        }
    }

    private void finish(Optional<IOException> failure) {
        lock.lock();
        try {
            ended = true;
            broken = failure;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
