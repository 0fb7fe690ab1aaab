package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens to subscriptions and invoices. */
final class BillingChanges {
    private final Desk desk;
    private final World world;

    BillingChanges(Desk desk) {
        this.desk = desk;
        this.world = desk.store().world();
    }

    void register(Map<String, Runnable> changes) {
        changes.put("subscription.create", this::create);
        changes.put("subscription.update", this::update);
        changes.put("subscription.shrink", this::shrink);
        changes.put("subscription.cancel", () -> living().ifPresent(s -> cancel(desk, s)));
        changes.put("invoice.cycle", () -> living().ifPresent(this::bill));
        changes.put("invoice.draft", this::draft);
        changes.put("invoice.delete", this::deleteDraft);
        changes.put("invoice.void", this::voidInvoice);
        changes.put("invoice.upcoming", () -> living().ifPresent(this::upcoming));
        changes.put("invoice_item.update", this::updateItem);
    }

    private Optional<ObjectNode> living() {
        return desk.pick(
                Kind.SUBSCRIPTION,
                s -> Desk.text(s, "status").equals("active") && !s.path("items").isEmpty());
    }

    /** A customer who has none yet takes what another has. */
    private void create() {
        living().ifPresent(model -> desk.pick(
                        Kind.CUSTOMER, c -> c.path("subscriptions").isEmpty())
                .ifPresent(customer -> {
                    ObjectNode subscription = desk.create(Kind.SUBSCRIPTION, s -> {
                        s.put("customer", Desk.id(customer))
                                .put("currency", Desk.text(model, "currency"))
                                .put("start_date", desk.now())
                                .put("billing_cycle_anchor", desk.now());
                        ArrayNode items = s.putArray("items");
                        for (JsonNode item : model.get("items")) {
                            items.add(((ObjectNode) item.deepCopy())
                                    .put("id", world.ids().fresh("si_"))
                                    .put("created", desk.now())
                                    .put("subscription", Desk.id(s)));
                        }
                        renew(s);
                    });
                    desk.update(
                            Kind.CUSTOMER,
                            customer,
                            c -> ((ArrayNode) c.get("subscriptions")).add(Desk.id(subscription)));
                    desk.log().tell("customer.subscription.created", subscription);
                    bill(subscription);
                }));
    }

    private void renew(ObjectNode subscription) {
        subscription
                .get("items")
                .forEach(item -> ((ObjectNode) item)
                        .put("current_period_start", desk.now())
                        .put("current_period_end", desk.now() + Timeline.MONTH));
    }

    private void update() {
        living().ifPresent(subscription -> desk.update(
                Kind.SUBSCRIPTION,
                subscription,
                s -> {
                    ObjectNode item = (ObjectNode) s.get("items").get(0);
                    item.put("quantity", item.get("quantity").asInt() + 1);
                },
                "customer.subscription.updated"));
    }

    /** An item goes, and no event says so but the one of its subscription. */
    private void shrink() {
        desk.pick(
                        Kind.SUBSCRIPTION,
                        s -> Desk.text(s, "status").equals("active")
                                && s.path("items").size() > 1)
                .ifPresent(subscription -> {
                    ObjectNode item =
                            (ObjectNode) subscription.get("items").get(0).deepCopy();
                    desk.update(
                            Kind.SUBSCRIPTION,
                            subscription,
                            s -> ((ArrayNode) s.get("items")).remove(0),
                            "customer.subscription.updated");
                    desk.store().bury("subscription_items", item);
                });
    }

    static void cancel(Desk desk, ObjectNode subscription) {
        desk.update(Kind.SUBSCRIPTION, subscription, s -> {
            s.put("status", "canceled").put("canceled_at", desk.now()).put("ended_at", desk.now());
            s.putObject("cancellation_details")
                    .putNull("comment")
                    .putNull("feedback")
                    .put("reason", "cancellation_requested");
        });
        desk.log().tell("customer.subscription.deleted", subscription);
    }

    /** A month of a subscription: its invoice is made, finalised and paid, each step with its events, all in one second. */
    private void bill(ObjectNode subscription) {
        ObjectNode invoice = desk.create(Kind.INVOICE, i -> {
            i.put("customer", Desk.text(subscription, "customer"))
                    .put("currency", Desk.text(subscription, "currency"))
                    .put("billing_reason", "subscription_cycle")
                    .put("period_start", desk.now() - Timeline.MONTH)
                    .put("period_end", desk.now());
            ObjectNode details = Json.object().put("subscription", Desk.id(subscription));
            details.set("metadata", Json.object());
            i.set(
                    "parent",
                    Json.object()
                            .putNull("quote_details")
                            .put("type", "subscription_details")
                            .set("subscription_details", details));
            i.putArray("payments");
            i.set("lines", lines(subscription, Desk.id(i)));
            total(i);
        });
        desk.log().tell("invoice.created", invoice);
        finalise(invoice);
        pay(invoice);
        desk.update(
                Kind.SUBSCRIPTION,
                subscription,
                s -> {
                    renew(s);
                    s.put("latest_invoice", Desk.id(invoice));
                },
                "customer.subscription.updated");
    }

    private ArrayNode lines(ObjectNode subscription, String invoice) {
        ArrayNode lines = Json.array();
        for (JsonNode item : subscription.get("items")) {
            long amount = item.at("/price/unit_amount").asLong(0)
                    * item.path("quantity").asLong(1);
            ObjectNode line = world.blank("line_item")
                    .put("id", world.ids().fresh("il_"))
                    .put("amount", amount)
                    .put("subtotal", amount)
                    .put("currency", Desk.text(subscription, "currency"))
                    .put("description", "A month more")
                    .put("invoice", invoice)
                    .put("quantity", item.path("quantity").asLong(1))
                    .put("subscription", Desk.id(subscription));
            ((ObjectNode) line.get("period")).put("start", desk.now()).put("end", desk.now() + Timeline.MONTH);
            ObjectNode details = Json.object()
                    .putNull("invoice_item")
                    .put("proration", false)
                    .put("subscription", Desk.id(subscription))
                    .put("subscription_item", item.path("id").asString(""));
            line.set(
                    "parent",
                    Json.object()
                            .putNull("invoice_item_details")
                            .put("type", "subscription_item_details")
                            .set("subscription_item_details", details));
            lines.add(line);
        }
        return lines;
    }

