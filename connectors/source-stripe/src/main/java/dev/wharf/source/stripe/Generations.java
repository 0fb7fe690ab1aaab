package dev.wharf.source.stripe;

import dev.wharf.protocol.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings both generations of Stripe's API into the same columns. An event has the shape that was in force in the account when it happened, whatever version we
 * ask for: what a version of 2025-03-31 (basil) or later has moved is copied to where the older ones have it, and the other way round where a column would
 * otherwise change between null and a value. Stateless; any thread.
 */
final class Generations {

    private Generations() {}

    /** Adds what the other generation has, in place. */
    static void unite(ObjectNode object) {
        switch (object.path("object").asString("")) {
            case "invoice" -> invoice(object);
            case "line_item" -> line(object);
            case "invoiceitem" -> invoiceItem(object);
            case "subscription" -> subscription(object);
            case "discount", "promotion_code" -> coupon(object);
            default -> {}
        }
    }

    private static void invoice(ObjectNode invoice) {
        ownParent(invoice, "subscription_details", invoice.path("subscription"), "subscription");
        fill(
                invoice,
                "subscription",
                invoice.path("parent").path("subscription_details").path("subscription"));
        if (!invoice.has("paid")) {
            invoice.put("paid", invoice.path("status").asString("").equals("paid"));
        }
        if (!invoice.has("tax") && invoice.path("total_taxes").isArray()) {
            invoice.put(
                    "tax",
                    invoice.path("total_taxes")
                            .valueStream()
                            .mapToLong(tax -> tax.path("amount").asLong(0))
                            .sum());
        }
    }

    private static void line(ObjectNode line) {
        priced(line);
        JsonNode parent = line.path("parent");
        JsonNode details = parent.path(parent.path("type").asString(""));
        fill(line, "invoice_item", details.path("invoice_item"));
        fill(line, "subscription", details.path("subscription"));
        fill(line, "subscription_item", details.path("subscription_item"));
        fill(line, "proration", details.path("proration"));
        if (!line.has("type") && parent.isObject()) {
            line.put(
                    "type",
                    parent.path("type").asString("").startsWith("subscription") ? "subscription" : "invoiceitem");
        }
    }

    private static void invoiceItem(ObjectNode item) {
        priced(item);
        ownParent(item, "subscription_details", item.path("subscription"), "subscription");
        JsonNode details = item.path("parent").path("subscription_details");
        fill(item, "subscription", details.path("subscription"));
        fill(item, "subscription_item", details.path("subscription_item"));
    }

    /** A price that recurs is a plan of the same id. */
    private static void priced(ObjectNode object) {
        JsonNode price = object.path("price");
        if (!object.has("pricing") && price.isObject()) {
            ObjectNode pricing = object.putObject("pricing").put("type", "price_details");
            ObjectNode details = pricing.putObject("price_details");
            details.set("price", price.path("id"));
            details.set("product", price.path("product"));
            pricing.set("unit_amount_decimal", price.path("unit_amount_decimal"));
        }
        JsonNode priced = object.path("pricing").path("price_details");
        fill(object, "price", priced.path("price"));
        if (object.path("parent").path("type").asString("").startsWith("subscription")) {
            fill(object, "plan", priced.path("price"));
        }
    }

    private static void subscription(ObjectNode subscription) {
        JsonNode items = subscription.path("items").path("data");
        JsonNode first = items.path(0);
        fill(subscription, "current_period_start", first.path("current_period_start"));
        fill(subscription, "current_period_end", first.path("current_period_end"));
        fill(subscription, "plan", first.path("plan").path("id"));
        fill(subscription, "price", first.path("price").path("id"));
        if (items.size() == 1) {
            fill(subscription, "quantity", first.path("quantity"));
        }
        JsonNode only = subscription.path("discount").path("id");
        if (!subscription.has("discounts") && subscription.has("discount")) {
            subscription.putArray("discounts");
            if (only.isString()) {
                subscription.withArray("discounts").add(only);
            }
        }
    }

    private static void coupon(ObjectNode object) {
        fill(object, "coupon", object.path("source").path("coupon"));
        fill(object, "coupon", object.path("promotion").path("coupon"));
        String type = object.path("object").asString("");
        if (type.equals("discount") && !object.has("source") && object.has("coupon")) {
            object.putObject("source").put("type", "coupon").set("coupon", Rows.reference(object.path("coupon")));
        }
        if (type.equals("promotion_code") && !object.has("promotion") && object.has("coupon")) {
            object.putObject("promotion").put("type", "coupon").set("coupon", Rows.reference(object.path("coupon")));
        }
    }

    /** Makes of the old field what the newer versions have under {@code parent}. */
    private static void ownParent(ObjectNode object, String type, JsonNode value, String field) {
        if (object.has("parent")) {
            return;
        }
        if (!value.isString() && !value.isObject()) {
            object.putNull("parent");
            return;
        }
        ObjectNode details = Json.object();
        details.set(field, Rows.reference(value));
        ObjectNode parent = object.putObject("parent").put("type", type);
        parent.set(type, details);
    }

    private static void fill(ObjectNode object, String field, JsonNode value) {
        if (!object.has(field) && !value.isMissingNode()) {
            object.set(field, value.deepCopy());
        }
    }
}
