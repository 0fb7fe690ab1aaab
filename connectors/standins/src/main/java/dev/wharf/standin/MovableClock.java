package dev.wharf.standin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The stand-in's time: another clock plus what it was moved by. It only goes forward, as a vendor's does. Safe for all threads. */
public final class MovableClock implements InstantSource {
    private final InstantSource origin;
    private final AtomicReference<Duration> moved = new AtomicReference<>(Duration.ZERO);

    public MovableClock(InstantSource origin) {
        this.origin = origin;
    }

    /** A clock that stands still but for being moved. */
    public static MovableClock standingAt(Instant instant) {
        return new MovableClock(InstantSource.fixed(instant));
    }

    public static MovableClock running() {
        return new MovableClock(Clock.systemUTC());
    }

    @Override
    public Instant instant() {
        return origin.instant().plus(moved.get());
    }

    /** Unix time in seconds. */
    public long second() {
        return instant().getEpochSecond();
    }

    public void advance(Duration by) {
        if (by.isNegative()) {
            throw new IllegalArgumentException("the clock cannot be moved back by " + by + "; it only goes forward");
        }
        moved.accumulateAndGet(by, Duration::plus);
    }
}
