package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a billing becomes: an invoice with its lines and the invoice items that went into it. A billing's number is its invoice's slot. */
final class Invoices {
    static final int ITEMS = 128;
    /** Numbers of line ids: those of invoice items come after those of subscription items. */
    private static final int LINES = 256;

    private static final int AFTER_SUBSCRIPTION_ITEMS = 32;
    private static final long HOUR = 3600;
    static final long TO_CREDIT_NOTE = 6 * Timeline.DAY;

    private final World world;
    private final Catalogue catalogue;
    private final People people;
    private final Billing billing;
    private final Lane invoices;

    Invoices(World world, Catalogue catalogue, People people, Billing billing) {
        this.world = world;
        this.catalogue = catalogue;
        this.people = people;
        this.billing = billing;
        this.invoices =
                new Lane(world.timeline().billings(), world.timeline()::billed, billing::isBilled, this::invoice);
    }

    /** The total of an invoice and what it is made of, all in the minor unit. */
    record Sum(long subtotal, long discount, long tax) {
        static final Sum ZERO = new Sum(0, 0, 0);

        long total() {
            return subtotal - discount + tax;
        }

        Sum plus(Sum other) {
            return new Sum(subtotal + other.subtotal, discount + other.discount, tax + other.tax);
        }
    }

    Lane lane() {
        return invoices;
    }

    List<Lane> items() {
        return List.of(invoices.children(ITEMS, -HOUR, this::hasItem, this::invoiceItem));
    }

    long customer(long slot) {
        return Billing.customer(world.timeline().subscription(slot));
    }

    String status(long slot) {
        if (world.timeline().billed(slot) > world.timeline().epoch() - HOUR) {
            return "draft";
        }
        int luck = world.dice().below("invoice.status", slot, 100);
        boolean isRecent = world.timeline().billed(slot) > world.timeline().epoch() - 2 * Timeline.MONTH;
        return luck < 93 ? "paid" : luck < 95 ? "uncollectible" : luck < 96 ? "void" : isRecent ? "open" : "paid";
    }

    Sum sum(long slot) {
        long subscription = world.timeline().subscription(slot);
        Sum sum = Sum.ZERO;
        for (int i = 0; i < billing.items(subscription); i++) {
            sum = sum.plus(taxed(slot, itemAmount(subscription, i)));
        }
        for (int i = 0; i < itemCount(slot); i++) {
            sum = sum.plus(taxed(slot, invoiceItemAmount(slot * ITEMS + i)));
        }
        return sum;
    }

    /** Most have none. Some of those that have any have more than fit into a page. */
    private int itemCount(long slot) {
        int luck = world.dice().below("invoice.items", slot, 1000);
        return luck < 880 ? 0 : luck < 990 ? 1 + luck % 3 : luck < 998 ? 12 : 120;
    }

    private boolean hasItem(long slot) {
        return billing.isBilled(slot / ITEMS) && slot % ITEMS < itemCount(slot / ITEMS);
    }

    private long itemAmount(long subscription, int item) {
        return catalogue.unitAmount(billing.price(subscription, item)) * billing.quantity(subscription, item);
    }

    /** One in ten is a credit, never larger than what the first subscription item costs. */
    private long invoiceItemAmount(long slot) {
        int luck = world.dice().below("invoice_item.amount", slot, 400);
        return luck % 10 == 9 ? -(luck % 4) : 50 + luck;
    }

    private Sum taxed(long slot, long amount) {
        long discount =
                Math.floorDiv(amount * billing.percentOff(world.timeline().subscription(slot)), 100);
        int tax = Catalogue.taxOf(people.country(customer(slot)));
        return new Sum(
                amount, discount, tax < 0 ? 0 : Math.round((amount - discount) * Catalogue.percentage(tax) / 100));
    }

