package dev.wharf.runtime.launch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A connector that was started. It may not go on before its input, where it has one, and then its output were asked for. Each pipe is used by one thread; everything else by any thread. Whatever dies first, no call blocks
 * for longer than the connector lives and a few seconds: an open that nobody answers, a read or a write end when it exits.
 */
public interface Connector extends AutoCloseable {

    /** Its stdin; closing the channel is its end of input. Waits until the connector opened it. Opening or writing to one that is gone is an IOException. */
    WritableByteChannel input() throws IOException;

    /** Its stdout. Waits until the connector opened it; ends after the connector's last byte. */
    ReadableByteChannel output() throws IOException;

    /** Its stderr. */
    InputStream errors();

    /** Completed with how it ended, never exceptionally. */
    CompletableFuture<Exit> exited();

    /** Asks it to end (SIGTERM), and kills it when it still runs after {@code grace}. Returns at once. */
    void stop(Duration grace);

    /** The command a person types to start the same thing, without secrets. */
    String reproduction();

    Road road();

    /** What runs: an image with its digest, or a command. */
    String identity();

    /** Kills it if it still runs, and removes everything that was made for it. */
    @Override
    void close();

    /** How bytes travel. */
    enum Road {
        FIFO,
        ATTACH,
        LOCAL
    }

    /**
     * How a connector ended.
     *
     * @param status its exit status, 128 + n when a signal ended it; {@link #UNKNOWN} when the engine lost it
     * @param outOfMemory the kernel killed it, or one of its processes, at the memory limit
     * @param peakMemoryBytes where the engine tells
     * @param explanation when the engine lost it or could not start it
     */
    record Exit(int status, boolean outOfMemory, Optional<Long> peakMemoryBytes, Optional<String> explanation) {

        public static final int UNKNOWN = -1;

        /** The status and what is known of its meaning, e.g. {@code 137 (killed; out of memory at its limit of 512 MiB)}. */
        public String describe() {
            String meaning = switch (status) {
                case 0 -> "success";
                case 2 -> "wrong command line";
                case 3 -> "a JVM out of memory";
                case 120 -> "its stdout was closed";
                case 126 -> "its entrypoint is not executable";
                case 127 -> "its entrypoint is missing";
                case 137 -> "killed";
                case 143 -> "terminated";
                default -> "";
            };
            String memory = outOfMemory ? (meaning.isEmpty() ? "out of memory" : meaning + ", out of memory") : meaning;
            String number = status == UNKNOWN ? "unknown" : String.valueOf(status);
            return memory.isEmpty() ? number : number + " (" + memory + ")";
        }
    }
}
