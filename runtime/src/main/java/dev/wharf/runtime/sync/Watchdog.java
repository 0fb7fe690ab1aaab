package dev.wharf.runtime.sync;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a run whose pipes are silent for too long. It sleeps until the earliest moment at which the present silence would be too long, so that it
 * costs nothing while a run moves.
 */
final class Watchdog implements AutoCloseable {

    private final Traffic traffic;
    private final Duration silence;
    private final Clock clock;
    private final Runnable bite;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile Optional<Traffic.Doing> bitten = Optional.empty();

    /** @param bite closes what the silent side blocks on; called once at most, on the watchdog's thread */
    Watchdog(Traffic traffic, Duration silence, Clock clock, Runnable bite) {
        this.traffic = traffic;
        this.silence = silence;
        this.clock = clock;
        this.bite = bite;
    }

    void start() {
        Thread.ofVirtual().name("watchdog").start(this::watch);
    }

    /** What the pump was doing when the silence had become too long; empty while it never did. */
    Optional<Traffic.Doing> bitten() {
        return bitten;
    }

    private void watch() {
        try {
            while (true) {
                Instant deadline = traffic.deadline(silence);
                long left = Duration.between(clock.instant(), deadline).toMillis();
                if (left <= 0) {
                    bitten = Optional.of(traffic.doing());
                    bite.run();
                    return;
                }
                if (over.await(left, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
    }
}
