package dev.wharf.sdk.api;

import java.time.Duration;

/**
 * Calls that the vendor limits together, e.g. all reads of an account, or its exports. Two are the same limit when they have the same name.
 *
 * @param name as it is told in the report of calls
 * @param calls how many it starts with in each {@code per}, evenly spread; never more, and fewer while the vendor refuses some
 * @param atOnce the most that are under way at one moment
 */
public record LimitClass(String name, int calls, Duration per, int atOnce) {

    public LimitClass {
        if (calls < 1 || atOnce < 1 || !per.isPositive()) {
            throw new IllegalArgumentException("The limit " + name + " lets no call through");
        }
    }

    public static LimitClass perSecond(String name, int calls, int atOnce) {
        return new LimitClass(name, calls, Duration.ofSeconds(1), atOnce);
    }

    public static LimitClass perMinute(String name, int calls, int atOnce) {
        return new LimitClass(name, calls, Duration.ofMinutes(1), atOnce);
    }
}
