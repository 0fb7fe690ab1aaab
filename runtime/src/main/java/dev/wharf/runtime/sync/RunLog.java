package dev.wharf.runtime.sync;

import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.secret.Secrets;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What both connectors said besides data, in the order in which it came: a file per run, for `wharf logs`, and the last lines of each side for
 * error messages. Secrets are masked before anything is kept (invariant 8). The file is bounded; what does not fit any more is counted. Any thread.
 */
final class RunLog implements AutoCloseable {

    private static final long LIMIT = 64L << 20;
    private static final int LONGEST = 16 << 10;
    /** So many lines of each side are remembered as its last. */
    static final int TAIL = 200;

    private final Secrets secrets;
    private final Clock clock;
    private final Consumer<String> listener;
    private final BufferedWriter file;
    private final Map<Side, Deque<String>> tails = new EnumMap<>(Side.class);
    private long written;
    private long dropped;

    /** @param listener is told every line too, masked */
    RunLog(Path path, Secrets secrets, Clock clock, Consumer<String> listener) {
        this.listener = listener;
        this.secrets = secrets;
        this.clock = clock;
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            this.file = Files.newBufferedWriter(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the log of the run to " + path, e);
        }
    }

    void line(Side side, String text) {
        String shown = secrets.mask(text.length() > LONGEST ? text.substring(0, LONGEST) + " …" : text);
        synchronized (this) {
            Deque<String> tail = tail(side);
            tail.add(shown);
            if (tail.size() > TAIL) {
                tail.remove();
            }
            write(clock.instant() + " " + side.word() + " | " + shown + "\n");
        }
        listener.accept(side.word() + " | " + shown);
    }

    /** Copies a connector's stderr until it ends, on a thread of its own. */
    void drain(Connector connector, Side side) {
        // Of a local process it is a FIFO, which would hold a virtual thread's carrier: on two processors the two would
        // hold all.
        Thread.ofPlatform().daemon().name(side.word() + "-stderr").start(() -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(connector.errors(), StandardCharsets.UTF_8))) {
                for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                    line(side, line);
                }
            } catch (IOException e) {
                line(side, "stderr broke: " + e.getMessage());
            }
        });
    }

    /** The last lines of a side, oldest first, at most {@code most}. */
    synchronized List<String> tail(Side side, int most) {
        List<String> all = List.copyOf(tail(side));
        return all.subList(Math.max(0, all.size() - most), all.size());
    }

    private Deque<String> tail(Side side) {
        return tails.computeIfAbsent(side, _ -> new ArrayDeque<>());
    }

    private void write(String line) {
        byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
        if (written + bytes.length > LIMIT) {
            dropped++;
            return;
        }
        written += bytes.length;
        try {
            file.write(line);
            file.flush();
        } catch (IOException e) {
            // A full disk under the log must not end a sync whose data is safe elsewhere; the report counts the lines.
            dropped++;
        }
    }

    synchronized long dropped() {
        return dropped;
    }

    @Override
    public synchronized void close() {
        try {
            file.close();
        } catch (IOException e) {
            dropped++;
        }
    }

    /** Who speaks. */
    enum Side {
        SOURCE,
        DESTINATION,
        WHARF;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
