package dev.wharf.standin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LimiterTest {
    private final AtomicLong nanos = new AtomicLong();
    private final Limiter limiter = new Limiter(nanos::get);

    @Test
    void letsThroughWhatASecondAllowsAndThenWhatTimeBringsBack() {
        limiter.set(new Limits(4, 0, 0, 0));
        for (int i = 0; i < 4; i++) {
            assertEquals(Optional.empty(), limiter.enter("key", "/v1/a"));
        }
        assertEquals(Optional.of(Limits.Kind.RATE), limiter.enter("key", "/v1/a"));
        nanos.addAndGet(250_000_000);
        assertEquals(Optional.empty(), limiter.enter("key", "/v1/a"));
        assertEquals(Optional.of(Limits.Kind.RATE), limiter.enter("key", "/v1/a"));
    }

    @Test
    void countsEachCallerAndEachEndpointByItself() {
        limiter.set(new Limits(0, 1, 0, 0));
        assertEquals(Optional.empty(), limiter.enter("key", "/v1/a"));
        assertEquals(Optional.empty(), limiter.enter("key", "/v1/b"));
        assertEquals(Optional.empty(), limiter.enter("other", "/v1/a"));
        assertEquals(Optional.of(Limits.Kind.ENDPOINT_RATE), limiter.enter("key", "/v1/a"));
    }

    @Test
    void countsWhatIsUnderWay() {
        limiter.set(new Limits(0, 0, 2, 1));
        assertEquals(Optional.empty(), limiter.enter("key", "/v1/a"));
        assertEquals(Optional.of(Limits.Kind.ENDPOINT_CONCURRENCY), limiter.enter("key", "/v1/a"));
        assertEquals(Optional.empty(), limiter.enter("key", "/v1/b"));
        assertEquals(Optional.of(Limits.Kind.CONCURRENCY), limiter.enter("key", "/v1/c"));
        limiter.leave("key", "/v1/a");
        assertEquals(Optional.empty(), limiter.enter("key", "/v1/a"));
    }
}
