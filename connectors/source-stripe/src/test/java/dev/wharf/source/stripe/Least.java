package dev.wharf.source.stripe;

import dev.wharf.standin.stripe.StripeStandin;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The least calls that Stripe's API allows, counted from the stand-in's own dumps and events: a hundred objects to a page, and of what an object embeds all
 * behind the first ten.
 */
final class Least {

    private static final int PAGE = 100;
    private static final int EMBEDDED = 10;
    /** Balance transactions of fourteen days may still be pending, in seconds. */
    private static final long SETTLING = 14 * 86_400L;
    /** Events of thirty days, in seconds. */
    private static final long KEPT = 30 * 86_400L;

    /** Parts that are embedded in an object: their collection, the object's type, the column with its id, the field. */
    private record Parts(String collection, String of, String link, String field) {}

    private static final List<Parts> PARTS = List.of(
            new Parts("invoice_lines", "invoice", "invoice", "lines"),
            new Parts("subscription_items", "subscription", "subscription", "items"),
            new Parts("application_fee_refunds", "application_fee", "fee", "refunds"),
            new Parts("transfer_reversals", "transfer", "transfer", "reversals"),
            new Parts("cards", "customer", "customer", "sources"));

    /** Collections that have a list of their own. */
    private static final List<String> LISTS = StripeReadTest.COMPARED;

    /** Lists that are read again every day, for what no event tells. */
    private static final List<String> AGAIN = List.of(
            "accounts",
            "balance",
            "exchange_rates",
            "file_links",
            "files",
            "invoice_items",
            "payment_intents",
            "shipping_rates");

    private Least() {}

    /** One page at least of each list, and of the events. */
    static long first(StripeStandin stripe) {
        long lists = LISTS.stream()
                .mapToLong(collection -> Math.max(1, pages(living(stripe, collection))))
                .sum();
        long cutOff = 0;
        for (Parts parts : PARTS) {
            for (long count : countByParent(stripe, parts).values()) {
                cutOff += pages(count - EMBEDDED);
            }
        }
        long since = stripe.clock().second() - KEPT;
        long events = stripe.dump("events").stream()
                .filter(event -> event.path("created").asLong() > since)
                .count();
        return lists + cutOff + Math.max(1, pages(events));
    }

    /** Pages of events and of balance transactions since a second, and what the events cut off of each object, once. */
    static long busy(StripeStandin stripe, long since) {
        List<JsonNode> events = stripe.dump("events").stream()
                .filter(event -> event.path("created").asLong() > since)
                .toList();
        long cutOff = 0;
        for (Parts parts : PARTS) {
            Set<String> changed = new HashSet<>();
            for (JsonNode event : events) {
                JsonNode object = event.path("data").path("object");
                if (object.path("object").asString("").equals(parts.of())
                        && object.path(parts.field()).path("has_more").asBoolean(false)) {
                    changed.add(object.path("id").asString());
                }
            }
            Map<String, Long> counts = countByParent(stripe, parts);
            for (String id : changed) {
                cutOff += pages(counts.getOrDefault(id, 0L) - EMBEDDED);
            }
        }
        return pages(events.size()) + Math.max(1, pages(entries(stripe, since))) + cutOff;
    }

    /**
     * What a run takes more with {@code relist_days: 1}, a day later: what is read again, whole or in part, for what no event tells. New balance transactions are among
     * those of the last days.
     */
    static long daily(StripeStandin stripe, long since) {
        long lists = AGAIN.stream()
                .mapToLong(collection -> Math.max(1, pages(living(stripe, collection))))
                .sum();
        long window = pages(entries(stripe, stripe.clock().second() - SETTLING));
        return lists + window - Math.max(1, pages(entries(stripe, since)));
    }

    private static long entries(StripeStandin stripe, long since) {
        return stripe.dump("balance_transactions").stream()
                .filter(entry -> entry.path("created").asLong() > since)
                .count();
    }

    static long pages(long rows) {
        return Math.max(0, (rows + PAGE - 1) / PAGE);
    }

    static long living(StripeStandin stripe, String collection) {
        return stripe.dump(collection).stream()
                .filter(object -> !object.path("deleted").asBoolean(false))
                .count();
    }

    private static Map<String, Long> countByParent(StripeStandin stripe, Parts parts) {
        Map<String, Long> counts = new HashMap<>();
        for (JsonNode part : stripe.dump(parts.collection())) {
            if (!part.path("deleted").asBoolean(false)) {
                counts.merge(part.path(parts.link()).asString(""), 1L, Long::sum);
            }
        }
        return counts;
    }
}
