package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.standin.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class DataSetTest {
    private static final StripeOptions OPTIONS =
            StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z"));

    @Test
    void whatIsListedIsWhatIsDumped() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            for (Kind kind : Kind.values()) {
                if (!kind.path().isEmpty() && kind != Kind.EVENT) {
                    String all = kind == Kind.SUBSCRIPTION ? "?status=all" : "";
                    assertEquals(stripe.dump(kind.collection()), client.all(kind.path() + all), kind.collection());
                }
            }
        }
    }

    @Test
    void sameSeedGivesSameData() {
        try (StripeStandin one = StripeStandin.start(OPTIONS);
                StripeStandin other = StripeStandin.start(OPTIONS);
                StripeStandin different = StripeStandin.start(OPTIONS.withSeed(2))) {
            assertEquals(one.dump("invoices"), other.dump("invoices"));
            assertTrue(!one.dump("invoices").equals(different.dump("invoices")));
        }
    }

    @Test
    void idsAreUniqueAndListsAreInOrderOfTime() {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS)) {
            for (Kind kind : Kind.values()) {
                Set<String> ids = new HashSet<>();
                long before = Long.MAX_VALUE;
                for (JsonNode object : stripe.dump(kind.collection())) {
                    assertTrue(
                            ids.add(object.get("id").asString()),
                            object.get("id").asString() + " comes twice");
                    long created = object.path(kind.createdField()).asLong(before);
                    assertTrue(created <= before, kind + " out of order");
                    before = created;
                }
            }
        }
    }

    @Test
    void anInvoiceIsTheSumOfItsLines() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS);
                Client client = Client.of(stripe)) {
            for (JsonNode invoice : client.all("/v1/invoices").subList(0, 60)) {
                long subtotal = 0;
                long tax = 0;
                for (JsonNode line :
                        client.all("/v1/invoices/" + invoice.get("id").asString() + "/lines")) {
                    subtotal += line.get("amount").asLong();
                    tax += line.path("taxes").path(0).path("amount").asLong(0);
                }
                assertEquals(invoice.get("subtotal").asLong(), subtotal);
                assertEquals(invoice.at("/total_taxes/0/amount").asLong(0), tax);
            }
        }
    }

    @Test
    void moneyIsOfTheCustomerWhoPaidIt() {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS)) {
            ObjectNode invoices = byId(stripe.dump("invoices"));
            ObjectNode intents = byId(stripe.dump("payment_intents"));
            ObjectNode charges = byId(stripe.dump("charges"));
            List<JsonNode> payments = new ArrayList<>(stripe.dump("invoice_payments"));
            assertTrue(payments.size() > 100);
            for (JsonNode payment : payments) {
                JsonNode invoice = invoices.path(payment.get("invoice").asString());
                JsonNode intent =
                        intents.path(payment.at("/payment/payment_intent").asString());
                JsonNode charge = charges.path(intent.get("latest_charge").asString());
                assertEquals(invoice.get("customer"), intent.get("customer"));
                assertEquals(invoice.get("customer"), charge.get("customer"));
                assertEquals(invoice.get("total"), charge.get("amount"));
            }
        }
    }

    @Test
    void whoCanceledLatelyIsAmongTheEvents() throws Exception {
        try (StripeStandin stripe = StripeStandin.start(OPTIONS.withCustomers(500));
                Client client = Client.of(stripe)) {
            List<JsonNode> events = client.all("/v1/events?type=customer.subscription.deleted");
            assertTrue(events.size() > 3);
            for (JsonNode event : events) {
                assertEquals("canceled", event.at("/data/object/status").asString());
                assertEquals(event.get("created"), event.at("/data/object/ended_at"));
            }
        }
    }

    private static ObjectNode byId(List<JsonNode> objects) {
        ObjectNode byId = Json.object();
        objects.forEach(object -> byId.set(object.get("id").asString(), object));
        return byId;
    }
}
