package dev.wharf.standin.stripe;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** What a list leaves out, and which parameters it knows. */
final class Filters {
    private static final Set<String> STATUSES = Set.of(
            "active",
            "past_due",
            "unpaid",
            "canceled",
            "incomplete",
            "incomplete_expired",
            "trialing",
            "paused",
            "all",
            "ended");
    private static final int MOST_TYPES = 20;
    private static final Map<Kind, Set<String>> KNOWN = Map.ofEntries(
            Map.entry(Kind.APPLICATION_FEE, Set.of("charge")),
            Map.entry(Kind.BALANCE_TRANSACTION, Set.of("currency", "payout", "source", "type")),
            Map.entry(Kind.CHARGE, Set.of("customer", "payment_intent", "transfer_group")),
            Map.entry(
                    Kind.CHECKOUT_SESSION,
                    Set.of("customer", "payment_intent", "payment_link", "status", "subscription")),
            Map.entry(Kind.CREDIT_NOTE, Set.of("customer", "invoice")),
            Map.entry(Kind.CUSTOMER, Set.of("email")),
            Map.entry(Kind.DISPUTE, Set.of("charge", "payment_intent")),
            Map.entry(Kind.EARLY_FRAUD_WARNING, Set.of("charge", "payment_intent")),
            Map.entry(Kind.EVENT, Set.of("type", "types[]", "delivery_success")),
            Map.entry(Kind.FILE, Set.of("purpose")),
            Map.entry(Kind.FILE_LINK, Set.of("expired", "file")),
            Map.entry(Kind.INVOICE, Set.of("collection_method", "customer", "status", "subscription")),
            Map.entry(Kind.INVOICE_ITEM, Set.of("customer", "invoice", "pending")),
            Map.entry(Kind.INVOICE_PAYMENT, Set.of("invoice", "status")),
            Map.entry(Kind.PAYMENT_INTENT, Set.of("customer")),
            Map.entry(Kind.PAYMENT_LINK, Set.of("active")),
            Map.entry(Kind.PAYMENT_METHOD, Set.of("customer", "type")),
            Map.entry(Kind.PAYOUT, Set.of("destination", "status")),
            Map.entry(Kind.PLAN, Set.of("active", "product")),
            Map.entry(Kind.PRICE, Set.of("active", "currency", "product", "type")),
            Map.entry(Kind.PRODUCT, Set.of("active", "ids[]", "shippable")),
            Map.entry(Kind.PROMOTION_CODE, Set.of("active", "code", "customer")),
            Map.entry(Kind.QUOTE, Set.of("customer", "status")),
            Map.entry(Kind.REFUND, Set.of("charge", "payment_intent")),
            Map.entry(Kind.SETUP_ATTEMPT, Set.of("setup_intent")),
            Map.entry(Kind.SETUP_INTENT, Set.of("customer", "payment_method")),
            Map.entry(Kind.SHIPPING_RATE, Set.of("active", "currency")),
            Map.entry(Kind.SUBSCRIPTION, Set.of("collection_method", "customer", "price", "status")),
            Map.entry(Kind.SUBSCRIPTION_SCHEDULE, Set.of("customer")),
            Map.entry(Kind.TAX_RATE, Set.of("active", "inclusive")),
            Map.entry(Kind.TOPUP, Set.of("amount", "status")),
            Map.entry(Kind.TRANSFER, Set.of("destination", "transfer_group")));

    private Filters() {}

    /** @throws Refusal for a parameter or value that Stripe does not know */
    static Predicate<ObjectNode> of(Kind kind, Map<String, List<String>> parameters) {
        Predicate<ObjectNode> all = kind == Kind.SUBSCRIPTION && !parameters.containsKey("status")
                ? subscription -> !is(subscription, "status", "canceled")
                : _ -> true;
        for (Map.Entry<String, List<String>> parameter : parameters.entrySet()) {
            if (!KNOWN.getOrDefault(kind, Set.of()).contains(parameter.getKey())) {
                throw unknown(parameter.getKey());
            }
            all = all.and(filter(kind, parameter.getKey(), parameter.getValue()));
        }
        return all;
    }

    static Refusal unknown(String parameter) {
        return Refusal.of(400, "Received unknown parameter: " + parameter)
                .code("parameter_unknown")
                .param(parameter);
    }

    private static Predicate<ObjectNode> filter(Kind kind, String name, List<String> values) {
        String value = values.getLast();
        if (kind == Kind.SUBSCRIPTION && name.equals("status")) {
            return subscriptionStatus(value);
        }
        return switch (name) {
            case "type" -> kind == Kind.EVENT ? types(List.of(value)) : object -> is(object, "type", value);
            case "types[]" -> types(values);
            case "ids[]" -> object -> values.contains(object.path("id").asString(""));
            case "delivery_success" -> _ -> true;
            case "pending" -> item -> item.path("invoice").isNull() == Boolean.parseBoolean(value);
            case "subscription" ->
                object -> is(object, "subscription", value)
                        || value.equals(object.at("/parent/subscription_details/subscription")
                                .asString(""));
            case "price" ->
                subscription -> subscription
                        .path("items")
                        .valueStream()
                        .anyMatch(item -> item.at("/price/id").asString("").equals(value));
            default -> object -> is(object, name, value);
        };
    }

    private static Predicate<ObjectNode> subscriptionStatus(String status) {
        if (!STATUSES.contains(status)) {
            throw Refusal.of(
                            400,
                            "Invalid status: must be one of active, past_due, unpaid, canceled, incomplete, incomplete_expired,"
                                    + " trialing, paused, all, or ended")
                    .param("status");
        }
        return switch (status) {
            case "all" -> _ -> true;
            case "ended" -> object -> is(object, "status", "canceled") || is(object, "status", "incomplete_expired");
            default -> object -> is(object, "status", status);
        };
    }

    private static Predicate<ObjectNode> types(List<String> wanted) {
        if (wanted.size() > MOST_TYPES) {
            throw Refusal.of(400, "Array must contain at most " + MOST_TYPES + " elements.")
                    .param("types");
        }
        return event -> wanted.stream()
                .anyMatch(type -> type.endsWith("*")
                        ? event.path("type").asString("").startsWith(type.substring(0, type.length() - 1))
                        : is(event, "type", type));
    }

    private static boolean is(ObjectNode object, String field, String value) {
        return object.path(field).asString("").equals(value);
    }
}
