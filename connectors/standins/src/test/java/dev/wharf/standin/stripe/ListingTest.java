package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.standin.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ListingTest {
    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private final Client client = Client.of(stripe);

    @AfterEach
    void close() {
        client.close();
        stripe.close();
    }

    @Test
    void aPageHasTenUnlessAskedOtherwiseAndAtMostAHundred() throws Exception {
        assertEquals(10, page("/v1/customers").size());
        assertEquals(100, page("/v1/charges?limit=100").size());
        for (String limit : List.of("0", "101", "many")) {
            Client.Answer answer = client.get("/v1/customers?limit=" + limit);
            assertEquals(400, answer.status());
            assertEquals("parameter_invalid_integer", answer.error().get("code").asString());
        }
    }

    @Test
    void cursorsGoBothWays() throws Exception {
        JsonNode all = page("/v1/customers?limit=30");
        String tenth = id(all.get(9));
        String twentieth = id(all.get(19));
        JsonNode older =
                client.get("/v1/customers?limit=5&starting_after=" + tenth).json();
        assertEquals(all.get(10), older.get("data").get(0));
        assertTrue(older.get("has_more").asBoolean());
        JsonNode newer =
                client.get("/v1/customers?limit=5&ending_before=" + twentieth).json();
        assertEquals(all.get(14), newer.get("data").get(0));
        assertEquals(all.get(18), newer.get("data").get(4));
        assertTrue(newer.get("has_more").asBoolean());
        JsonNode newest =
                client.get("/v1/customers?limit=50&ending_before=" + twentieth).json();
        assertEquals(19, newest.get("data").size());
        assertFalse(newest.get("has_more").asBoolean());
    }

    @Test
    void bothCursorsAtOnceAreRefused() throws Exception {
        String id = id(page("/v1/customers").get(0));
        Client.Answer answer = client.get("/v1/customers?starting_after=" + id + "&ending_before=" + id);
        assertEquals(400, answer.status());
        assertTrue(answer.error().get("message").asString().contains("only pass one of ending_before/starting_after"));
    }

    @Test
    void aDeletedCursorStillWorksAndAnUnknownOneDoesNot() throws Exception {
        stripe.advance(
                Duration.ofHours(1),
                Json.object().put("changes", 1).set("only", Json.array().add("customer.delete")));
        String deleted = client.get("/v1/events?type=customer.deleted")
                .json()
                .at("/data/0/data/object/id")
                .asString();
        assertEquals(200, client.get("/v1/customers?starting_after=" + deleted).status());
        assertTrue(client.get("/v1/customers/" + deleted).json().get("deleted").asBoolean());
        assertFalse(client.all("/v1/customers").stream()
                .anyMatch(customer -> id(customer).equals(deleted)));
        assertEquals(400, client.get("/v1/customers?starting_after=cus_unknown").status());
    }

    @Test
    void createdRangesIncludeAndExclude() throws Exception {
        List<JsonNode> all = client.all("/v1/invoices");
        long middle = all.get(all.size() / 2).get("created").asLong();
        List<JsonNode> from = client.all("/v1/invoices?created[gte]=" + middle);
        List<JsonNode> above = client.all("/v1/invoices?created[gt]=" + middle);
        List<JsonNode> below = client.all("/v1/invoices?created[lt]=" + middle);
        List<JsonNode> exactly = client.all("/v1/invoices?created=" + middle);
        assertEquals(all.size(), from.size() + below.size());
        assertEquals(from.size(), above.size() + exactly.size());
        assertEquals(all.subList(0, from.size()), from);
    }

    @Test
    void canceledSubscriptionsAreListedOnlyWhenAskedFor() throws Exception {
        List<JsonNode> usual = client.all("/v1/subscriptions");
        List<JsonNode> all = client.all("/v1/subscriptions?status=all");
        List<JsonNode> canceled = client.all("/v1/subscriptions?status=canceled");
        assertEquals(all.size(), usual.size() + canceled.size());
        assertTrue(canceled.size() > 3);
        Client.Answer wrong = client.get("/v1/subscriptions?status=gone");
        assertTrue(wrong.error().get("message").asString().startsWith("Invalid status: must be one of active,"));
    }

    @Test
    void embeddedListsHaveTenAndTheirOwnPages() throws Exception {
        JsonNode large = client.all("/v1/subscriptions?status=all").stream()
                .filter(subscription -> subscription.at("/items/has_more").asBoolean())
                .findFirst()
                .orElseThrow();
        assertEquals(10, large.at("/items/data").size());
        String url = large.at("/items/url").asString();
        List<JsonNode> items = client.all(url);
        assertEquals(large.at("/items/total_count").asInt(), items.size());
        JsonNode next = client.get(url + "&limit=100&starting_after=" + id(large.at("/items/data/9")))
                .json();
        assertEquals(
                items.subList(10, items.size()), next.get("data").valueStream().toList());
    }

    @Test
    void expansionsPutObjectsInThePlaceOfIds() throws Exception {
        JsonNode charge = page("/v1/charges?limit=1&expand[]=data.customer&expand[]=data.payment_intent.latest_charge")
                .get(0);
        assertEquals("customer", charge.at("/customer/object").asString());
        assertEquals(charge.get("id"), charge.at("/payment_intent/latest_charge/id"));
        JsonNode customer =
                page("/v1/customers?limit=1&expand[]=data.sources&expand[]=data.tax_ids&expand[]=data.subscriptions")
                        .get(0);
        assertTrue(customer.at("/sources/data").isArray()
                && customer.at("/subscriptions/data").isArray());
        assertFalse(page("/v1/customers?limit=1").get(0).has("sources"));
        JsonNode tiered = client.all("/v1/prices?expand[]=data.tiers").stream()
                .filter(price -> price.get("billing_scheme").asString().equals("tiered"))
                .findFirst()
                .orElseThrow();
        assertEquals(2, tiered.get("tiers").size());
    }

    @Test
    void expansionsWithoutDataOrTooDeepAreRefused() throws Exception {
        Client.Answer without = client.get("/v1/charges?expand[]=customer");
        assertEquals(400, without.status());
        assertTrue(without.error().get("message").asString().contains("This property cannot be expanded (customer)"));
        assertEquals(400, client.get("/v1/charges?expand[]=data.a.b.c.d.e").status());
        assertEquals(400, client.get("/v1/charges?expand[]=data.amount").status());
    }

    @Test
    void unknownParametersAndPathsAreRefused() throws Exception {
        assertEquals(
                "parameter_unknown",
                client.get("/v1/charges?colour=red").error().get("code").asString());
        Client.Answer answer = client.get("/v1/nothing");
        assertEquals(404, answer.status());
        assertTrue(answer.error().get("message").asString().startsWith("Unrecognized request URL (GET: /v1/nothing)"));
    }

    @Test
    void eventsAreFilteredByUpToTwentyTypesAndByWildcard() throws Exception {
        for (JsonNode event : client.all("/v1/events?type=invoice.*")) {
            assertTrue(event.get("type").asString().startsWith("invoice."));
        }
        String types =
                IntStream.rangeClosed(1, 21).mapToObj(i -> "types[]=t" + i).collect(Collectors.joining("&"));
        assertEquals(400, client.get("/v1/events?" + types).status());
        assertEquals(
                200,
                client.get("/v1/events?types[]=charge.succeeded&types[]=charge.failed")
                        .status());
    }

    @Test
    void eventsAgeOutAfterThirtyDays() throws Exception {
        String old = id(client.all("/v1/events").getLast());
        assertEquals(200, client.get("/v1/events/" + old).status());
        stripe.advance(Duration.ofDays(2), 0);
        Client.Answer gone = client.get("/v1/events/" + old);
        assertEquals(400, gone.status());
        assertTrue(gone.error().get("message").asString().endsWith("aged out of our retention policy."));
        assertEquals(400, client.get("/v1/events?ending_before=" + old).status());
        stripe.advance(Duration.ofDays(30), 0);
        assertEquals(0, page("/v1/events").size());
    }

    @Test
    void childrenAreListedBelowTheirParents() throws Exception {
        JsonNode method = client.all("/v1/payment_methods").stream()
                .filter(m -> !m.get("customer").isNull())
                .findFirst()
                .orElseThrow();
        String customer = method.get("customer").asString();
        List<JsonNode> methods = client.all("/v1/customers/" + customer + "/payment_methods");
        assertTrue(methods.contains(method));
        JsonNode intent = page("/v1/setup_intents").get(0);
        JsonNode attempt = page("/v1/setup_attempts?setup_intent=" + id(intent)).get(0);
        assertEquals(intent.get("latest_attempt"), attempt.get("id"));
        String account = id(page("/v1/accounts").get(0));
        assertFalse(page("/v1/accounts/" + account + "/persons").isEmpty());
        assertFalse(page("/v1/accounts/" + account + "/external_accounts").isEmpty());
    }

    @Test
    void aPayoutIsTheSumOfItsBalanceTransactions() throws Exception {
        for (JsonNode payout : page("/v1/payouts")) {
            long sum = client.all("/v1/balance_transactions?payout=" + id(payout)).stream()
                    .mapToLong(entry -> entry.get("net").asLong())
                    .sum();
            assertEquals(payout.get("amount").asLong(), sum);
        }
    }

    private JsonNode page(String path) throws Exception {
        return client.get(path).json().get("data");
    }

    private static String id(JsonNode object) {
        return object.get("id").asString();
    }
}
