package dev.wharf.sdk.api;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.TokensInheritanceStrategy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The pace of one class of limit. It starts at what the vendor states. A refusal takes a third off, once however many calls came back refused together, and
 * ten seconds without one give a quarter back: a server that allows less than it states is asked a little too much a few times a minute, and one that was only busy is
 * asked at full pace soon. Guarded by the {@link Gate}'s lock.
 */
final class Limiter {

    private static final double SLOWER = 2 / 3.0;
    private static final double FASTER = 1.25;
    private static final double SLOWEST = 1 / 64.0;
    private static final Duration QUIET = Duration.ofSeconds(10);
    /** What may be caught up on at once, of a second that was lost elsewhere. */
    private static final int BURSTS_IN_A_SECOND = 10;

    private final InstantSource clock;
    private final Bucket bucket;
    private LimitClass limit;
    private double pace = 1;
    private int atOnce;
    private int underWay;
    private Instant shutUntil = Instant.MIN;
    private Instant changed = Instant.MIN;

    Limiter(LimitClass limit, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
        this.atOnce = limit.atOnce();
        this.bucket = Bucket.builder()
                .withCustomTimePrecision(new Nanoseconds(clock))
                .addLimit(bandwidth())
                .build();
    }

    /** Whether as many calls are under way as may be. */
    boolean full() {
        return underWay >= atOnce;
    }

    /** Lets a call out. @return zero when it is out; otherwise how long to wait before asking again */
    Duration take() {
        Instant now = clock.instant();
        if (now.isBefore(shutUntil)) {
            return Duration.between(now, shutUntil);
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            return Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
        }
        underWay++;
        return Duration.ZERO;
    }

    void leave() {
        underWay--;
    }

    void refused(Verdict.RateLimited.Excess excess, Instant until) {
        shut(until);
        if (clock.instant().isBefore(changed.plusSeconds(1))) {
            return;
        }
        changed = clock.instant();
        switch (excess) {
            case RATE -> setPace(Math.max(SLOWEST, pace * SLOWER));
            case CONCURRENCY -> atOnce = Math.max(1, atOnce - 1);
        }
    }

    void answered() {
        boolean slowed = pace < 1 || atOnce < limit.atOnce();
        if (slowed && clock.instant().isAfter(changed.plus(QUIET))) {
            changed = clock.instant();
            atOnce = Math.min(limit.atOnce(), atOnce + 1);
            setPace(Math.min(1, pace * FASTER));
        }
    }

    void seen(Gauge.Window window) {
        if (!window.limit().equals(limit)) {
            limit = window.limit();
            atOnce = Math.min(atOnce, limit.atOnce());
            setPace(pace);
        }
        if (window.remaining() <= 0) {
            shut(clock.instant().plus(window.resets()));
        }
    }

    private void shut(Instant until) {
        if (until.isAfter(shutUntil)) {
            shutUntil = until;
        }
    }

    private void setPace(double next) {
        pace = next;
        bucket.replaceConfiguration(
                BucketConfiguration.builder().addLimit(bandwidth()).build(), TokensInheritanceStrategy.AS_IS);
    }

    /** One token at a time, evenly; a capacity of a whole period would let twice the limit out in the first one. */
    private Bandwidth bandwidth() {
        long nanosPerCall = Math.max(1, Math.round(limit.per().toNanos() / (limit.calls() * pace)));
        long capacity = Math.max(1, Duration.ofSeconds(1).toNanos() / BURSTS_IN_A_SECOND / nanosPerCall);
        return Bandwidth.builder()
                .capacity(capacity)
                .refillGreedy(1, Duration.ofNanos(nanosPerCall))
                .build();
    }

    private record Nanoseconds(InstantSource clock) implements TimeMeter {

        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return now.getEpochSecond() * 1_000_000_000 + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
