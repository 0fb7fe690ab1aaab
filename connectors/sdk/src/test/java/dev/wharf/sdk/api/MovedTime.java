package dev.wharf.sdk.api;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;

/** A clock that stands still, and goes on at once when somebody waits. */
public final class MovedTime implements Time {

    public static final Instant START = Instant.parse("2026-11-24T09:00:00Z");

    private final List<Duration> waits = new ArrayList<>();
    private Instant now = START;

    @Override
    public synchronized Instant instant() {
        return now;
    }

    @Override
    public synchronized void await(Condition changed, Duration most) {
        waits.add(most);
        now = now.plus(most);
    }

    /** All that was waited, in order. */
    public synchronized List<Duration> waits() {
        return List.copyOf(waits);
    }

    public synchronized Duration passed() {
        return Duration.between(START, now);
    }

    public synchronized void pass(Duration time) {
        now = now.plus(time);
    }
}
