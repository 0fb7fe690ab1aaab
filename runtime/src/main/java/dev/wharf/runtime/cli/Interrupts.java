package dev.wharf.runtime.cli;

import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.terminal.Output;
import java.util.OptionalInt;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM, from the moment on that a command may leave something behind: the first lets what is under way end in order, the second
 * kills it, and a third ends this process whatever that leaves to the reaper of the next. Any thread; signals come on one of their own.
 */
final class Interrupts implements AutoCloseable {

    private static final int INTERRUPT = 2;
    private static final int TERMINATE = 15;
    private static final int KILLING = 2;

    private final Output output;
    private Work work = new Work("Interrupted.", () -> {}, () -> {});
    private int count;
    private int first;
    private boolean listening;
    private @Nullable Object formerInterrupt;
    private @Nullable Object formerTerminate;

    /**
     * What is under way.
     *
     * @param words for people, said at the first signal
     * @param drain returns soon; it ends in order, or at once where there is nothing to save
     */
    record Work(String words, Runnable drain, Runnable kill) {}

    Interrupts(Output output) {
        this.output = output;
    }

    /** From now on signals are taken here. */
    synchronized void listen() {
        if (!listening) {
            listening = true;
            formerInterrupt = Signals.register("INT", () -> received(INTERRUPT));
            formerTerminate = Signals.register("TERM", () -> received(TERMINATE));
        }
    }

    /** From now on a signal is about this; returns what it was about before. */
    synchronized Work during(Work other) {
        Work former = work;
        work = other;
        return former;
    }

    /** The exit status of a command that was interrupted: 128 + n. */
    synchronized OptionalInt status() {
        return first == 0 ? OptionalInt.empty() : OptionalInt.of(128 + first);
    }

    /** Why a command failed: after a signal nothing else is the cause. */
    Failure cause(Failure failure) {
        return status().isEmpty() || failure.code() == FailureCode.INTERRUPTED
                ? failure
                : new Failure(FailureCode.INTERRUPTED, "Interrupted before it was done. Nothing was moved.");
    }

    private void received(int signal) {
        Work now;
        int time;
        synchronized (this) {
            first = first == 0 ? signal : first;
            time = ++count;
            now = work;
        }
        if (time == 1) {
            output.say(now.words());
            now.drain().run();
        } else if (time == KILLING) {
            now.kill().run();
        } else {
            Runtime.getRuntime().halt(128 + signal);
        }
    }

    @Override
    public synchronized void close() {
        if (listening) {
            Signals.unregister("INT", formerInterrupt);
            Signals.unregister("TERM", formerTerminate);
            listening = false;
        }
    }
}