    private static void total(ObjectNode invoice) {
        long sum = 0;
        for (JsonNode line : invoice.get("lines")) {
            sum += line.get("amount").asLong();
        }
        invoice.put("subtotal", sum)
                .put("subtotal_excluding_tax", sum)
                .put("total", sum)
                .put("total_excluding_tax", sum)
                .put("amount_due", sum)
                .put("amount_remaining", sum);
    }

    private void finalise(ObjectNode invoice) {
        desk.update(
                Kind.INVOICE,
                invoice,
                i -> {
                    i.put("status", "open").put("number", "NEW-" + Desk.id(i)).put("effective_at", desk.now());
                    ((ObjectNode) i.get("status_transitions")).put("finalized_at", desk.now());
                },
                "invoice.finalized",
                "invoice.updated");
    }

    private void pay(ObjectNode invoice) {
        long amount = invoice.get("amount_due").asLong();
        ObjectNode intent = PaymentChanges.pay(
                desk,
                Desk.text(invoice, "customer"),
                amount,
                Desk.text(invoice, "currency"),
                p -> p.put(Generations.INVOICE, Desk.id(invoice)));
        ObjectNode payment = desk.create(Kind.INVOICE_PAYMENT, p -> {
            p.put("amount_paid", amount)
                    .put("amount_requested", amount)
                    .put("currency", Desk.text(invoice, "currency"))
                    .put("invoice", Desk.id(invoice))
                    .put("is_default", true)
                    .put("status", "paid");
            p.set(
                    "payment",
                    Json.object().put("payment_intent", Desk.id(intent)).put("type", "payment_intent"));
            ((ObjectNode) p.get("status_transitions")).put("paid_at", desk.now());
        });
        desk.update(
                Kind.INVOICE,
                invoice,
                i -> {
                    i.put("status", "paid")
                            .put("amount_paid", amount)
                            .put("amount_remaining", 0)
                            .put("attempted", true)
                            .put("attempt_count", 1);
                    ((ObjectNode) i.get("status_transitions")).put("paid_at", desk.now());
                    i.putArray("payments").add(Desk.id(payment));
                },
                "invoice.updated",
                "invoice.paid",
                "invoice.payment_succeeded");
        desk.log().tell("invoice_payment.paid", payment);
    }

    private void draft() {
        desk.pick(Kind.CUSTOMER, _ -> true).ifPresent(customer -> {
            ObjectNode invoice = desk.create(Kind.INVOICE, i -> {
                i.put("customer", Desk.id(customer)).put("currency", "usd").put("billing_reason", "manual");
                i.putArray("lines");
                i.putArray("payments");
            });
            ObjectNode item = desk.create(
                    Kind.INVOICE_ITEM,
                    i -> i.put("customer", Desk.id(customer))
                            .put("amount", 700)
                            .put("currency", "usd")
                            .put("description", "By hand")
                            .put("invoice", Desk.id(invoice))
                            .put("quantity", 1));
            desk.log().tell("invoice.created", invoice);
            desk.log().tell("invoiceitem.created", item);
            desk.update(
                    Kind.INVOICE,
                    invoice,
                    i -> {
                        ((ArrayNode) i.get("lines"))
                                .add(world.blank("line_item")
                                        .put("id", world.ids().fresh("il_"))
                                        .put("amount", 700)
                                        .put("subtotal", 700)
                                        .put("currency", "usd")
                                        .put("description", "By hand")
                                        .put("invoice", Desk.id(i))
                                        .put("quantity", 1));
                        total(i);
                    },
                    "invoice.updated");
        });
    }

    private void deleteDraft() {
        desk.pick(Kind.INVOICE, Desk.is("status", "draft")).ifPresent(invoice -> {
            desk.pick(Kind.INVOICE_ITEM, Desk.is("invoice", Desk.id(invoice)))
                    .ifPresent(item -> desk.delete(Kind.INVOICE_ITEM, item, "invoiceitem.deleted"));
            desk.delete(Kind.INVOICE, invoice, "invoice.deleted");
        });
    }

    private void voidInvoice() {
        desk.pick(Kind.INVOICE, Desk.is("status", "open"))
                .ifPresent(invoice -> desk.update(
                        Kind.INVOICE,
                        invoice,
                        i -> {
                            i.put("status", "void");
                            ((ObjectNode) i.get("status_transitions")).put("voided_at", desk.now());
                        },
                        "invoice.updated",
                        "invoice.voided"));
    }

    /** An invoice that does not exist yet, and so has no id. */
    private void upcoming(ObjectNode subscription) {
        ObjectNode invoice = world.blank("invoice")
                .put("customer", Desk.text(subscription, "customer"))
                .put("billing_reason", "upcoming");
        invoice.remove("id");
        desk.log().write("invoice.upcoming", invoice, Optional.empty());
    }

    /** No event tells of it: Stripe has no invoiceitem.updated. */
    private void updateItem() {
        desk.pick(Kind.INVOICE_ITEM, _ -> true)
                .ifPresent(item ->
                        desk.update(Kind.INVOICE_ITEM, item, i -> i.put("description", "Changed at " + desk.now())));
    }
}
