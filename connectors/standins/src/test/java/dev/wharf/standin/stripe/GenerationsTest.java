package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.standin.Json;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class GenerationsTest {
    private static final StripeOptions OPTIONS =
            StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z"));

    @Test
    void beforeBasilAnInvoiceNamesItsSubscriptionChargeAndTax() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client now = Client.of(stripe);
                Client then =
                        now.with("Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Version", "2022-11-15")) {
            for (JsonNode invoice : now.all("/v1/invoices?status=paid").subList(0, 50)) {
                String id = invoice.get("id").asString();
                JsonNode old =
                        then.get("/v1/invoices/" + id + "?expand[]=charge").json();
                assertEquals(invoice.at("/parent/subscription_details/subscription"), old.get("subscription"));
                assertEquals(id, old.at("/charge/invoice").asString());
                assertEquals(old.get("total"), old.at("/charge/amount"));
                assertEquals(
                        invoice.at("/total_taxes/0/amount").asLong(0),
                        old.get("tax").asLong(0));
                assertFalse(old.has("parent"));
                assertFalse(invoice.has("charge"));
                assertTrue(old.get("paid").asBoolean());
                assertEquals(
                        "price",
                        then.all("/v1/invoices/" + id + "/lines")
                                .getLast()
                                .at("/price/object")
                                .asString());
            }
        }
    }

    @Test
    void beforeBasilPeriodsAreOfTheSubscriptionAndAfterItOfItsItems() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client now = Client.of(stripe);
                Client then =
                        now.with("Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Version", "2022-11-15")) {
            JsonNode subscription = now.get("/v1/subscriptions?limit=1").json().at("/data/0");
            JsonNode old = then.get(
                            "/v1/subscriptions/" + subscription.get("id").asString())
                    .json();
            assertEquals(subscription.at("/items/data/0/current_period_end"), old.get("current_period_end"));
            assertFalse(old.at("/items/data/0").has("current_period_end"));
            assertFalse(subscription.has("current_period_end"));
        }
    }

    @Test
    void chargesOfOldVersionsCarryTheirRefundsUnasked() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client now = Client.of(stripe);
                Client then =
                        now.with("Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Version", "2020-08-27")) {
            assertTrue(then.get("/v1/charges?limit=1")
                    .json()
                    .at("/data/0/refunds/data")
                    .isArray());
            assertFalse(now.get("/v1/charges?limit=1").json().at("/data/0").has("refunds"));
        }
    }

    @Test
    void eventsStayInTheVersionOfTheAccount() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS.withVersion("2022-11-15"));
                Client client = Client.of(stripe);
                Client newest = client.with(
                        "Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Version", StripeOptions.NEWEST)) {
            stripe.advance(
                    Duration.ofHours(1),
                    Json.object().put("changes", 1).set("only", Json.array().add("invoice.cycle")));
            for (JsonNode event : newest.all("/v1/events?type=invoice.*")) {
                assertEquals("2022-11-15", event.get("api_version").asString());
                assertTrue(event.at("/data/object").has("subscription"));
                assertFalse(event.at("/data/object").has("parent"));
            }
        }
    }
}
