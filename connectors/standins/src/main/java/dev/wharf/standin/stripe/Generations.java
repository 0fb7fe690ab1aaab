package dev.wharf.standin.stripe;

import tools.jackson.databind.node.ObjectNode;

/** The shapes of older API versions. */
final class Generations {
    private Generations() {}

    static void convert(ObjectNode shown, String object, String version) {
        if (Versions.isBefore(version, Versions.CLOVER)) {
            if (object.equals("discount")) {
                shown.set("coupon", shown.remove("source").get("coupon"));
            }
            if (object.equals("promotion_code")) {
                shown.set("coupon", shown.remove("promotion").get("coupon"));
            }
        }
    }
}
