package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * Payment intents, charges, refunds, disputes.
 *
 * <p>Each billing has two slots for payment intents: the first collects its invoice, the second is something the same customer bought besides. Each
 * payment intent has two slots for charges, because a card may be declined first.
 */
final class Payments {
    static final int INTENTS = 2;
    static final int CHARGES = 2;
    static final long HOUR = 3600;
    static final long TO_REFUND = 3 * Timeline.DAY;
    static final long TO_DISPUTE = 12 * Timeline.DAY;

    private final World world;
    private final Catalogue catalogue;
    private final People people;
    private final Invoices invoices;
    private final Lane intents;
    private final Lane charges;

    Payments(World world, Catalogue catalogue, People people, Invoices invoices) {
        this.world = world;
        this.catalogue = catalogue;
        this.people = people;
        this.invoices = invoices;
        this.intents = invoices.lane().children(INTENTS, HOUR, this::hasIntent, this::intent);
        this.charges = intents.children(CHARGES, 0, this::hasCharge, this::charge);
    }

    Lane intents() {
        return intents;
    }

    Lane charges() {
        return charges;
    }

    Lane refunds() {
        return charges.children(1, TO_REFUND, this::hasRefund, this::refund);
    }

    Lane disputes() {
        return charges.children(1, TO_DISPUTE, this::hasDispute, this::dispute);
    }

    Lane warnings() {
        return charges.children(1, Timeline.DAY, slot -> hasDispute(slot) && slot % 3 != 0, this::warning);
    }

    Lane reviews() {
        return charges.children(
                1, 60, slot -> succeeded(slot) && world.dice().chance("review", slot, 0.004), this::review);
    }

    Lane invoicePayments() {
        return invoices.lane().children(1, HOUR, invoices::hasPayment, this::invoicePayment);
    }

    /** Whether a payment intent collects an invoice. */
    static boolean isOfInvoice(long intent) {
        return intent % INTENTS == 0;
    }

    boolean hasIntent(long slot) {
        long billing = slot / INTENTS;
        return isOfInvoice(slot) ? invoices.hasPayment(billing) : world.dice().chance("purchase", billing, 0.15);
    }

    String intentStatus(long slot) {
        if (isOfInvoice(slot)) {
            return invoices.status(slot / INTENTS).equals("paid") ? "succeeded" : "requires_payment_method";
        }
        int luck = world.dice().below("purchase.status", slot, 100);
        return luck < 88 ? "succeeded" : luck < 93 ? "canceled" : "requires_payment_method";
    }

    long amount(long intent) {
        return isOfInvoice(intent) ? invoices.sum(intent / INTENTS).total() : catalogue.unitAmount(purchased(intent));
    }

    /** The price slot of what was bought besides. */
    long purchased(long intent) {
        long product = catalogue.pick("purchase.product", intent, currency(intent));
        return catalogue.priceSlot(product, Catalogue.ONE_TIME);
    }

    long customer(long intent) {
        return invoices.customer(intent / INTENTS);
    }

    String currency(long intent) {
        return people.currency(customer(intent));
    }

    long intentCreated(long intent) {
        return world.timeline().billed(intent / INTENTS) + HOUR;
    }

    /** Whether the money of a payment intent goes on to a connected account. */
    boolean isShared(long intent) {
        return !isOfInvoice(intent)
                && world.dice().chance("purchase.shared", intent, 0.3)
                && hasIntent(intent)
                && intentStatus(intent).equals("succeeded");
    }

    /** What comes back of it as an application fee. */
    long feeAmount(long intent) {
        return amount(intent) / 10;
    }

    /** The account that it goes to. */
    String destination(long intent) {
        return world.id(Kind.ACCOUNT, world.dice().below("purchase.account", intent, Connect.count(world)));
    }

    private int chargeCount(long intent) {
        return switch (intentStatus(intent)) {
            case "succeeded" -> world.dice().chance("charge.declined", intent, 0.06) ? 2 : 1;
            case "requires_payment_method" -> 1;
            default -> 0;
        };
    }

    private boolean hasCharge(long slot) {
        return hasIntent(slot / CHARGES) && slot % CHARGES < chargeCount(slot / CHARGES);
    }

    /** Whether there is a charge in a slot that brought money. */
    boolean succeeded(long charge) {
        long intent = charge / CHARGES;
        return hasIntent(intent)
                && intentStatus(intent).equals("succeeded")
                && charge % CHARGES == chargeCount(intent) - 1;
    }

    /** The charge slot that brought the money of a payment intent. */
    long succeededCharge(long intent) {
        return intent * CHARGES + chargeCount(intent) - 1;
    }

