package dev.wharf.sdk.api;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/** A clock, and waiting by it, so that a test can move both. Any thread. */
public interface Time extends InstantSource {

    /** Waits until {@code changed} is signalled or the time is over; the caller holds the lock of {@code changed}. */
    void await(Condition changed, Duration most) throws InterruptedException;

    /** The machine's. */
    static Time system() {
        return new Time() {
            @Override
            public Instant instant() {
                return Instant.now();
            }

            @Override
            @SuppressWarnings("WaitNotInLoop") // Whoever calls it looks again at what it waits for.
            public void await(Condition changed, Duration most) throws InterruptedException {
                changed.await(most.toNanos(), TimeUnit.NANOSECONDS);
            }
        };
    }
}
