package dev.wharf.runtime.cli;

import dev.wharf.runtime.sync.Sync;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.utils.Signals;

/** Ctrl-C and SIGTERM: the first lets the run end in order, the second kills it. */
final class Interrupts implements AutoCloseable {

    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;

    private final Sync sync;
    private final Output output;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger first = new AtomicInteger();
    private final Object formerInterrupt;
    private final Object formerTerminate;

    private Interrupts(Sync sync, Output output) {
        this.sync = sync;
        this.output = output;
        this.formerInterrupt = Signals.register("INT", () -> received(INTERRUPT));
        this.formerTerminate = Signals.register("TERM", () -> received(TERMINATE));
    }

    static Interrupts of(Sync sync, Output output) {
        return new Interrupts(sync, output);
    }

    /** The exit status of a command that was interrupted: 128 + n. */
    OptionalInt status() {
        return first.get() == 0 ? OptionalInt.empty() : OptionalInt.of(128 + first.get());
    }

    private void received(int signal) {
        first.compareAndSet(0, signal);
        if (count.incrementAndGet() == 1) {
            output.say("Ending in order: what was sent arrives, what is confirmed is saved. Again to kill.");
            sync.drain();
        } else {
            sync.kill();
        }
    }

    @Override
    public void close() {
        Signals.unregister("INT", formerInterrupt);
        Signals.unregister("TERM", formerTerminate);
    }
}
