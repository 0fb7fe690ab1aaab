package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events of the time before the start, as lanes over the lanes of the objects that they tell of. Each shows its object as it was at the start: what
 * happened to it in between is in the same picture, not in a picture of its own.
 */
final class PastEvents {
    private static final long HOUR = 3600;

    private final Store store;
    private final List<Lane> lanes = new ArrayList<>();

    PastEvents(Store store) {
        this.store = store;
    }

    /** At most 255 of them; an event's id tells its lane. */
    List<Lane> lanes(DataSet data) {
        Map<Kind, List<Lane>> of = data.lanes();
        tell(data.cancellations(), "customer.subscription.deleted", 0, _ -> true);
        tell(of, Kind.CUSTOMER, "customer.created", 0, _ -> true);
        tell(of, Kind.PAYMENT_METHOD, "payment_method.attached", 0, has("customer"));
        tell(of, Kind.TAX_ID, "customer.tax_id.created", 0, _ -> true);
        tell(of, Kind.SUBSCRIPTION, "customer.subscription.created", 0, _ -> true);
        tell(of, Kind.INVOICE_ITEM, "invoiceitem.created", 0, _ -> true);
        tell(of, Kind.INVOICE, "invoice.created", 0, _ -> true);
        tell(of, Kind.INVOICE, "invoice.finalized", HOUR, is("status", "draft").negate());
        tell(of, Kind.INVOICE, "invoice.paid", HOUR, is("status", "paid"));
        tell(of, Kind.INVOICE, "invoice.payment_succeeded", HOUR, is("status", "paid"));
        tell(of, Kind.INVOICE, "invoice.voided", HOUR, is("status", "void"));
        tell(of, Kind.INVOICE, "invoice.marked_uncollectible", HOUR, is("status", "uncollectible"));
        tell(of, Kind.INVOICE_PAYMENT, "invoice_payment.paid", 0, is("status", "paid"));
        tell(of, Kind.PAYMENT_INTENT, "payment_intent.created", 0, _ -> true);
        tell(of, Kind.PAYMENT_INTENT, "payment_intent.succeeded", 0, is("status", "succeeded"));
        tell(of, Kind.PAYMENT_INTENT, "payment_intent.payment_failed", 0, is("status", "requires_payment_method"));
        tell(of, Kind.PAYMENT_INTENT, "payment_intent.canceled", Timeline.DAY, is("status", "canceled"));
        tell(of, Kind.CHARGE, "charge.succeeded", 0, is("status", "succeeded"));
        tell(of, Kind.CHARGE, "charge.failed", 0, is("status", "failed"));
        tell(of, Kind.CHARGE, "charge.refunded", Payments.TO_REFUND, has("amount_refunded"));
        tell(of, Kind.REFUND, "refund.created", 0, _ -> true);
        tell(of, Kind.REFUND, "charge.refund.updated", 0, _ -> true);
        tell(of, Kind.DISPUTE, "charge.dispute.created", 0, _ -> true);
        tell(of, Kind.EARLY_FRAUD_WARNING, "radar.early_fraud_warning.created", 0, _ -> true);
        tell(of, Kind.REVIEW, "review.opened", 0, _ -> true);
        tell(of, Kind.TRANSFER, "transfer.created", 0, _ -> true);
        tell(of, Kind.APPLICATION_FEE, "application_fee.created", 0, _ -> true);
        tell(of, Kind.PAYOUT, "payout.created", 0, _ -> true);
        tell(of, Kind.PAYOUT, "payout.paid", 2 * Timeline.DAY, _ -> true);
        tell(of, Kind.TOPUP, "topup.succeeded", 0, _ -> true);
        tell(of, Kind.CREDIT_NOTE, "credit_note.created", 0, _ -> true);
        tell(of, Kind.CHECKOUT_SESSION, "checkout.session.completed", 600, _ -> true);
        tell(of, Kind.SETUP_INTENT, "setup_intent.created", 0, _ -> true);
        tell(of, Kind.SETUP_INTENT, "setup_intent.succeeded", 0, _ -> true);
        tell(of, Kind.SUBSCRIPTION_SCHEDULE, "subscription_schedule.created", 0, _ -> true);
        tell(of, Kind.QUOTE, "quote.finalized", 0, _ -> true);
        tell(of, Kind.FILE, "file.created", 0, _ -> true);
        return lanes;
    }

    private static Predicate<ObjectNode> is(String field, String value) {
        return object -> object.path(field).asString("").equals(value);
    }

    /** Neither null nor zero. */
    private static Predicate<ObjectNode> has(String field) {
        return object -> !object.path(field).isNull()
                && !object.path(field).asString("0").equals("0");
    }

    private void tell(Map<Kind, List<Lane>> of, Kind kind, String type, long delay, Predicate<ObjectNode> happened) {
        of.getOrDefault(kind, List.of()).forEach(lane -> tell(lane, type, delay, happened));
    }

    private void tell(Lane lane, String type, long delay, Predicate<ObjectNode> happened) {
        int number = lanes.size();
        lanes.add(lane.children(
                1,
                delay,
                slot -> lane.exists().test(slot) && happened.test(lane.object().apply(slot)),
                slot -> event(
                        store.world().id(Kind.EVENT, slot, number),
                        type,
                        lane.created().applyAsLong(slot) + delay,
                        store.version(),
                        new Presentation(store, store.version())
                                .show(lane.object().apply(slot)))));
    }

    /** The envelope of an event. */
    static ObjectNode event(String id, String type, long created, String version, ObjectNode object) {
        ObjectNode event = Json.object()
                .put("id", id)
                .put("object", "event")
                .put("api_version", version)
                .put("created", created);
        event.putObject("data").set("object", object);
        event.put("livemode", false).put("pending_webhooks", 0);
        event.putObject("request").putNull("id").putNull("idempotency_key");
        return event.put("type", type);
    }
}
