package dev.wharf.runtime.terminal;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.TimeSpan;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.sync.Counts;
import dev.wharf.runtime.sync.Progress;
import dev.wharf.runtime.sync.Sync;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What a run is doing, for a person who watches: on a terminal a few lines that are drawn again four times a second, elsewhere nothing
 * but what somebody reading a log would want. Any thread; it has one of its own while it draws.
 */
public final class LiveProgress implements Progress, AutoCloseable {

    private static final long PERIOD_MILLISECONDS = 250;
    private static final int MOST_LINES = 12;

    private final Screen screen;
    private final boolean verbose;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final long startedNanos = System.nanoTime();
    private volatile String step = "";
    private volatile Optional<Thread> drawing = Optional.empty();

    /** @param verbose whether what connectors log is shown too */
    public LiveProgress(Screen screen, boolean verbose) {
        this.screen = screen;
        this.verbose = verbose;
    }

    /** Draws this run until it is closed. */
    public void watch(Sync sync) {
        if (screen.live()) {
            drawing = Optional.of(Thread.ofVirtual().name("progress").start(() -> drawUntilClosed(sync)));
        }
    }

    @Override
    public void step(String what) {
        step = what;
        if (drawing.isEmpty()) {
            draw(List.of(what));
        }
    }

    @Override
    public void retrying(Failure failure, int attempt, Duration pause) {
        screen.say("Trying again in " + TimeSpan.format(pause) + " (attempt " + attempt + "): " + failure.message());
    }

    @Override
    public void logged(String line) {
        if (verbose) {
            screen.say(line);
        }
    }

    private void drawUntilClosed(Sync sync) {
        try {
            while (!closed.await(PERIOD_MILLISECONDS, TimeUnit.MILLISECONDS)) {
                draw(lines(sync));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<String> lines(Sync sync) {
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        List<Counts> moving =
                sync.counts().stream().filter(counts -> counts.records() > 0).toList();
        List<String> lines = new ArrayList<>();
        long records = moving.stream().mapToLong(Counts::records).sum();
        long bytes = moving.stream().mapToLong(Counts::bytes).sum();
        int shown = Math.min(moving.size(), MOST_LINES);
        for (Counts counts : moving.subList(moving.size() - shown, moving.size())) {
            lines.add(line(counts.name().toString(), counts.records(), counts.bytes()));
        }
        String waits = sync.waitsFor().map(side -> ", waiting for the " + side).orElse("");
        lines.add(
                records == 0
                        ? step + waits
                        : line("all", records, bytes)
                                + String.format(
                                        Locale.ROOT,
                                        "  %s/s  %,.0f records/s%s",
                                        new Bytes((long) (bytes / seconds)),
                                        records / seconds,
                                        waits));
        return lines;
    }

    private static String line(String name, long records, long bytes) {
        return String.format(Locale.ROOT, "  %-28s %,14d records  %10s", name, records, new Bytes(bytes));
    }

    private synchronized void draw(List<String> lines) {
        if (closed.getCount() > 0) {
            screen.draw(lines);
        }
    }

    /** Draws no more, and takes away what it drew. */
    public synchronized void clear() {
        closed.countDown();
        screen.draw(List.of());
    }

    @Override
    public void close() {
        clear();
    }
}
