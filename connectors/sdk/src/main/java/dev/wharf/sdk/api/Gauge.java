package dev.wharf.sdk.api;

import java.time.Duration;
import java.util.Optional;

/**
 * What the header of an answer, good or not, says of the vendor's limits.
 *
 * @param quota how much of the account's quota is used, by all its users
 * @param window how much is left of the limit that the call was made under
 */
public record Gauge(Optional<Quota> quota, Optional<Window> window) {

    /** The answer says nothing. */
    public static final Gauge SILENT = new Gauge(Optional.empty(), Optional.empty());

    /** An account's calls of a day or the like, counted by the vendor. */
    public record Quota(long used, long limit) {

        /** The part that is left, 0 to 1. */
        double left() {
            return limit <= 0 ? 0 : Math.clamp((limit - used) / (double) limit, 0, 1);
        }
    }

    /**
     * A limit that starts afresh soon: when nothing is left, calls of its class wait for that.
     *
     * @param limit the class, with the rate that the account really has; the pace follows it
     * @param remaining calls that are left
     * @param resets until it starts afresh
     */
    public record Window(LimitClass limit, long remaining, Duration resets) {}

    public static Gauge of(Quota quota) {
        return new Gauge(Optional.of(quota), Optional.empty());
    }

    public static Gauge of(Window window) {
        return new Gauge(Optional.empty(), Optional.of(window));
    }
}
