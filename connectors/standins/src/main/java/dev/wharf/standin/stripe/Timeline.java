package dev.wharf.standin.stripe;

import java.util.Arrays;

/**
 * When things happened before the stand-in was started: customers come evenly over the months, and each month every subscription slot is billed
 * once, in the order of its age.
 *
 * <p>A customer has two slots for subscriptions, and each slot has a billing in every month that begins after the customer came. Whether there is a
 * subscription, and whether it lives in that month, is a matter of the dice; here is only where it would be.
 */
final class Timeline {
    static final long DAY = 86_400;
    static final long MONTH = 30 * DAY;
    static final int SUBSCRIPTIONS = 2;

    private final Dice dice;
    private final long epoch;
    private final long start;
    private final int customers;
    private final int months;
    /** The number of billings before each month. */
    private final long[] before;

    /** @param epoch Unix seconds of the end of this history */
    Timeline(Dice dice, long epoch, int customers, int months) {
        this.dice = dice;
        this.epoch = epoch;
        this.customers = customers;
        this.months = months;
        this.start = epoch - months * MONTH;
        this.before = new long[months + 1];
        for (int month = 0; month < months; month++) {
            before[month + 1] = before[month] + slots(month);
        }
    }

    long epoch() {
        return epoch;
    }

    long start() {
        return start;
    }

    int months() {
        return months;
    }

    int customers() {
        return customers;
    }

    long customerCreated(long customer) {
        double place = (customer + dice.fraction("customer.created", customer)) / customers;
        return start + (long) (place * months * MONTH);
    }

    long billings() {
        return before[months];
    }

    int month(long billing) {
        int found = Arrays.binarySearch(before, billing);
        int month = found >= 0 ? found : -found - 2;
        // Months without any billing share their beginning with the next.
        while (before[month + 1] == before[month]) {
            month++;
        }
        return month;
    }

    /** The subscription slot that a billing is of. */
    long subscription(long billing) {
        return billing - before[month(billing)];
    }

    long billing(int month, long subscription) {
        return before[month] + subscription;
    }

    long billed(long billing) {
        int month = month(billing);
        return billed(month, billing - before[month]);
    }

    /** When a subscription slot is billed in a month, the ones after the end of history included. */
    long billed(int month, long subscription) {
        return start
                + month * MONTH
                + (long) (MONTH * ((subscription + 0.5) / Math.max(slots(month), subscription + 1)));
    }

    /** The first month in which a subscription slot is billed; it may lie after the end of history. */
    int firstMonth(long subscription) {
        long customer = subscription / SUBSCRIPTIONS;
        return (int) (((customer + 1) * months + customers - 1) / customers);
    }

    private long slots(int month) {
        return SUBSCRIPTIONS * ((long) customers * Math.min(month, months) / months);
    }
}
