package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Balance transactions: one lane for each way in which money moves, in the order of the constants here. */
final class Ledger {
    static final int CHARGE = 0;
    static final int REFUND = 1;
    static final int DISPUTE = 2;
    static final int TOPUP = 3;
    static final int TRANSFER = 4;
    static final int REVERSAL = 5;
    static final int FEE = 6;
    static final int FEE_REFUND = 7;
    static final int PAYOUT = 8;

    static final long TO_AVAILABLE = 2 * Timeline.DAY;
    private static final int DISPUTE_FEE = 1500;

    private final World world;
    private final Payments payments;

    Ledger(World world, Payments payments) {
        this.world = world;
        this.payments = payments;
    }

    /** The lanes of {@link Payments}; those of other rooms come after them. */
    List<Lane> lanes() {
        return List.of(
                payments.charges().children(1, 0, payments::succeeded, this::ofCharge),
                payments.refunds().children(1, 0, payments::hasRefund, this::ofRefund),
                payments.disputes().children(1, 0, payments::hasDispute, this::ofDispute));
    }

    static String id(World world, int lane, long slot) {
        return world.id(Kind.BALANCE_TRANSACTION, slot, lane);
    }

    /** What Stripe keeps of a charge: 2.9 per cent and thirty of the minor unit. */
    static long fee(long amount) {
        return amount * 29 / 1000 + 30;
    }

    /** An entry without fees. */
    static ObjectNode entry(
            World world, String id, long created, long amount, String currency, String type, String source) {
        String category = switch (type) {
            case "application_fee" -> "platform_earning";
            case "application_fee_refund" -> "platform_earning_refund";
            case "transfer_refund" -> "transfer_reversal";
            case "adjustment" -> "dispute";
            default -> type;
        };
        ObjectNode entry = world.blank(Kind.BALANCE_TRANSACTION, id, created)
                .put("amount", amount)
                .put("available_on", created + TO_AVAILABLE)
                .put("currency", currency)
                .put("fee", 0)
                .put("net", amount)
                .put("reporting_category", category)
                .put("source", source)
                .put("status", "pending")
                .put("type", type);
        entry.putArray("fee_details");
        return entry;
    }

    /** Takes a fee from an entry; European accounts see the tax on it as a detail of its own. */
    static ObjectNode charge(ObjectNode entry, long fee) {
        long tax = entry.get("currency").asString().equals("eur") ? fee / 6 : 0;
        ArrayNode details = Json.array().add(detail(entry, fee - tax, "stripe_fee", "Stripe processing fees"));
        if (tax > 0) {
            details.add(detail(entry, tax, "tax", "VAT"));
        }
        entry.put("fee", fee).put("net", entry.get("amount").asLong() - fee);
        entry.set("fee_details", details);
        return entry;
    }

    private static ObjectNode detail(ObjectNode entry, long amount, String type, String description) {
        return Json.object()
                .put("amount", amount)
                .putNull("application")
                .put("currency", entry.get("currency").asString())
                .put("description", description)
                .put("type", type);
    }

    private ObjectNode ofCharge(long slot) {
        long intent = slot / Payments.CHARGES;
        long amount = payments.amount(intent);
        ObjectNode entry = entry(
                world,
                id(world, CHARGE, slot),
                payments.intentCreated(intent),
                amount,
                payments.currency(intent),
                "charge",
                world.id(Kind.CHARGE, slot));
        return charge(entry, fee(amount));
    }

    private ObjectNode ofRefund(long slot) {
        long intent = slot / Payments.CHARGES;
        return entry(
                world,
                id(world, REFUND, slot),
                payments.intentCreated(intent) + Payments.TO_REFUND,
                -payments.refunded(slot),
                payments.currency(intent),
                "refund",
                world.id(Kind.REFUND, slot));
    }

    private ObjectNode ofDispute(long slot) {
        long intent = slot / Payments.CHARGES;
        ObjectNode entry = entry(
                world,
                id(world, DISPUTE, slot),
                payments.intentCreated(intent) + Payments.TO_DISPUTE,
                -payments.amount(intent),
                payments.currency(intent),
                "adjustment",
                world.id(Kind.DISPUTE, slot));
        return charge(entry, DISPUTE_FEE);
    }
}
