package dev.wharf.source.stripe;

import dev.wharf.standin.stripe.StripeStandin;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Compares a table with what the stand-in says the truth is. */
final class Truth {

    /** Columns that a row has although the object in this version of the API has no such field. */
    private static final Set<String> ADDED = Set.of(
            "is_deleted",
            "_updated",
            "coupon",
            "current_period_end",
            "current_period_start",
            "invoice_item",
            "paid",
            "parent",
            "plan",
            "price",
            "proration",
            "quantity",
            "subscription",
            "subscription_item",
            "tax",
            "tiers",
            "type",
            "checkout_session",
            "credit_note",
            "account",
            "customer",
            "invoice");

    private Truth() {}

    /** @return the first of what the tables and the truth differ in, a line each; empty when they are equal */
    static List<String> differences(StripeStandin stripe, Warehouse warehouse, List<String> collections) {
        return collections.stream()
                .flatMap(collection -> differences(stripe, warehouse, collection).stream())
                .limit(20)
                .toList();
    }

    /** As {@link #differences(StripeStandin, Warehouse, List)}, of what is not deleted. */
    static List<String> differencesOfTheLiving(StripeStandin stripe, Warehouse warehouse, List<String> collections) {
        return collections.stream()
                .flatMap(collection -> stripe.dump(collection).stream()
                        .filter(truth -> !truth.path("deleted").asBoolean(false))
                        .flatMap(truth -> difference(warehouse, collection, truth).stream()))
                .limit(20)
                .toList();
    }

    private static List<String> difference(Warehouse warehouse, String collection, JsonNode truth) {
        String id = Warehouse.key(collection, truth);
        List<String> differences = new ArrayList<>();
        ObjectNode row = warehouse.table(collection).get(id);
        if (row == null) {
            differences.add(collection + " lacks " + id);
        } else {
            compare(collection + " " + id, (ObjectNode) truth.deepCopy(), row, differences);
        }
        return differences;
    }

    private static List<String> differences(StripeStandin stripe, Warehouse warehouse, String collection) {
        Map<String, ObjectNode> table = warehouse.table(collection);
        Set<String> left = new HashSet<>(table.keySet());
        List<String> differences = new ArrayList<>();
        for (JsonNode truth : stripe.dump(collection)) {
            String id = Warehouse.key(collection, truth);
            left.remove(id);
            // Nobody tells what was there and gone between two runs, or before the first.
            if (table.containsKey(id) || !truth.path("deleted").asBoolean(false)) {
                differences.addAll(difference(warehouse, collection, truth));
            }
        }
        left.forEach(id -> differences.add(collection + " has " + id + ", which is not there"));
        return differences;
    }

    private static void compare(String what, ObjectNode truth, ObjectNode row, List<String> differences) {
        boolean deleted = truth.path("deleted").asBoolean(false);
        if (deleted != row.path("is_deleted").asBoolean()) {
            differences.add(what + " is_deleted: expected " + deleted);
        }
        Confidential.strip(truth);
        truth.remove("deleted");
        unsettle(truth);
        ObjectNode seen = row.deepCopy();
        unsettle(seen);
        for (Map.Entry<String, JsonNode> field : truth.properties()) {
            JsonNode found = seen.path(field.getKey());
            if (!isList(field.getValue()) && !same(field.getValue(), found)) {
                differences.add(what + "." + field.getKey() + ": expected " + field.getValue() + ", found " + found);
            }
        }
        for (String name : row.propertyNames()) {
            if (!truth.has(name) && !ADDED.contains(name)) {
                differences.add(what + "." + name + ": not in the truth");
            }
        }
    }

    /** A dispute embeds its balance transactions, and no event tells that they settle: those of their own collection do. */
    private static void unsettle(ObjectNode dispute) {
        dispute.path("balance_transactions").forEach(entry -> ((ObjectNode) entry).remove("status"));
    }

    /** A reference may be the object that it names. */
    private static boolean same(JsonNode truth, JsonNode found) {
        if (truth.isArray() && found.isArray() && truth.size() == found.size()) {
            for (int i = 0; i < truth.size(); i++) {
                if (!same(truth.path(i), found.path(i))) {
                    return false;
                }
            }
            return true;
        }
        return truth.toString().equals(found.toString())
                || (found.isString() && truth.path("id").equals(found));
    }

    private static boolean isList(JsonNode value) {
        return value.path("object").asString("").equals("list");
    }
}
