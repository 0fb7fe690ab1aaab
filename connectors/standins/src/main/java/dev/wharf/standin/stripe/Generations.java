package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The shapes of older API versions, made of whole objects of the newest. */
final class Generations {
    /** A hidden member of charges and payment intents: the invoice that they are for, which versions before basil showed. */
    static final String INVOICE = "~invoice";

    private final Store store;

    Generations(Store store) {
        this.store = store;
    }

    void convert(ObjectNode whole, String object, String version) {
        if (Versions.isBefore(version, Versions.BASIL)) {
            switch (object) {
                case "subscription" -> subscription(whole);
                case "invoice" -> invoice(whole);
                case "line_item" -> line(whole);
                case "invoiceitem" -> whole.set("subscription", subscriptionOf(whole));
                case "charge", "payment_intent" ->
                    whole.set("invoice", whole.has(INVOICE) ? whole.get(INVOICE) : whole.nullNode());
                default -> {}
            }
        }
        if (Versions.isBefore(version, Versions.CLOVER)) {
            if (object.equals("discount") && whole.has("source")) {
                whole.set("coupon", coupon(whole.remove("source")));
            }
            if (object.equals("promotion_code")) {
                whole.set("coupon", coupon(whole.remove("promotion")));
            }
        }
        whole.remove(INVOICE);
    }

    private static void subscription(ObjectNode whole) {
        JsonNode items = whole.path("items");
        JsonNode first = items.path(0);
        if (first.isObject()) {
            whole.set("current_period_start", first.get("current_period_start"));
            whole.set("current_period_end", first.get("current_period_end"));
        }
        // Of several items, no single plan was shown.
        boolean isSingle = items.size() == 1;
        whole.set("plan", isSingle ? first.get("plan") : whole.nullNode());
        whole.set("quantity", isSingle ? first.get("quantity") : whole.nullNode());
        items.forEach(item -> ((ObjectNode) item).remove(List.of("current_period_start", "current_period_end")));
    }

    private void invoice(ObjectNode whole) {
        whole.set("subscription", subscriptionOf(whole));
        whole.remove("parent");
        whole.put("paid", text(whole, "status").equals("paid")).put("paid_out_of_band", false);
        Optional<ObjectNode> intent = payment(whole)
                .flatMap(payment -> store.find(
                        Kind.PAYMENT_INTENT,
                        payment.at("/payment/payment_intent").asString("")));
        whole.set("payment_intent", intent.map(i -> i.get("id")).orElse(whole.nullNode()));
        whole.set("charge", intent.map(i -> i.get("latest_charge")).orElse(whole.nullNode()));
        JsonNode taxes = whole.path("total_taxes");
        whole.set("total_tax_amounts", taxAmounts(taxes));
        whole.remove("total_taxes");
        if (taxes.isEmpty()) {
            whole.putNull("tax");
        } else {
            whole.put(
                    "tax",
                    taxes.valueStream()
                            .mapToLong(tax -> tax.get("amount").asLong())
                            .sum());
        }
    }

    private Optional<ObjectNode> payment(ObjectNode invoice) {
        return invoice.path("payments")
                .valueStream()
                .findFirst()
                .flatMap(id -> store.find(Kind.INVOICE_PAYMENT, id.asString()));
    }

    private static ArrayNode taxAmounts(JsonNode taxes) {
        ArrayNode amounts = Json.array();
        for (JsonNode tax : taxes) {
            ObjectNode amount = amounts.addObject()
                    .put("inclusive", text(tax, "tax_behavior").equals("inclusive"));
            amount.set("amount", tax.path("amount"));
            amount.set("tax_rate", tax.at("/tax_rate_details/tax_rate"));
            amount.set("taxability_reason", tax.path("taxability_reason"));
            amount.set("taxable_amount", tax.path("taxable_amount"));
        }
        return amounts;
    }

    private void line(ObjectNode whole) {
        JsonNode parent = whole.path("parent");
        boolean isItem = text(parent, "type").equals("subscription_item_details");
        JsonNode details = parent.path(isItem ? "subscription_item_details" : "invoice_item_details");
        whole.put("type", isItem ? "subscription" : "invoiceitem")
                .put("proration", details.path("proration").asBoolean(false));
        if (isItem) {
            whole.set("subscription_item", details.path("subscription_item"));
        } else if (details.has("invoice_item")) {
            whole.set("invoice_item", details.get("invoice_item"));
        }
        Optional<ObjectNode> price =
                store.find(Kind.PRICE, whole.at("/pricing/price_details/price").asString(""));
        whole.set("price", price.map(JsonNode.class::cast).orElse(whole.nullNode()));
        whole.set(
                "plan",
                price.filter(p -> p.path("recurring").isObject())
                        .map(p -> (JsonNode) Catalogue.plan(store.world(), p))
                        .orElse(whole.nullNode()));
        whole.set("tax_amounts", taxAmounts(whole.path("taxes")));
        whole.remove(List.of("parent", "pricing", "taxes"));
    }

    private static JsonNode subscriptionOf(ObjectNode whole) {
        JsonNode subscription = whole.at("/parent/subscription_details/subscription");
        return subscription.isMissingNode() ? whole.nullNode() : subscription;
    }

    private JsonNode coupon(JsonNode holder) {
        JsonNode id = holder.path("coupon");
        return store.find(Kind.COUPON, id.asString(""))
                .map(JsonNode.class::cast)
                .orElse(id);
    }

    private static String text(JsonNode object, String field) {
        return object.path(field).asString("");
    }
}
