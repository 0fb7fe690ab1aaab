package dev.wharf.sdk.api;

import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls out at the pace that the vendor allows, and is where they wait. Every wait of more than a second is told, and told again before what was said is
 * over; closing the gate ends all of them. Any thread; a call is let out by {@link #enter}, and {@link #leave} must follow.
 */
final class Gate {

    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);
    /** A long wait is told this often: a figure that is updated is easier to believe. */
    private static final Duration TOLD_AGAIN = Duration.ofSeconds(30);

    private final Time time;
    private final Waits waits;
    private final ReentrantLock lock = new ReentrantLock();
    /** A call came back. Apart from the other one, so that who waits for a time is not woken, and does not tell of it, by every call that ends. */
    private final Condition left = lock.newCondition();

    private final Condition shut = lock.newCondition();
    private final Map<String, Limiter> limiters = new HashMap<>();
    private @Nullable ConnectorFailure closed;

    Gate(Time time, Waits waits) {
        this.time = time;
        this.waits = waits;
    }

    /** Waits until the call may be made. @throws ConnectorFailure when the gate was closed */
    void enter(Call call) throws InterruptedException {
        lock.lock();
        try {
            Limiter limiter = limiter(call.limit());
            while (true) {
                if (limiter.full()) {
                    check();
                    left.await();
                    continue;
                }
                Duration wait = limiter.take();
                if (wait.isZero()) {
                    check();
                    return;
                }
                waitUntil(call.stream(), time.instant().plus(wait));
            }
        } finally {
            lock.unlock();
        }
    }

    void leave(Call call) {
        lock.lock();
        try {
            limiter(call.limit()).leave();
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, outside of any limit. @throws ConnectorFailure when the gate was closed */
    void pause(Optional<StreamName> stream, Duration pause) throws InterruptedException {
        lock.lock();
        try {
            waitUntil(stream, time.instant().plus(pause));
        } finally {
            lock.unlock();
        }
    }

    /** The vendor refused a call of this class: all of them wait until then, and come slower afterwards. */
    void refused(LimitClass limit, Verdict.RateLimited.Excess excess, Instant until) {
        lock.lock();
        try {
            limiter(limit).refused(excess, until);
        } finally {
            lock.unlock();
        }
    }

    /** A call of this class was answered. */
    void answered(LimitClass limit) {
        lock.lock();
        try {
            limiter(limit).answered();
        } finally {
            lock.unlock();
        }
    }

    /** The vendor told its limit, and what is left of it. */
    void seen(Gauge.Window window) {
        lock.lock();
        try {
            limiter(window.limit()).seen(window);
        } finally {
            lock.unlock();
        }
    }

    /** Ends every wait, and lets nothing out from now on; the first reason stays. */
    void close(ConnectorFailure why) {
        lock.lock();
        try {
            if (closed == null) {
                closed = why;
            }
            left.signalAll();
            shut.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** @throws ConnectorFailure why the gate was closed, if it was */
    void check() {
        lock.lock();
        try {
            if (closed != null) {
                throw closed;
            }
        } finally {
            lock.unlock();
        }
    }

    private void waitUntil(Optional<StreamName> stream, Instant end) throws InterruptedException {
        while (true) {
            check();
            Duration remaining = Duration.between(time.instant(), end);
            if (!remaining.isPositive()) {
                return;
            }
            if (remaining.compareTo(WORTH_TELLING) > 0) {
                waits.waiting(stream, remaining);
            }
            time.await(shut, remaining.compareTo(TOLD_AGAIN) > 0 ? TOLD_AGAIN : remaining);
        }
    }

    private Limiter limiter(LimitClass limit) {
        return limiters.computeIfAbsent(limit.name(), name -> new Limiter(limit, time));
    }
}