    boolean hasRefund(long charge) {
        return world.dice().chance("refund", charge, 0.04) && succeeded(charge) && !hasDispute(charge);
    }

    private boolean isRefunded(long charge) {
        return hasRefund(charge)
                && intentCreated(charge / CHARGES) + TO_REFUND
                        <= world.timeline().epoch();
    }

    long refunded(long charge) {
        long amount = amount(charge / CHARGES);
        return world.dice().chance("refund.whole", charge, 0.6) ? amount : amount / 2;
    }

    boolean hasDispute(long charge) {
        return world.dice().chance("dispute", charge, 0.004) && succeeded(charge);
    }

    private ObjectNode intent(long slot) {
        String id = world.id(Kind.PAYMENT_INTENT, slot);
        String status = intentStatus(slot);
        long amount = amount(slot);
        ObjectNode intent = world.blank(Kind.PAYMENT_INTENT, id, intentCreated(slot))
                .put("amount", amount)
                .put("amount_received", status.equals("succeeded") ? amount : 0)
                .put("client_secret", id + "_secret_" + world.ids().of("", slot))
                .put("currency", currency(slot))
                .put("customer", world.id(Kind.CUSTOMER, customer(slot)))
                .put("description", isOfInvoice(slot) ? "Subscription update" : "Purchase")
                .put("status", status);
        markInvoice(intent, slot);
        if (status.equals("canceled")) {
            intent.put("canceled_at", intentCreated(slot) + Timeline.DAY).put("cancellation_reason", "abandoned");
        } else {
            intent.put("latest_charge", world.id(Kind.CHARGE, slot * CHARGES + chargeCount(slot) - 1));
        }
        if (status.equals("succeeded")) {
            intent.put("payment_method", people.method(customer(slot)));
        }
        if (status.equals("requires_payment_method")) {
            intent.set("last_payment_error", declined());
        }
        return intent;
    }

    private static ObjectNode declined() {
        return Json.object()
                .put("code", "card_declined")
                .put("decline_code", "generic_decline")
                .put("message", "Your card was declined.")
                .put("type", "card_error");
    }

    private ObjectNode charge(long slot) {
        long intent = slot / CHARGES;
        long amount = amount(intent);
        boolean succeeded = succeeded(slot);
        long refunded = isRefunded(slot) ? refunded(slot) : 0;
        String id = world.id(Kind.CHARGE, slot);
        ObjectNode charge = world.blank(Kind.CHARGE, id, intentCreated(intent))
                .put("amount", amount)
                .put("amount_captured", succeeded ? amount : 0)
                .put("amount_refunded", refunded)
                .put("balance_transaction", succeeded ? Ledger.id(world, Ledger.CHARGE, slot) : null)
                .put("calculated_statement_descriptor", "WHARF")
                .put("captured", succeeded)
                .put("currency", currency(intent))
                .put("customer", world.id(Kind.CUSTOMER, customer(intent)))
                .put("description", isOfInvoice(intent) ? "Subscription update" : "Purchase")
                .put(
                        "disputed",
                        hasDispute(slot)
                                && intentCreated(intent) + TO_DISPUTE
                                        <= world.timeline().epoch())
                .put("paid", succeeded)
                .put("payment_intent", world.id(Kind.PAYMENT_INTENT, intent))
                .put("payment_method", people.method(customer(intent)))
                .put("receipt_url", "https://pay.stripe.com/receipts/payment/" + id)
                .put("refunded", refunded == amount)
                .put("status", succeeded ? "succeeded" : "failed");
        markInvoice(charge, intent);
        if (succeeded && isShared(intent)) {
            share(charge, intent);
        }
        charge.set("billing_details", people.billingDetails(customer(intent)));
        people.fillCard(
                (ObjectNode) charge.get("payment_method_details").get("card"), customer(intent) * People.METHODS);
        ((ObjectNode) charge.get("outcome")).put("risk_score", world.dice().below("charge.risk", slot, 60));
        if (!succeeded) {
            charge.put("failure_code", "card_declined").put("failure_message", "Your card was declined.");
            ((ObjectNode) charge.get("outcome"))
                    .put("network_status", "declined_by_network")
                    .put("reason", "generic_decline")
                    .put("seller_message", "The bank did not say why.")
                    .put("type", "issuer_declined");
        }
        charge.set("refunds", isRefunded(slot) ? Json.array().add(world.id(Kind.REFUND, slot)) : Json.array());
        return charge;
    }

