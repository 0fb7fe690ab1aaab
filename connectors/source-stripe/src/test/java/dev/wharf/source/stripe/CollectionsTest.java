package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Stream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class CollectionsTest {

    /** What Segment's users have today; none of them may miss a table. */
    private static final List<String> SEGMENTS = List.of(
            "accounts",
            "application_fee_refunds",
            "application_fees",
            "balance_transaction_fee_details",
            "balance_transactions",
            "bank_accounts",
            "cards",
            "charges",
            "coupons",
            "customers",
            "discounts",
            "disputes",
            "invoice_items",
            "invoice_lines",
            "invoices",
            "order_shipping_methods",
            "payment_intents",
            "payment_methods",
            "plans",
            "products",
            "refunds",
            "skus",
            "subscription_items",
            "subscriptions",
            "tax_rates",
            "transfer_reversals",
            "transfers");

    @Test
    void everyCollectionOfSegmentsIsOffered() {
        Set<String> missing = new HashSet<>(SEGMENTS);
        Collections.all().forEach(collection -> missing.remove(collection.name()));

        assertEquals(Set.of(), missing);
    }

    @Test
    void namesAreInOrderAndDifferent() {
        List<String> names = Collections.all().stream().map(Collection::name).toList();

        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test
    void everyCollectionHasTypedFieldsAndItsKeyAndCursorAreAmongThem() {
        List<String> bare = new ArrayList<>();
        for (Collection collection : Collections.all()) {
            Set<String> names = new HashSet<>();
            Fields.schema(collection).path("properties").propertyNames().forEach(names::add);
            if (Fields.of(collection).isEmpty()
                    || !names.containsAll(collection.key())
                    || !names.contains(Fields.UPDATED)) {
                bare.add(collection.name());
            }
        }

        assertEquals(List.of(), bare);
    }

    @Test
    void whatIsRetiredIsOfferedToBeReadAtNoPriceAndSaysWhyItIsEmpty() {
        for (String name : List.of("order_shipping_methods", "skus")) {
            Stream offered = Offers.of(List.of(Collections.named(name).orElseThrow()), Map.of())
                    .streams()
                    .getFirst();
            JsonNode wharf = offered.wharf().orElseThrow();

            assertEquals("{\"granted\":true}", wharf.path("access").toString());
            assertEquals(
                    "{\"first\":0,\"quiet\":0,\"busy\":0,\"rows_per_call\":100}",
                    wharf.path("price").toString());
            assertEquals(
                    "Stripe retired its Orders and SKU API; the collection stays empty",
                    offered.jsonSchema().path("description").asString());
        }
    }

    @Test
    void whatTakesACallForEachObjectIsKnownAsSuch() {
        List<String> names = Collections.all().stream()
                .filter(Collection::fansOut)
                .map(Collection::name)
                .toList();

        assertEquals(
                List.of("customer_balance_transactions", "payout_balance_transactions", "persons", "setup_attempts"),
                names);
    }

    @Test
    void everyCollectionNamesTheRightThatItNeeds() {
        assertTrue(Collections.all().stream()
                .filter(collection -> collection.retired().isEmpty())
                .allMatch(collection -> collection.right().startsWith("rak_")));
    }

    @Test
    void timesAreDeclaredAsTheIntegersThatStripeSends() {
        for (Collection collection : Collections.all()) {
            String schema = Fields.schema(collection).toString();
            assertFalse(schema.contains("date-time"), collection.name());
        }
        assertTrue(Fields.schema(Collections.named("charges").orElseThrow())
                .path("properties")
                .path("created")
                .toString()
                .contains("integer"));
    }
}
