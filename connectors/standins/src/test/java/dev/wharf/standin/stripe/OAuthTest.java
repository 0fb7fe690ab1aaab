package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OAuthTest {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final StripeStandin stripe = StripeStandin.start(
            StripeOptions.small().withCustomers(20).standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private final HttpClient http = HttpClient.newHttpClient();
    private final Client client =
            new Client(http, stripe.url(), "Authorization", "Bearer " + StripeStandin.KEY, "Content-Type", FORM);

    @AfterEach
    void close() {
        http.close();
        stripe.close();
    }

    @Test
    void aCodeIsExchangedOnceForATokenThatActsOnTheAccount() throws Exception {
        String code = code("ca_123");
        JsonNode tokens = exchange("grant_type=authorization_code&code=" + code).json();
        String account = tokens.get("stripe_user_id").asString();
        Client connected = client.with(
                "Authorization", "Bearer " + tokens.get("access_token").asString());
        assertEquals(account, connected.get("/v1/account").json().get("id").asString());
        Client.Answer again = exchange("grant_type=authorization_code&code=" + code);
        assertEquals(400, again.status());
        assertEquals("invalid_grant", again.json().get("error").asString());
        assertEquals(
                "Authorization code does not exist: " + code,
                again.json().get("error_description").asString());
    }

    @Test
    void aRefreshTokenGivesAnotherAccessToken() throws Exception {
        JsonNode tokens =
                exchange("grant_type=authorization_code&code=" + code("ca_123")).json();
        JsonNode more = exchange("grant_type=refresh_token&scope=read_only&refresh_token="
                        + tokens.get("refresh_token").asString())
                .json();
        assertEquals(tokens.get("stripe_user_id"), more.get("stripe_user_id"));
    }

    @Test
    void whoDeniesIsSentBackWithTheReason() throws Exception {
        assertTrue(
                location("ca_denied").contains("error=access_denied&error_description=The+user+denied+your+request"));
    }

    @Test
    void deauthorisingEndsTheToken() throws Exception {
        JsonNode tokens =
                exchange("grant_type=authorization_code&code=" + code("ca_123")).json();
        Client connected = client.with(
                "Authorization", "Bearer " + tokens.get("access_token").asString());
        String form = "client_id=ca_123&stripe_user_id="
                + tokens.get("stripe_user_id").asString();
        assertEquals(200, client.post("/oauth/deauthorize", form).status());
        assertEquals(401, connected.get("/v1/customers").status());
        assertEquals(
                "invalid_client",
                client.post("/oauth/deauthorize", form).json().get("error").asString());
    }

    @Test
    void aPlatformNeedsItsKeyAndAKnownGrant() throws Exception {
        Client.Answer keyless =
                client.with("Content-Type", FORM).post("/oauth/token", "grant_type=authorization_code&code=x");
        assertEquals(401, keyless.status());
        assertEquals(
                "unsupported_grant_type",
                exchange("grant_type=password").json().get("error").asString());
    }

    private Client.Answer exchange(String form) throws Exception {
        return client.post("/oauth/token", form);
    }

    private String code(String clientId) throws Exception {
        String location = location(clientId);
        assertTrue(location.endsWith("&state=s%261"), location);
        return location.substring(location.indexOf("code=") + 5, location.indexOf("&state"));
    }

    private String location(String clientId) throws Exception {
        return client.get("/oauth/authorize?response_type=code&client_id=" + clientId
                        + "&scope=read_only&redirect_uri=http%3A%2F%2Flocalhost%2Fback&state=s%261")
                .header("Location");
    }
}
