package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class KeysTest {
    private StripeStandin stripe = StripeStandin.start(
            StripeOptions.small().withCustomers(20).standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private Client client = Client.of(stripe);

    @BeforeEach
    void addKeys() {
        stripe.keys().put(Key.restricted("rk_test_abcd9876", Set.of("rak_charge_read", "rak_event_read")));
        stripe.keys().put(Key.secret("sk_test_old1111").in(Key.State.EXPIRED));
    }

    @AfterEach
    void close() {
        client.close();
        stripe.close();
    }

    @Test
    void bearerAndBasicAreEqual() throws Exception {
        String pair = Base64.getEncoder().encodeToString((StripeStandin.KEY + ":").getBytes(StandardCharsets.UTF_8));
        assertEquals(200, client.get("/v1/customers").status());
        assertEquals(
                200,
                client.with("Authorization", "Basic " + pair)
                        .get("/v1/customers")
                        .status());
    }

    @Test
    void aCallWithoutKeyIsToldHowToGiveOne() throws Exception {
        Client.Answer answer = client.with().get("/v1/customers");
        assertEquals(401, answer.status());
        assertTrue(answer.error().get("message").asString().startsWith("You did not provide an API key."));
        assertEquals("Basic realm=\"Stripe\"", answer.header("WWW-Authenticate"));
    }

    @Test
    void aWrongKeyIsShownMaskedAndWithoutCode() throws Exception {
        Client.Answer answer = bearer("sk_test_thisIsWrong1234").get("/v1/customers");
        assertEquals(401, answer.status());
        assertEquals(
                "Invalid API Key provided: sk_test_***********1234",
                answer.error().get("message").asString());
        assertEquals("invalid_request_error", answer.error().get("type").asString());
        assertFalse(answer.error().has("code"));
    }

    @Test
    void anExpiredKeyHasACodeOfItsOwn() throws Exception {
        Client.Answer answer = bearer("sk_test_old1111").get("/v1/customers");
        assertEquals(401, answer.status());
        assertEquals("api_key_expired", answer.error().get("code").asString());
    }

    @Test
    void aPublishableKeyIsRefused() throws Exception {
        Client.Answer answer = bearer("pk_test_abc").get("/v1/customers");
        assertEquals("secret_key_required", answer.error().get("code").asString());
    }

    @Test
    void aRestrictedKeyReadsWhatItMayAndIsToldTheNameOfTheRest() throws Exception {
        Client restricted = bearer("rk_test_abcd9876");
        assertEquals(200, restricted.get("/v1/charges").status());
        Client.Answer answer = restricted.get("/v1/customers");
        assertEquals(403, answer.status());
        String message = answer.error().get("message").asString();
        assertTrue(
                message.startsWith("The provided key 'rk_test_****9876' does not have the required permissions"),
                message);
        assertTrue(message.contains("'rak_customer_read'"), message);
    }

    @Test
    void permissionIsLookedAtBeforeExistence() throws Exception {
        assertEquals(403, bearer("rk_test_abcd9876").get("/v1/customers/none").status());
        Client.Answer answer = client.get("/v1/customers/none");
        assertEquals(404, answer.status());
        assertEquals("resource_missing", answer.error().get("code").asString());
        assertEquals("No such customer: 'none'", answer.error().get("message").asString());
    }

    @Test
    void aKeyCanBeRevokedInTheMiddle() throws Exception {
        assertEquals(200, client.get("/v1/customers").status());
        client.post("/_control/keys", "{\"key\": \"" + StripeStandin.KEY + "\", \"state\": \"revoked\"}");
        assertEquals(401, client.get("/v1/customers").status());
    }

    @Test
    void theVersionIsCheckedAndEchoed() throws Exception {
        Client.Answer answer = client.with(
                        "Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Version", "2022-11-15")
                .get("/v1/customers");
        assertEquals("2022-11-15", answer.header("Stripe-Version"));
        assertTrue(answer.header("Request-Id").startsWith("req_"));
        assertEquals(StripeOptions.NEWEST, client.get("/v1/customers").header("Stripe-Version"));
        Client.Answer unknown = client.with(
                        "Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Version", "1999-01-01")
                .get("/v1/customers");
        assertEquals(400, unknown.status());
        assertTrue(unknown.error().get("message").asString().contains("1999-01-01"));
    }

    @Test
    void aConnectedAccountHasDataOfItsOwn() throws Exception {
        String account = stripe.dump("accounts").getFirst().get("id").asString();
        JsonNode own = client.get("/v1/customers").json();
        JsonNode connected = acting(account).get("/v1/customers").json();
        assertNotEquals(own, connected);
        assertEquals(
                account, acting(account).get("/v1/account").json().get("id").asString());
        Client.Answer foreign = acting("acct_unknown").get("/v1/customers");
        assertEquals(403, foreign.status());
        assertTrue(
                foreign.error().get("message").asString().contains("does not have access to account 'acct_unknown'"));
    }

    private Client acting(String account) {
        return client.with("Authorization", "Bearer " + StripeStandin.KEY, "Stripe-Account", account);
    }

    private Client bearer(String key) {
        return client.with("Authorization", "Bearer " + key);
    }
}
