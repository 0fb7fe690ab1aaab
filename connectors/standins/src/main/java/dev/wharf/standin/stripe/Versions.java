package dev.wharf.standin.stripe;

import java.util.Set;

/** The API versions that Stripe published and that anybody still pins, and where they differ in shape. */
final class Versions {
    /** Charges no longer carry their refunds unasked. */
    static final String REFUNDS_ON_DEMAND = "2022-11-15";
    /** Periods move to items; an invoice's subscription, charge and tax move to parent, payments and total_taxes. */
    static final String BASIL = "2025-03-31.basil";
    /** A discount and a promotion code say their coupon in {@code source} and {@code promotion}. */
    static final String CLOVER = "2025-09-30.clover";

    private static final Set<String> KNOWN = Set.of(
            "2019-12-03",
            "2020-03-02",
            "2020-08-27",
            "2022-08-01",
            "2022-11-15",
            "2023-08-16",
            "2023-10-16",
            "2024-04-10",
            "2024-06-20",
            "2024-09-30.acacia",
            "2024-10-28.acacia",
            "2024-11-20.acacia",
            "2024-12-18.acacia",
            "2025-01-27.acacia",
            "2025-02-24.acacia",
            "2025-03-31.basil",
            "2025-04-30.basil",
            "2025-05-28.basil",
            "2025-06-30.basil",
            "2025-07-30.basil",
            "2025-08-27.basil",
            "2025-09-30.clover",
            "2025-10-29.clover",
            "2025-11-17.clover",
            "2025-12-15.clover",
            StripeOptions.NEWEST);

    private Versions() {}

    static boolean isKnown(String version) {
        return KNOWN.contains(version);
    }

    /** Dates come first in a version, so their texts are in the order of time. */
    static boolean isBefore(String version, String other) {
        return version.compareTo(other) < 0;
    }
}
