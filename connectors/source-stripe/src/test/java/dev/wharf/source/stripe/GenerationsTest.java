package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class GenerationsTest {

    @Test
    void anInvoiceNamesItsSubscriptionInBoth() {
        ObjectNode old = Json.object("""
                {"object": "invoice", "subscription": "sub_1", "paid": true, "tax": 7}""");
        ObjectNode now = Json.object("""
                {"object": "invoice", "status": "paid", "total_taxes": [{"amount": 5}, {"amount": 2}],
                 "parent": {"type": "subscription_details", "subscription_details": {"subscription": "sub_1"}}}""");

        Generations.unite(old);
        Generations.unite(now);

        for (String field : List.of("subscription", "paid", "tax", "parent")) {
            assertEquals(old.path(field).toString(), now.path(field).toString(), field);
        }
    }

    @Test
    void anInvoiceWithoutASubscriptionHasNoneInBoth() {
        ObjectNode old = Json.object("{\"object\": \"invoice\", \"subscription\": null, \"paid\": false}");

        Generations.unite(old);

        assertEquals(
                Json.object("{\"object\": \"invoice\", \"subscription\": null, \"paid\": false, \"parent\": null}"),
                old);
    }

    @Test
    void aLineNamesItsPriceInBoth() {
        ObjectNode old = Json.object("""
                {"object": "line_item", "price": {"id": "price_1", "product": "prod_1", "unit_amount_decimal": "100"}}""");
        ObjectNode now = Json.object("""
                {"object": "line_item", "pricing": {"type": "price_details", "unit_amount_decimal": "100",
                  "price_details": {"price": "price_1", "product": "prod_1"}}}""");

        Generations.unite(old);
        Generations.unite(now);

        assertEquals(Rows.reference(old.path("price")), now.path("price"));
        assertEquals(old.path("pricing"), now.path("pricing"));
    }

    @Test
    void aLineOfASubscriptionTellsWhichItemItBills() {
        ObjectNode line = Json.object("""
                {"object": "line_item", "parent": {"type": "subscription_item_details",
                  "subscription_item_details": {"subscription": "sub_1", "subscription_item": "si_1", "proration": true}}}""");

        Generations.unite(line);

        assertEquals("sub_1", line.path("subscription").asString());
        assertEquals("si_1", line.path("subscription_item").asString());
        assertEquals("subscription", line.path("type").asString());
        assertEquals(true, line.path("proration").asBoolean());
    }

    @Test
    void theFirstItemGivesASubscriptionItsPeriod() {
        ObjectNode subscription = Json.object("""
                {"object": "subscription", "items": {"data": [
                  {"current_period_start": 1, "current_period_end": 2, "price": {"id": "price_1"}, "quantity": 3}]}}""");

        Generations.unite(subscription);

        assertEquals(
                List.of(1, 2, 3),
                List.of(
                        subscription.path("current_period_start").asInt(),
                        subscription.path("current_period_end").asInt(),
                        subscription.path("quantity").asInt()));
    }

    @Test
    void aDiscountNamesItsCouponInBoth() {
        ObjectNode old = Json.object("{\"object\": \"discount\", \"coupon\": {\"id\": \"SAVE\"}}");
        ObjectNode now =
                Json.object("{\"object\": \"discount\", \"source\": {\"type\": \"coupon\", \"coupon\": \"SAVE\"}}");

        Generations.unite(old);
        Generations.unite(now);

        JsonNode coupon = now.path("coupon");
        assertEquals(Rows.reference(old.path("coupon")), coupon);
        assertEquals(old.path("source"), now.path("source"));
    }
}
