package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens to money: purchases, refunds, disputes, transfers, fees, payouts. */
final class PaymentChanges {
    private static final int MANY = 12;

    private final Desk desk;

    PaymentChanges(Desk desk) {
        this.desk = desk;
    }

    void register(Map<String, Runnable> changes) {
        changes.put("payment", this::purchase);
        changes.put("refund", () -> refundable(1).ifPresent(charge -> refund(charge, left(charge) / 2 + 1)));
        changes.put("refund.many", this::refundInParts);
        changes.put("dispute.create", this::dispute);
        changes.put("dispute.close", this::closeDispute);
        changes.put("transfer.reverse", this::reverse);
        changes.put("application_fee.refund", this::refundFee);
        changes.put("payout.create", this::payOut);
        changes.put("balance.available", this::balance);
        changes.put("payment_intent.metadata", this::annotate);
    }

    /** A payment intent and its charge, paid at once, both marked by the caller. */
    static ObjectNode pay(Desk desk, String customer, long amount, String currency, Consumer<ObjectNode> mark) {
        ObjectNode intent = desk.create(
                Kind.PAYMENT_INTENT,
                i -> i.put("amount", amount)
                        .put("client_secret", Desk.id(i) + "_secret_new")
                        .put("currency", currency)
                        .put("customer", customer)
                        .put("status", "requires_confirmation"));
        mark.accept(intent);
        desk.log().tell("payment_intent.created", intent);
        ObjectNode charge = desk.create(Kind.CHARGE, c -> {
            c.put("amount", amount)
                    .put("amount_captured", amount)
                    .put("captured", true)
                    .put("currency", currency)
                    .put("customer", customer)
                    .put("paid", true)
                    .put("payment_intent", Desk.id(intent))
                    .put("status", "succeeded");
            c.putArray("refunds");
            mark.accept(c);
        });
        desk.log().tell("charge.succeeded", charge);
        String entry = desk.entry("charge", amount, currency, Desk.id(charge), Ledger.fee(amount));
        desk.update(Kind.CHARGE, charge, c -> c.put("balance_transaction", entry), "charge.updated");
        return desk.update(
                Kind.PAYMENT_INTENT,
                intent,
                i -> i.put("status", "succeeded").put("amount_received", amount).put("latest_charge", Desk.id(charge)),
                "payment_intent.succeeded");
    }

    private void purchase() {
        desk.pick(Kind.CUSTOMER, _ -> true)
                .ifPresent(customer -> pay(
                        desk, Desk.id(customer), 100 + desk.below(20_000), Desk.text(customer, "currency"), _ -> {}));
    }

    private Optional<ObjectNode> refundable(long least) {
        return desk.pick(
                Kind.CHARGE,
                charge -> charge.path("paid").asBoolean()
                        && !charge.path("disputed").asBoolean()
                        && left(charge) >= least);
    }

    private static long left(ObjectNode charge) {
        return charge.get("amount").asLong() - charge.get("amount_refunded").asLong();
    }

    private void refundInParts() {
        refundable(MANY).ifPresent(charge -> {
            for (int i = 0; i < MANY; i++) {
                refund(charge, 1);
            }
        });
    }

    private void refund(ObjectNode charge, long wanted) {
        long amount = Math.min(wanted, left(charge));
        String currency = Desk.text(charge, "currency");
        ObjectNode refund = desk.create(
                Kind.REFUND,
                r -> r.put("amount", amount)
                        .put("charge", Desk.id(charge))
                        .put("currency", currency)
                        .put("payment_intent", Desk.text(charge, "payment_intent"))
                        .put("reason", "requested_by_customer")
                        .put("status", "succeeded"));
        String entry = desk.entry("refund", -amount, currency, Desk.id(refund), 0);
        desk.log().tell("refund.created", refund);
        desk.update(
                Kind.CHARGE,
                charge,
                c -> {
                    long refunded = c.get("amount_refunded").asLong() + amount;
                    c.put("amount_refunded", refunded)
                            .put("refunded", refunded == c.get("amount").asLong());
                    ((ArrayNode) c.get("refunds")).insert(0, Desk.id(refund));
                },
                "charge.refunded");
        desk.update(
                Kind.REFUND,
                refund,
                r -> r.put("balance_transaction", entry),
                "charge.refund.updated",
                "refund.updated");
    }

