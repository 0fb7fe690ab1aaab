package dev.wharf.runtime.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who moved last, and who waits for whom: written by the threads that read and write the pipes at their blocking calls, read by the
 * watchdog and by the progress display. Any thread.
 */
final class Traffic {

    /** What the pump is doing. */
    enum Doing {
        STARTING,
        READING_SOURCE,
        WRITING_DESTINATION,
        AWAITING_DESTINATION,
        WORKING
    }

    private final Clock clock;
    private volatile Doing doing = Doing.STARTING;
    private volatile long since;
    private volatile long destinationSpoke;
    private volatile long quietUntil;
    private long readingNanos;
    private long writingNanos;
    private long turn = System.nanoTime();

    Traffic(Clock clock) {
        this.clock = clock;
        this.since = clock.millis();
        this.destinationSpoke = since;
    }

    /** Called by the pump before and after each call that can block. */
    void now(Doing next) {
        long nanos = System.nanoTime();
        switch (doing) {
            case READING_SOURCE -> readingNanos += nanos - turn;
            case WRITING_DESTINATION, AWAITING_DESTINATION -> writingNanos += nanos - turn;
            case STARTING, WORKING -> {}
        }
        turn = nanos;
        since = clock.millis();
        doing = next;
    }

    void destinationSpoke() {
        destinationSpoke = clock.millis();
    }

    /** The source said that it is rate limited until then: it is not silent before. */
    void quietUntil(long epochMillis) {
        quietUntil = Math.max(quietUntil, epochMillis);
    }

    Doing doing() {
        return doing;
    }

    /** The moment at which the present silence is too long, if nothing moves until then. */
    Instant deadline(Duration silence) {
        Doing now = doing;
        long from = now == Doing.AWAITING_DESTINATION ? Math.max(since, destinationSpoke) : since;
        long limit = from + silence.toMillis();
        return Instant.ofEpochMilli(
                now == Doing.READING_SOURCE ? Math.max(limit, quietUntil + silence.toMillis()) : limit);
    }

    /** Which side the pump waits for now. */
    Optional<String> waitsFor() {
        return switch (doing) {
            case READING_SOURCE -> Optional.of("source");
            case WRITING_DESTINATION, AWAITING_DESTINATION -> Optional.of("destination");
            case STARTING, WORKING -> Optional.empty();
        };
    }

    /** Which side the pump waited for most, once the run is over; empty when it hardly waited. Read by the pump's thread. */
    Optional<String> slowSide() {
        if (readingNanos + writingNanos < Duration.ofMillis(200).toNanos()) {
            return Optional.empty();
        }
        return Optional.of(readingNanos >= writingNanos ? "source" : "destination");
    }
}
