package dev.wharf.standin.stripe;

import java.time.Instant;
import java.util.Optional;

/**
 * What the stand-in's account is like.
 *
 * @param seed another seed is another data set of the same kind
 * @param customers how many; everything else is in proportion, about forty objects for each over 24 months
 * @param months of history before the start
 * @param at the time at which the clock stands still until it is moved; empty for the machine's time, running
 * @param version the account's own API version: its events are in it, and calls that name none are answered in it
 */
public record StripeOptions(long seed, int customers, int months, Optional<Instant> at, String version) {
    /** The newest version that the stand-in knows. */
    public static final String NEWEST = "2026-10-28.endive";

    public StripeOptions {
        if (customers < 1 || months < 1) {
            throw new IllegalArgumentException(
                    "a data set needs a customer and a month, not " + customers + " and " + months);
        }
        if (!Versions.isKnown(version)) {
            throw new IllegalArgumentException("there is no API version " + version);
        }
    }

    /** A hundred customers over a year, the machine's time, the newest version. */
    public static StripeOptions small() {
        return new StripeOptions(1, 100, 12, Optional.empty(), NEWEST);
    }

    public StripeOptions withSeed(long newSeed) {
        return new StripeOptions(newSeed, customers, months, at, version);
    }

    public StripeOptions withCustomers(int newCustomers) {
        return new StripeOptions(seed, newCustomers, months, at, version);
    }

    public StripeOptions withMonths(int newMonths) {
        return new StripeOptions(seed, customers, newMonths, at, version);
    }

    /** The clock then moves only when it is told to. */
    public StripeOptions standingAt(Instant instant) {
        return new StripeOptions(seed, customers, months, Optional.of(instant), version);
    }

    public StripeOptions withVersion(String newVersion) {
        return new StripeOptions(seed, customers, months, at, newVersion);
    }
}