    private ObjectNode invoice(long slot) {
        long subscription = world.timeline().subscription(slot);
        long customer = customer(slot);
        long billed = world.timeline().billed(slot);
        String id = world.id(Kind.INVOICE, slot);
        String status = status(slot);
        Sum sum = sum(slot);
        ObjectNode invoice = world.blank(Kind.INVOICE, id, billed)
                .put("account_country", "US")
                .put("account_name", "Wharf Test Harbour")
                .put("attempt_count", status.equals("draft") || status.equals("void") ? 0 : 1)
                .put("attempted", !status.equals("draft") && !status.equals("void"))
                .put("auto_advance", status.equals("draft") || status.equals("open"))
                .put("billing_reason", "subscription_cycle")
                .put("currency", people.currency(customer))
                .put("customer", world.id(Kind.CUSTOMER, customer))
                .put("customer_email", people.email(customer))
                .put("customer_name", people.name(customer))
                .put("customer_tax_exempt", "none")
                .put("period_start", billed - Timeline.MONTH)
                .put("period_end", billed)
                .put("starting_balance", 0)
                .put("ending_balance", status.equals("draft") ? null : 0)
                .put("status", status);
        number(invoice, slot, status);
        amounts(invoice, slot, sum, status);
        invoice.set("parent", parent(subscription));
        transitions(invoice, status, billed + HOUR);
        ArrayNode discounts = invoice.putArray("discounts");
        if (billing.hasDiscount(subscription)) {
            discounts.add(billing.discount(subscription, discountId(slot), id));
        }
        invoice.set("lines", lines(slot, id));
        invoice.set(
                "payments", hasPayment(slot) ? Json.array().add(world.id(Kind.INVOICE_PAYMENT, slot)) : Json.array());
        return invoice;
    }

    /** Whether there was an attempt to collect it. */
    boolean hasPayment(long slot) {
        return billing.isBilled(slot)
                && switch (status(slot)) {
                    case "paid", "open", "uncollectible" -> true;
                    default -> false;
                };
    }

    boolean hasCreditNote(long slot) {
        return world.dice().chance("credit_note", slot, 0.015)
                && billing.isBilled(slot)
                && status(slot).equals("paid");
    }

    long creditNoteAmount(long slot) {
        return sum(slot).total() / 4;
    }

    private void number(ObjectNode invoice, long slot, String status) {
        if (!status.equals("draft")) {
            long subscription = world.timeline().subscription(slot);
            int count = world.timeline().month(slot) - world.timeline().firstMonth(subscription) + 1;
            String prefix = Long.toString(0x100000 + customer(slot), 36).toUpperCase(Locale.ROOT);
            invoice.put("number", prefix + "-" + subscription % 2 + String.format(Locale.ROOT, "%03d", count))
                    .put("effective_at", world.timeline().billed(slot) + HOUR)
                    .put(
                            "hosted_invoice_url",
                            "https://invoice.stripe.com/i/" + invoice.get("id").asString())
                    .put(
                            "invoice_pdf",
                            "https://pay.stripe.com/invoice/"
                                    + invoice.get("id").asString() + "/pdf");
        }
    }

    private void amounts(ObjectNode invoice, long slot, Sum sum, String status) {
        long paid = status.equals("paid") ? sum.total() : 0;
        invoice.put("subtotal", sum.subtotal())
                .put("subtotal_excluding_tax", sum.subtotal())
                .put("total", sum.total())
                .put("total_excluding_tax", sum.subtotal() - sum.discount())
                .put("amount_due", sum.total())
                .put("amount_paid", paid)
                .put("amount_remaining", sum.total() - paid);
        if (hasCreditNote(slot)
                && world.timeline().billed(slot) + TO_CREDIT_NOTE
                        <= world.timeline().epoch()) {
            invoice.put("post_payment_credit_notes_amount", creditNoteAmount(slot));
        }
        ArrayNode discounts = invoice.putArray("total_discount_amounts");
        if (sum.discount() != 0) {
            discounts.addObject().put("amount", sum.discount()).put("discount", discountId(slot));
        }
        invoice.set("total_taxes", taxes(slot, sum));
    }

    private ArrayNode taxes(long slot, Sum sum) {
        ArrayNode taxes = Json.array();
        int tax = Catalogue.taxOf(people.country(customer(slot)));
        if (tax >= 0) {
            taxes.addObject()
                    .put("amount", sum.tax())
                    .put("tax_behavior", "exclusive")
                    .put("taxability_reason", "standard_rated")
                    .put("taxable_amount", sum.subtotal() - sum.discount())
                    .put("type", "tax_rate_details")
                    .set("tax_rate_details", Json.object().put("tax_rate", world.id(Kind.TAX_RATE, tax)));
        }
        return taxes;
    }

    private ObjectNode parent(long subscription) {
        ObjectNode details = Json.object().put("subscription", world.id(Kind.SUBSCRIPTION, subscription));
        details.set("metadata", Json.object());
        ObjectNode parent = Json.object().putNull("quote_details").put("type", "subscription_details");
        parent.set("subscription_details", details);
        return parent;
    }

    private static void transitions(ObjectNode invoice, String status, long at) {
        ObjectNode transitions = (ObjectNode) invoice.get("status_transitions");
        if (!status.equals("draft")) {
            transitions.put("finalized_at", at);
        }
        switch (status) {
            case "paid" -> transitions.put("paid_at", at);
            case "void" -> transitions.put("voided_at", at);
            case "uncollectible" -> transitions.put("marked_uncollectible_at", at);
            default -> {}
        }
    }