    private void markInvoice(ObjectNode payment, long intent) {
        if (isOfInvoice(intent)) {
            payment.put(Generations.INVOICE, world.id(Kind.INVOICE, intent / INTENTS));
        }
    }

    private void share(ObjectNode charge, long intent) {
        long billing = intent / INTENTS;
        charge.put("application_fee", world.id(Kind.APPLICATION_FEE, billing))
                .put("application_fee_amount", feeAmount(intent))
                .put("transfer", world.id(Kind.TRANSFER, billing))
                .put("transfer_group", "group_" + world.id(Kind.PAYMENT_INTENT, intent));
        charge.set("transfer_data", Json.object().putNull("amount").put("destination", destination(intent)));
    }

    private ObjectNode refund(long slot) {
        long intent = slot / CHARGES;
        return world.blank(Kind.REFUND, world.id(Kind.REFUND, slot), intentCreated(intent) + TO_REFUND)
                .put("amount", refunded(slot))
                .put("balance_transaction", Ledger.id(world, Ledger.REFUND, slot))
                .put("charge", world.id(Kind.CHARGE, slot))
                .put("currency", currency(intent))
                .put("payment_intent", world.id(Kind.PAYMENT_INTENT, intent))
                .put("reason", "requested_by_customer")
                .put("status", "succeeded");
    }

    private ObjectNode dispute(long slot) {
        long intent = slot / CHARGES;
        long created = intentCreated(intent) + TO_DISPUTE;
        boolean isRecent = created > world.timeline().epoch() - Timeline.MONTH;
        ObjectNode dispute = world.blank(Kind.DISPUTE, world.id(Kind.DISPUTE, slot), created)
                .put("amount", amount(intent))
                .put("charge", world.id(Kind.CHARGE, slot))
                .put("currency", currency(intent))
                .put("payment_intent", world.id(Kind.PAYMENT_INTENT, intent))
                .put("is_charge_refundable", false)
                .put(
                        "reason",
                        List.of("fraudulent", "product_not_received", "duplicate")
                                .get((int) (slot % 3)))
                .put("status", isRecent ? "needs_response" : slot % 2 == 0 ? "won" : "lost");
        ((ObjectNode) dispute.get("evidence_details")).put("due_by", created + 7 * Timeline.DAY);
        ((ObjectNode) dispute.get("evidence")).put("customer_name", people.name(customer(intent)));
        dispute.putArray("balance_transactions").add(Ledger.id(world, Ledger.DISPUTE, slot));
        return dispute;
    }

    private ObjectNode warning(long slot) {
        return world.blank(
                        Kind.EARLY_FRAUD_WARNING,
                        world.id(Kind.EARLY_FRAUD_WARNING, slot),
                        intentCreated(slot / CHARGES) + Timeline.DAY)
                .put("charge", world.id(Kind.CHARGE, slot))
                .put("payment_intent", world.id(Kind.PAYMENT_INTENT, slot / CHARGES))
                .put("fraud_type", "made_with_stolen_card")
                .put("actionable", false);
    }

    private ObjectNode review(long slot) {
        boolean isOpen = world.dice().chance("review.open", slot, 0.3);
        return world.blank(Kind.REVIEW, world.id(Kind.REVIEW, slot), intentCreated(slot / CHARGES) + 60)
                .put("charge", world.id(Kind.CHARGE, slot))
                .put("payment_intent", world.id(Kind.PAYMENT_INTENT, slot / CHARGES))
                .put("open", isOpen)
                .put("closed_reason", isOpen ? null : "approved")
                .put("reason", isOpen ? "rule" : "approved");
    }

    private ObjectNode invoicePayment(long slot) {
        boolean paid = invoices.status(slot).equals("paid");
        long total = invoices.sum(slot).total();
        ObjectNode payment = world.blank(
                        Kind.INVOICE_PAYMENT,
                        world.id(Kind.INVOICE_PAYMENT, slot),
                        world.timeline().billed(slot) + HOUR)
                .put("amount_paid", paid ? total : null)
                .put("amount_requested", total)
                .put("currency", currency(slot * INTENTS))
                .put("invoice", world.id(Kind.INVOICE, slot))
                .put("is_default", true)
                .put("status", paid ? "paid" : "open");
        payment.set(
                "payment",
                Json.object()
                        .put("payment_intent", world.id(Kind.PAYMENT_INTENT, slot * INTENTS))
                        .put("type", "payment_intent"));
        ((ObjectNode) payment.get("status_transitions"))
                .put("paid_at", paid ? world.timeline().billed(slot) + HOUR : null);
        return payment;
    }
}