    private void dispute() {
        refundable(1).ifPresent(charge -> {
            long amount = charge.get("amount").asLong();
            String currency = Desk.text(charge, "currency");
            ObjectNode dispute = desk.create(
                    Kind.DISPUTE,
                    d -> d.put("amount", amount)
                            .put("charge", Desk.id(charge))
                            .put("currency", currency)
                            .put("payment_intent", Desk.text(charge, "payment_intent"))
                            .put("reason", "fraudulent")
                            .put("status", "needs_response"));
            String entry = desk.entry("adjustment", -amount, currency, Desk.id(dispute), 1500);
            desk.update(
                    Kind.DISPUTE,
                    dispute,
                    d -> d.putArray("balance_transactions").add(entry));
            desk.log().tell("charge.dispute.created", dispute);
            desk.log().tell("charge.dispute.funds_withdrawn", dispute);
            desk.update(Kind.CHARGE, charge, c -> c.put("disputed", true), "charge.updated");
        });
    }

    private void closeDispute() {
        desk.pick(Kind.DISPUTE, Desk.is("status", "needs_response"))
                .ifPresent(dispute -> desk.update(
                        Kind.DISPUTE,
                        dispute,
                        d -> d.put("status", "lost"),
                        "charge.dispute.updated",
                        "charge.dispute.closed"));
    }

    private void reverse() {
        desk.pick(Kind.TRANSFER, t -> !t.path("reversed").asBoolean()).ifPresent(transfer -> {
            ObjectNode reversal =
                    part(transfer, "transfer_reversal", "trr_", "amount_reversed", "transfer", "transfer_refund", 1);
            desk.update(
                    Kind.TRANSFER,
                    transfer,
                    t -> add(t, "reversals", reversal, "amount_reversed", "reversed"),
                    "transfer.reversed");
        });
    }

    private void refundFee() {
        desk.pick(Kind.APPLICATION_FEE, f -> !f.path("refunded").asBoolean()).ifPresent(fee -> {
            ObjectNode refund = part(fee, "fee_refund", "fr_", "amount_refunded", "fee", "application_fee_refund", -1);
            desk.update(
                    Kind.APPLICATION_FEE,
                    fee,
                    f -> add(f, "refunds", refund, "amount_refunded", "refunded"),
                    "application_fee.refunded");
            desk.log().tell("application_fee.refund.updated", refund);
        });
    }

    /** Half of what is left of a whole, as a part of it. */
    private ObjectNode part(
            ObjectNode whole, String object, String prefix, String sum, String owner, String type, int sign) {
        long amount = (whole.get("amount").asLong() - whole.get(sum).asLong()) / 2 + 1;
        String id = desk.store().world().ids().fresh(prefix);
        String currency = Desk.text(whole, "currency");
        return desk.store()
                .world()
                .blank(object)
                .put("id", id)
                .put("amount", amount)
                .put("balance_transaction", desk.entry(type, sign * amount, currency, id, 0))
                .put("created", desk.now())
                .put("currency", currency)
                .put(owner, Desk.id(whole));
    }

    private static void add(ObjectNode whole, String list, ObjectNode part, String sum, String all) {
        ((ArrayNode) whole.get(list)).insert(0, part);
        long total = whole.get(sum).asLong() + part.get("amount").asLong();
        whole.put(sum, total).put(all, total >= whole.get("amount").asLong());
    }

    private void payOut() {
        long amount = 1000L + desk.below(100_000);
        ObjectNode payout = desk.create(
                Kind.PAYOUT,
                p -> p.put("amount", amount)
                        .put("arrival_date", desk.now())
                        .put("automatic", false)
                        .put("currency", "usd")
                        .put("status", "pending"));
        String entry = desk.entry("payout", -amount, "usd", Desk.id(payout), 0);
        desk.log().tell("payout.created", payout);
        desk.update(
                Kind.PAYOUT,
                payout,
                p -> p.put("balance_transaction", entry).put("status", "paid"),
                "payout.updated",
                "payout.paid");
    }

    /** Of the account's balance, which has no id. */
    private void balance() {
        ObjectNode balance = desk.store().world().blank("balance");
        balance.putArray("available")
                .add(Json.object().put("amount", desk.below(1_000_000)).put("currency", "usd"));
        desk.log().write("balance.available", balance, Optional.empty());
    }

    /** No event tells of it: Stripe has no payment_intent.updated. */
    private void annotate() {
        desk.pick(Kind.PAYMENT_INTENT, _ -> true)
                .ifPresent(intent -> desk.update(
                        Kind.PAYMENT_INTENT, intent, i -> Desk.metadata(i).put("note", "changed at " + desk.now())));
    }
}