    private String discountId(long slot) {
        return world.ids().of("di_", slot << 2 | 2);
    }

    private ArrayNode lines(long slot, String invoice) {
        long subscription = world.timeline().subscription(slot);
        ArrayNode lines = Json.array();
        for (int i = itemCount(slot) - 1; i >= 0; i--) {
            ObjectNode line = line(slot, AFTER_SUBSCRIPTION_ITEMS + i, invoice, invoiceItemAmount(slot * ITEMS + i));
            line.put("description", "Usage").put("quantity", 1);
            line.set(
                    "parent",
                    lineParent("invoice_item_details")
                            .set(
                                    "invoice_item_details",
                                    proration()
                                            .put("invoice_item", world.id(Kind.INVOICE_ITEM, slot * ITEMS + i))
                                            .put("subscription", world.id(Kind.SUBSCRIPTION, subscription))));
            lines.add(line);
        }
        for (int i = billing.items(subscription) - 1; i >= 0; i--) {
            ObjectNode line = line(slot, i, invoice, itemAmount(subscription, i));
            long price = billing.price(subscription, i);
            line.put("description", billing.quantity(subscription, i) + " × subscription")
                    .put("quantity", billing.quantity(subscription, i));
            line.set("pricing", pricing(price));
            line.set(
                    "parent",
                    lineParent("subscription_item_details")
                            .set(
                                    "subscription_item_details",
                                    proration()
                                            .putNull("invoice_item")
                                            .put("subscription", world.id(Kind.SUBSCRIPTION, subscription))
                                            .put("subscription_item", billing.itemId(subscription, i))));
            lines.add(line);
        }
        return lines;
    }

    private ObjectNode line(long slot, int number, String invoice, long amount) {
        Sum sum = taxed(slot, amount);
        long billed = world.timeline().billed(slot);
        ObjectNode line = world.blank("line_item")
                .put("id", world.ids().of("il_", slot * LINES + number))
                .put("amount", amount)
                .put("subtotal", amount)
                .put("currency", people.currency(customer(slot)))
                .put("invoice", invoice)
                .put(
                        "subscription",
                        world.id(Kind.SUBSCRIPTION, world.timeline().subscription(slot)));
        ((ObjectNode) line.get("period")).put("start", billed).put("end", billed + Timeline.MONTH);
        if (sum.discount() != 0) {
            line.putArray("discount_amounts")
                    .addObject()
                    .put("amount", sum.discount())
                    .put("discount", discountId(slot));
        }
        line.set("taxes", taxes(slot, sum));
        return line;
    }

    private ObjectNode pricing(long price) {
        ObjectNode details = Json.object()
                .put("price", world.id(Kind.PRICE, price))
                .put("product", catalogue.price(price).get("product").asString());
        ObjectNode pricing = Json.object()
                .put("type", "price_details")
                .put("unit_amount_decimal", String.valueOf(catalogue.unitAmount(price)));
        pricing.set("price_details", details);
        return pricing;
    }

    private static ObjectNode lineParent(String type) {
        return Json.object()
                .putNull("invoice_item_details")
                .putNull("subscription_item_details")
                .put("type", type);
    }

    private static ObjectNode proration() {
        ObjectNode proration = Json.object().put("proration", false);
        proration.set("proration_details", Json.object().putNull("credited_items"));
        return proration;
    }

    private ObjectNode invoiceItem(long slot) {
        long invoice = slot / ITEMS;
        long billed = world.timeline().billed(invoice);
        long subscription = world.timeline().subscription(invoice);
        ObjectNode item = world.blank(Kind.INVOICE_ITEM, world.id(Kind.INVOICE_ITEM, slot), billed - HOUR)
                .put("amount", invoiceItemAmount(slot))
                .put("currency", people.currency(customer(invoice)))
                .put("customer", world.id(Kind.CUSTOMER, customer(invoice)))
                .put("description", "Usage")
                .put("invoice", world.id(Kind.INVOICE, invoice))
                .put("quantity", 1)
                .put("quantity_decimal", "1");
        ((ObjectNode) item.get("period")).put("start", billed - Timeline.MONTH).put("end", billed);
        ObjectNode details = Json.object()
                .put("subscription", world.id(Kind.SUBSCRIPTION, subscription))
                .putNull("subscription_item");
        item.set("parent", Json.object().put("type", "subscription_details").set("subscription_details", details));
        return item;
    }
}
