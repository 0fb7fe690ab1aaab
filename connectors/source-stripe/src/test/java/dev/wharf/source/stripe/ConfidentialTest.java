package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ConfidentialTest {

    @Test
    void secretsAndLinksAreTakenOutWhereverTheyStand() {
        ObjectNode charge = Json.object("""
                {"object": "charge", "id": "ch_1", "receipt_url": "https://pay.example/r",
                 "payment_method_details": {"card": {"last4": "4242", "fingerprint": "F", "iin": "424242"}},
                 "payment_intent": {"object": "payment_intent", "client_secret": "s", "next_action": {"type": "redirect"}},
                 "refunds": {"object": "list", "data": [{"object": "refund", "next_action": null}]}}""");

        Confidential.strip(charge);

        assertEquals(Json.object("""
                {"object": "charge", "id": "ch_1", "payment_method_details": {"card": {"last4": "4242"}},
                 "payment_intent": {"object": "payment_intent"},
                 "refunds": {"object": "list", "data": [{"object": "refund"}]}}"""), charge);
    }

    @Test
    void metadataIsTheUsersOwn() {
        ObjectNode customer = Json.object("{\"object\": \"customer\", \"metadata\": {\"fingerprint\": \"ours\"}}");

        Confidential.strip(customer);

        assertEquals(Json.object("{\"object\": \"customer\", \"metadata\": {\"fingerprint\": \"ours\"}}"), customer);
    }

    @Test
    void anAddressIsTakenOutOfFilesAndNotOfProducts() {
        ObjectNode file = Json.object("{\"object\": \"file\", \"url\": \"https://files.example\"}");
        ObjectNode product = Json.object("{\"object\": \"product\", \"url\": \"https://shop.example\"}");

        Confidential.strip(file);
        Confidential.strip(product);

        assertEquals(Json.object("{\"object\": \"file\"}"), file);
        assertEquals(Json.object("{\"object\": \"product\", \"url\": \"https://shop.example\"}"), product);
    }
}
