package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.standin.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ChangesTest {
    private static final StripeOptions OPTIONS =
            StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z"));
    /** Kinds of which no event tells, or of which it does not tell all. */
    private static final Set<Kind> UNTOLD = Set.of(Kind.EVENT, Kind.BALANCE_TRANSACTION);

    @Test
    void whoAppliesTheEventsInOrderHasTheTruth() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            ObjectNode table = Json.object();
            for (Kind kind : Kind.values()) {
                stripe.dump(kind.collection()).forEach(object -> table.set(key(object), object));
            }
            long start = stripe.clock().second();
            stripe.advance(Duration.ofHours(1), visible(stripe, 400));

            List<JsonNode> events = client.all("/v1/events?created[gt]=" + start);
            for (JsonNode event : events.reversed()) {
                JsonNode object = event.at("/data/object");
                if (object.path("deleted").asBoolean(false)) {
                    ((ObjectNode) table.get(key(object))).put("deleted", true);
                } else if (object.has("id")) {
                    table.set(key(object), object.deepCopy());
                    if (isEnd(event)) {
                        ((ObjectNode) table.get(key(object))).put("deleted", true);
                    }
                }
            }
            assertTrue(events.size() > 700, "only " + events.size() + " events");
            for (Kind kind : Kind.values()) {
                if (!UNTOLD.contains(kind)) {
                    stripe.dump(kind.collection()).forEach(object -> assertEquals(object, table.path(key(object))));
                }
            }
        }
    }

    @Test
    void everyChangeWritesItsEventsAndSaysWhatItChanged() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            long start = stripe.clock().second();
            stripe.advance(Duration.ofHours(1), 200);
            Set<String> types = new HashSet<>();
            for (JsonNode event : client.all("/v1/events?created[gt]=" + start)) {
                types.add(event.get("type").asString());
                assertEquals(StripeOptions.NEWEST, event.get("api_version").asString());
                if (event.get("type").asString().equals("customer.updated")) {
                    assertFalse(event.at("/data/previous_attributes").isEmpty());
                }
            }
            for (String type : List.of(
                    "customer.created",
                    "customer.deleted",
                    "customer.subscription.deleted",
                    "invoice.paid",
                    "charge.refunded",
                    "payment_method.detached",
                    "price.updated",
                    "plan.updated",
                    "transfer.reversed",
                    "invoice.upcoming",
                    "balance.available",
                    "customer.source.deleted",
                    "application_fee.refund.updated",
                    "invoiceitem.created")) {
                assertTrue(types.contains(type), type + " is not among " + types);
            }
        }
    }

    @Test
    void lateEventsAreSeenLaterInThePlaceOfTheTimeTheyHappened() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            ObjectNode wanted =
                    Json.object().put("changes", 60).put("late", 300).put("lateShare", 0.5);
            stripe.advance(Duration.ofSeconds(60), wanted);
            List<JsonNode> early = client.all("/v1/events");
            stripe.clock().advance(Duration.ofSeconds(301));
            List<JsonNode> late = client.all("/v1/events");
            assertTrue(late.size() > early.size() + 20);
            long before = Long.MAX_VALUE;
            for (JsonNode event : late) {
                assertTrue(event.get("created").asLong() <= before);
                before = event.get("created").asLong();
            }
            assertFalse(early.contains(late.get(0))
                    && early.contains(late.get(1))
                    && early.contains(late.get(2))
                    && early.contains(late.get(3)));
        }
    }

    @Test
    void invoicesOfUpcomingMonthsAndBalancesHaveNoId() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            stripe.advance(Duration.ofHours(1), only("invoice.upcoming", "balance.available"));
            for (JsonNode event : client.get("/v1/events?types[]=invoice.upcoming&types[]=balance.*")
                    .json()
                    .get("data")) {
                assertFalse(event.at("/data/object").has("id"));
            }
        }
    }

    @Test
    void aChargeMayHaveMoreRefundsThanArePutIntoIt() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            stripe.advance(Duration.ofHours(1), only("refund.many"));
            String id = client.get("/v1/events?type=charge.refunded")
                    .json()
                    .at("/data/0/data/object/id")
                    .asString();
            assertFalse(client.get("/v1/charges/" + id).json().has("refunds"));
            JsonNode refunds =
                    client.get("/v1/charges/" + id + "?expand[]=refunds").json().get("refunds");
            assertEquals(10, refunds.get("data").size());
            assertTrue(refunds.get("has_more").asBoolean());
            assertEquals(12, client.all(refunds.get("url").asString()).size());
        }
    }

    @Test
    void sameChangesGiveSameEvents() {
        try (StripeStandin one = StripeStandin.start(OPTIONS);
                StripeStandin other = StripeStandin.start(OPTIONS)) {
            one.advance(Duration.ofHours(1), 100);
            other.advance(Duration.ofHours(1), 100);
            assertEquals(one.dump("events"), other.dump("events"));
        }
    }

    private static String key(JsonNode object) {
        return object.path("object").asString("") + " " + object.path("id").asString("");
    }

    /** A canceled subscription is not gone, whatever the name of its event. */
    private static boolean isEnd(JsonNode event) {
        String type = event.get("type").asString();
        return type.endsWith(".deleted") && !type.equals("customer.subscription.deleted");
    }

    private static ObjectNode visible(StripeStandin stripe, int changes) {
        ObjectNode wanted = Json.object().put("changes", changes);
        ArrayNode only = wanted.putArray("only");
        stripe.changes().stream()
                .filter(name -> !Set.of("payment_intent.metadata", "invoice_item.update")
                        .contains(name))
                .forEach(only::add);
        return wanted;
    }

    private static ObjectNode only(String... names) {
        ObjectNode wanted = Json.object().put("changes", names.length);
        ArrayNode only = wanted.putArray("only");
        for (String name : names) {
            only.add(name);
        }
        return wanted;
    }
}
