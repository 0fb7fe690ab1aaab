package dev.wharf.sdk.oauth;

import static dev.wharf.sdk.api.Server.answer;
import static dev.wharf.sdk.api.Server.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.api.MovedTime;
import dev.wharf.sdk.api.Server;
import dev.wharf.sdk.api.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** When a token is got, when another, and what is kept of it. */
class LoginTest {

    private static final Application PUBLIC =
            new Application("app", Optional.empty(), Application.Proof.FORM, List.of());
    private static final String HOUR = "{\"access_token\":\"a1\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
    private static final String NEXT = "{\"access_token\":\"a2\",\"token_type\":\"bearer\",\"expires_in\":3600}";

    private final MovedTime time = new MovedTime();
    private final List<String> rotated = new ArrayList<>();

    @Test
    void aTokenIsAskedForOnceHoweverManyWantIt() throws InterruptedException {
        try (Server server = new Server(json(HOUR));
                TokenEndpoint endpoint = endpoint(server)) {
            Login login = login(endpoint);
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(i -> Thread.ofVirtual().start(login::headers))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }

            assertEquals(Map.of("Authorization", "Bearer a1"), login.headers());
            assertEquals(List.of("POST /oauth/token"), server.asked());
            assertEquals(List.of("grant_type=refresh_token&refresh_token=r1&client_id=app"), server.bodies());
        }
    }

    @Test
    void aTokenIsReplacedBeforeItEnds() {
        try (Server server = new Server(json(HOUR), json(NEXT));
                TokenEndpoint endpoint = endpoint(server)) {
            Login login = login(endpoint);
            login.headers();
            time.pass(Duration.ofMinutes(58));
            assertEquals("a1", login.tokens().access());
            time.pass(Duration.ofMinutes(1));

            assertEquals("a2", login.tokens().access());
        }
    }

    @Test
    void aRefusedTokenIsReplacedOnceHoweverManyMetTheRefusal() {
        try (Server server = new Server(json(HOUR), json(NEXT));
                TokenEndpoint endpoint = endpoint(server)) {
            Login login = login(endpoint);
            Map<String, String> refused = login.headers();

            assertTrue(login.renew(refused));
            assertTrue(login.renew(refused));
            assertEquals(2, server.asked().size());
            assertEquals(Map.of("Authorization", "Bearer a2"), login.headers());
        }
    }

    @Test
    void aRefreshTokenThatIsTakenOnceIsFollowedByTheNext() {
        String first = "{\"access_token\":\"a1\",\"token_type\":\"bearer\",\"refresh_token\":\"r2\"}";
        String second = "{\"access_token\":\"a2\",\"token_type\":\"bearer\",\"refresh_token\":\"r3\"}";
        try (Server server = new Server(json(first), json(second));
                TokenEndpoint endpoint = endpoint(server)) {
            Login login = login(endpoint);
            login.renew(login.headers());

            assertEquals(List.of("r2", "r3"), rotated);
            assertTrue(server.bodies().getLast().contains("refresh_token=r2"));
        }
    }

    @Test
    void aGrantThatDoesNotHoldIsAccessDenied() {
        String refused = "{\"error\":\"invalid_grant\",\"error_description\":\"expired access/refresh token\"}";
        try (Server server = new Server(answer(400, refused));
                TokenEndpoint endpoint = endpoint(server)) {
            Login login = login(endpoint);
            ConnectorFailure failure = assertThrows(ConnectorFailure.class, login::headers);

            assertEquals(Optional.of(Reason.ACCESS_DENIED), failure.reason());
            assertEquals(
                    "Acme answered 400 to POST /oauth/token. It says: expired access/refresh token. Log in again, or correct the client's id and secret in"
                            + " the config.",
                    failure.getMessage());
            assertEquals(1, server.asked().size());
        }
    }

    @Test
    void anEndpointInTroubleIsAskedAgain() {
        try (Server server = new Server(
                        answer(502, "<html>"),
                        answer(400, "{\"error\":\"unknown_error\",\"error_description\":\"retry your request\"}"),
                        json(HOUR));
                TokenEndpoint endpoint = endpoint(server)) {
            assertEquals("a1", login(endpoint).tokens().access());
        }
    }

    @Test
    void anAnswerWithoutATokenIsNotQuoted() {
        try (Server server = new Server(json("{\"id_token\":\"secret\"}"));
                TokenEndpoint endpoint = endpoint(server)) {
            Login login = login(endpoint);
            ConnectorFailure failure = assertThrows(ConnectorFailure.class, login::headers);

            assertFalse(failure.toString().contains("secret"));
            assertEquals(null, failure.getCause());
        }
    }

    @Test
    void whatTheVendorAddsIsKept() {
        String granted =
                "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"scope\":\"api read\",\"instance_url\":\"https://x.example\"}";
        try (Server server = new Server(json(granted));
                TokenEndpoint endpoint = endpoint(server)) {
            Tokens tokens = endpoint.ask(new Grant.Refresh("r1"));

            assertEquals(List.of("api", "read"), tokens.scopes());
            assertEquals(Optional.empty(), tokens.lifetime());
            assertEquals("https://x.example", tokens.json().path("instance_url").asString());
            assertEquals("Tokens[***]", tokens.toString());
        }
    }

    private Login login(TokenEndpoint endpoint) {
        return new Login(endpoint, new Grant.Refresh("r1"), rotated::add, time);
    }

    private TokenEndpoint endpoint(Server server) {
        return TokenEndpoint.open("Acme", server.uri().resolve("/oauth/token"), PUBLIC, Transport.DIRECT, time);
    }
}
