package dev.wharf.sdk.api;

import java.time.Duration;

/**
 * How long a call is tried. A pause is drawn between nothing and a bound that starts at {@code first}, doubles each time and ends at {@code longest}, so that
 * callers who failed together do not come back together; never shorter than the server asked for.
 *
 * @param attempts the most in a row that time should have mended, the first included; refusals for too many calls do not count
 * @param total the longest that a call waits between its attempts, all pauses together
 */
public record Retries(int attempts, Duration first, Duration longest, Duration total) {

    /** Eight attempts, pauses of up to a minute, a quarter of an hour at most. */
    public static final Retries STANDARD =
            new Retries(8, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(15));

    public Retries {
        if (attempts < 1 || !first.isPositive() || longest.compareTo(first) < 0 || total.isNegative()) {
            throw new IllegalArgumentException("Retries that cannot be obeyed");
        }
    }

    /** The longest pause behind the {@code failed}th attempt that failed. */
    Duration bound(int failed) {
        Duration bound = first.multipliedBy(1L << Math.min(failed - 1, 20));
        return bound.compareTo(longest) > 0 ? longest : bound;
    }
}
