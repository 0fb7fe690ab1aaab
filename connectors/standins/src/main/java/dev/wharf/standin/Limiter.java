package dev.wharf.standin;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Enforces {@link Limits} per caller, by a bucket of one second's calls for each limit. Its time is its own and not the stand-in's clock: moving
 * that by a month must not refill a bucket. Safe for all threads.
 */
final class Limiter {
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new HashMap<>();
    private final Map<String, Integer> underWay = new HashMap<>();
    private Limits limits = Limits.NONE;

    /** @param nanoTime as System::nanoTime */
    Limiter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void set(Limits newLimits) {
        limits = newLimits;
        buckets.clear();
    }

    /** Lets a call in, which must then {@link #leave}, or names the limit that it is beyond. */
    synchronized Optional<Limits.Kind> enter(String caller, String endpoint) {
        Optional<Limits.Kind> beyond = beyond(caller, caller + " " + endpoint);
        if (beyond.isEmpty()) {
            underWay.merge(caller, 1, Integer::sum);
            underWay.merge(caller + " " + endpoint, 1, Integer::sum);
        }
        return beyond;
    }

    synchronized void leave(String caller, String endpoint) {
        underWay.merge(caller, -1, Integer::sum);
        underWay.merge(caller + " " + endpoint, -1, Integer::sum);
    }

    private Optional<Limits.Kind> beyond(String caller, String callerAndEndpoint) {
        if (isFull(caller, limits.atOnce())) {
            return Optional.of(Limits.Kind.CONCURRENCY);
        }
        if (isFull(callerAndEndpoint, limits.atOncePerEndpoint())) {
            return Optional.of(Limits.Kind.ENDPOINT_CONCURRENCY);
        }
        if (!take(caller, limits.perSecond())) {
            return Optional.of(Limits.Kind.RATE);
        }
        if (!take(callerAndEndpoint, limits.perEndpoint())) {
            return Optional.of(Limits.Kind.ENDPOINT_RATE);
        }
        return Optional.empty();
    }

    private boolean isFull(String key, int limit) {
        return limit > 0 && underWay.getOrDefault(key, 0) >= limit;
    }

    private boolean take(String key, double perSecond) {
        long now = nanoTime.getAsLong();
        return perSecond <= 0
                || buckets.computeIfAbsent(key, _ -> new Bucket(perSecond, now)).take(perSecond, now);
    }

    private static final class Bucket {
        private double tokens;
        private long filledAt;

        private Bucket(double tokens, long now) {
            this.tokens = Math.max(1, tokens);
            this.filledAt = now;
        }

        private boolean take(double perSecond, long now) {
            tokens = Math.min(Math.max(1, perSecond), tokens + perSecond * (now - filledAt) / 1e9);
            filledAt = now;
            if (tokens < 1) {
                return false;
            }
            tokens--;
            return true;
        }
    }
}
