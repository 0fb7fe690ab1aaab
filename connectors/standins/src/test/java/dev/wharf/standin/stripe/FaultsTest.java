package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.standin.Fault;
import dev.wharf.standin.Json;
import dev.wharf.standin.Limits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class FaultsTest {
    private static final Instant NOW = Instant.parse("2026-11-01T00:00:00Z");

    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().withCustomers(30).standingAt(NOW));
    private final Client client = Client.of(stripe);

    @AfterEach
    void close() {
        client.close();
        stripe.close();
    }

    @Test
    void aFaultIsPlayedAfterSoManyCallsOfAPathAndThenIsOver() throws Exception {
        stripe.fault(Fault.of("server-error").on("/v1/charges*").after(1).times(2));
        assertEquals(200, client.get("/v1/charges").status());
        assertEquals(200, client.get("/v1/customers").status());
        assertEquals(500, client.get("/v1/charges").status());
        assertEquals(500, client.get("/v1/charges").status());
        assertEquals(200, client.get("/v1/charges").status());
    }

    @Test
    void faultsCanBeWrittenFromOutside() throws Exception {
        client.post(
                "/_control/faults",
                "[{\"fault\": \"rate-limit\", \"reason\": \"resource-specific\", \"retryAfter\": 3}]");
        Client.Answer answer = client.get("/v1/customers");
        assertEquals(429, answer.status());
        assertEquals("resource-specific", answer.header("Stripe-Rate-Limited-Reason"));
        assertEquals("3", answer.header("Retry-After"));
        assertEquals("rate_limit", answer.error().get("code").asString());
        assertEquals(
                400,
                client.post("/_control/faults", "{\"fault\": \"earthquake\"}").status());
    }

    @Test
    void refusalsAreInTheWordsOfStripe() throws Exception {
        assertFault("lock-timeout", 429, "lock_timeout");
        assertEquals("", client.get("/v1/customers").header("Stripe-Rate-Limited-Reason"));
        assertFault("old-rate-limit", 400, "rate_limit");
        assertFault("key-expired", 401, "api_key_expired");
        assertFault("key-revoked", 401, "");
        assertFault("conflict", 409, "");
        assertFault("right-missing", 403, "");
        assertFault("cursor-expired", 400, "");
        stripe.fault(Fault.of("server-error").with("status", "503").with("shouldRetry", "false"));
        Client.Answer unavailable = client.get("/v1/customers");
        assertEquals(503, unavailable.status());
        assertEquals("false", unavailable.header("Stripe-Should-Retry"));
    }

    private void assertFault(String fault, int status, String code) throws Exception {
        stripe.fault(Fault.of(fault));
        Client.Answer answer = client.get("/v1/customers");
        assertEquals(status, answer.status(), fault);
        assertEquals(code, answer.error().path("code").asString(""), fault);
    }

    @Test
    void aResetConnectionIsSeenAsOne() throws Exception {
        stripe.fault(Fault.of("reset"));
        try (Socket socket = new Socket(stripe.url().getHost(), stripe.url().getPort())) {
            socket.getOutputStream()
                    .write("GET /v1/customers HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            SocketException failure = assertThrows(
                    SocketException.class, () -> socket.getInputStream().read());
            assertEquals("Connection reset", failure.getMessage());
        }
    }

    @Test
    void aTruncatedBodyEndsTheConnection() {
        stripe.fault(Fault.of("truncated"));
        assertThrows(IOException.class, () -> client.get("/v1/customers?limit=100"));
    }

    @Test
    void aSlowBodyArrivesWhole() throws Exception {
        stripe.fault(Fault.of("slow").with("pieces", "4").with("pause", "5"));
        assertEquals(10, client.get("/v1/customers").json().get("data").size());
    }

    @Test
    void aSilentServerNeverAnswers() {
        stripe.fault(Fault.of("silent"));
        assertThrows(HttpTimeoutException.class, () -> client.getWithin(Duration.ofMillis(200), "/v1/customers"));
    }

    @Test
    void aProxySpeaksHtml() throws Exception {
        stripe.fault(Fault.of("html").with("status", "200"));
        Client.Answer answer = client.get("/v1/customers");
        assertEquals(200, answer.status());
        assertTrue(answer.response().body().startsWith("<html>"));
    }

    @Test
    void theDateHeaderIsTheClocksAndCanBeOff() throws Exception {
        assertEquals(NOW, date(client.get("/v1/customers")));
        stripe.fault(Fault.of("clock-skew").with("seconds", "-90"));
        assertEquals(NOW.minusSeconds(90), date(client.get("/v1/customers")));
    }

    private static Instant date(Client.Answer answer) {
        return ZonedDateTime.parse(answer.header("Date"), DateTimeFormatter.RFC_1123_DATE_TIME)
                .toInstant();
    }

    @Test
    void aPageMayBeginWithTheEndOfTheOneBefore() throws Exception {
        String last = client.get("/v1/customers").json().at("/data/9/id").asString();
        stripe.fault(Fault.of("duplicates"));
        assertEquals(
                last,
                client.get("/v1/customers?starting_after=" + last)
                        .json()
                        .at("/data/0/id")
                        .asString());
    }

    @Test
    void linesOfOldInvoicesMayAllHaveTheSameId() throws Exception {
        String invoice = client.all("/v1/invoices").stream()
                .filter(candidate -> candidate.at("/lines/has_more").asBoolean())
                .findFirst()
                .orElseThrow()
                .get("id")
                .asString();
        stripe.fault(Fault.of("legacy-lines").on("/v1/invoices/*/lines").forEver());
        String url = "/v1/invoices/" + invoice + "/lines?limit=2";
        String id = client.get(url).json().at("/data/1/id").asString();
        assertTrue(id.startsWith("sub_"));
        JsonNode next = client.get(url + "&starting_after=" + id).json();
        assertEquals(id, next.at("/data/1/id").asString());
        assertTrue(next.get("has_more").asBoolean());
    }

    @Test
    void callsBeyondALimitAreRefusedWithTheReason() throws Exception {
        stripe.limit(new Limits(0, 2, 0, 0));
        client.get("/v1/customers");
        client.get("/v1/customers");
        Client.Answer answer = client.get("/v1/customers");
        assertEquals(429, answer.status());
        assertEquals("endpoint-rate", answer.header("Stripe-Rate-Limited-Reason"));
        stripe.limit(Limits.NONE);
        assertEquals(200, client.get("/v1/customers").status());
    }

    @Test
    void callsAreCountedByKeyAndEndpoint() throws Exception {
        JsonNode customer = client.get("/v1/customers?limit=7").json().at("/data/0");
        client.get("/v1/customers/" + customer.get("id").asString());
        client.with().get("/v1/customers");
        JsonNode counts = client.get("/_control/calls").json();
        JsonNode mine =
                counts.at("/callers").path(Key.masked(StripeStandin.KEY)).path("endpoints");
        assertEquals(3, counts.get("calls").asInt());
        assertEquals(7, mine.path("/v1/customers").get("rows").asInt());
        assertEquals(1, mine.path("/v1/customers/{id}").get("calls").asInt());
        assertEquals(3, stripe.calls().count("/v1/customers"));
        assertTrue(client.get("/_control/log")
                .response()
                .body()
                .lines()
                .findFirst()
                .orElseThrow()
                .contains("limit=7"));
        client.delete("/_control/calls");
        assertEquals(0, stripe.calls().count());
    }

    @Test
    void theTruthIsDumpedAsLines() throws Exception {
        stripe.advance(Duration.ofHours(1), 100);
        for (String collection : stripe.collections()) {
            Client.Answer answer = client.get("/_control/dump?collection=" + collection);
            assertEquals(
                    stripe.dump(collection),
                    answer.response().body().lines().map(Json::parse).toList(),
                    collection);
        }
        assertTrue(stripe.dump("customers").stream()
                .anyMatch(customer -> customer.path("deleted").asBoolean(false)));
        assertFalse(stripe.dump("invoice_lines").isEmpty());
    }

    @Test
    void tlsHoldsForWhoTrustsItsAuthority() throws Exception {
        String pem = client.get("/_control/authority.pem").response().body();
        assertEquals(stripe.authorityPem(), pem);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry(
                "authority",
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        try (HttpClient http = HttpClient.newBuilder().sslContext(tls).build();
                Client secure = new Client(http, stripe.secureUrl(), "Authorization", "Bearer " + StripeStandin.KEY)) {
            Client.Answer answer = secure.get("/v1/customers");
            assertEquals(200, answer.status());
            assertEquals(HttpClient.Version.HTTP_2, answer.response().version());
            // The client tries a GET again by itself.
            stripe.fault(Fault.of("reset").forEver());
            assertThrows(IOException.class, () -> secure.get("/v1/customers"));
        }
    }
}
