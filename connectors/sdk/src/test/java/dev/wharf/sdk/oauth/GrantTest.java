package dev.wharf.sdk.oauth;

import static dev.wharf.sdk.api.Server.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.api.MovedTime;
import dev.wharf.sdk.api.Server;
import dev.wharf.sdk.api.Transport;
import java.net.URI;
import java.net.URLDecoder;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What goes to the token endpoint for each grant, and how a person's consent becomes one. */
class GrantTest {

    private static final URI PAGE = URI.create("https://acme.example/oauth/authorize");
    private static final URI LOOPBACK = URI.create("http://127.0.0.1:8400/");
    private static final Application SECRET =
            new Application("app", Optional.of("s3cret"), Application.Proof.FORM, List.of("read"));

    @Test
    void aCodeGoesWithItsVerifier() {
        String verifier = "v".repeat(43);

        assertEquals(
                Map.of(
                        "grant_type", "authorization_code",
                        "code", "c1",
                        "redirect_uri", "http://127.0.0.1:8400/",
                        "code_verifier", verifier,
                        "client_id", "app",
                        "client_secret", "s3cret"),
                form(SECRET, new Grant.Code("c1", LOOPBACK, verifier)));
    }

    @Test
    void aSecretMayGoIntoTheHeader() {
        Application basic = new Application("app", Optional.of("s3cret"), Application.Proof.HEADER, List.of());

        assertEquals(Map.of("grant_type", "client_credentials"), form(basic, new Grant.ClientCredentials()));
    }

    @Test
    void anAssertionIsSignedAndHoldsForThreeMinutes() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        Grant grant = new Grant.JwtBearer("app", "user@acme.example", "https://login.acme.example", pem);
        Map<String, String> form = form(SECRET, grant);
        SignedJWT assertion = SignedJWT.parse(form.get("assertion"));

        assertEquals("urn:ietf:params:oauth:grant-type:jwt-bearer", form.get("grant_type"));
        assertTrue(assertion.verify(new RSASSAVerifier((RSAPublicKey) pair.getPublic())));
        assertEquals("app", assertion.getJWTClaimsSet().getIssuer());
        assertEquals("user@acme.example", assertion.getJWTClaimsSet().getSubject());
        assertEquals(
                List.of("https://login.acme.example"),
                assertion.getJWTClaimsSet().getAudience());
        assertEquals(
                Date.from(MovedTime.START.plus(Duration.ofMinutes(3))),
                assertion.getJWTClaimsSet().getExpirationTime());
    }

    @Test
    void aKeyThatIsNoneIsNotQuoted() {
        Grant grant = new Grant.JwtBearer("app", "user", "server", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n");
        ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> form(SECRET, grant));

        assertFalse(failure.toString().contains("MIIB"));
        assertEquals(null, failure.getCause());
    }

    @Test
    void aPersonIsAskedWithAChallenge() {
        Consent consent = Consent.ask(PAGE, SECRET, LOOPBACK);
        Map<String, String> query = parameters(consent.page().getRawQuery());

        assertEquals("code", query.get("response_type"));
        assertEquals("S256", query.get("code_challenge_method"));
        assertEquals(consent.state(), query.get("state"));
        assertEquals("read", query.get("scope"));
        assertFalse(consent.page().toString().contains(consent.verifier()));
    }

    @Test
    void aConsentBecomesTheGrantOfItsCode() {
        Consent consent = Consent.ask(PAGE, SECRET, LOOPBACK);

        assertEquals(
                new Grant.Code("c1", LOOPBACK, consent.verifier()),
                consent.answered(URI.create(LOOPBACK + "?code=c1&state=" + consent.state())));
    }

    @Test
    void anAnswerToAnotherQuestionIsRefused() {
        Consent consent = Consent.ask(PAGE, SECRET, LOOPBACK);

        assertThrows(ConnectorFailure.class, () -> consent.answered(URI.create(LOOPBACK + "?code=c1&state=other")));
        assertThrows(ConnectorFailure.class, () -> consent.answered(LOOPBACK));
    }

    @Test
    void aPersonWhoRefusesIsAccessDenied() {
        Consent consent = Consent.ask(PAGE, SECRET, LOOPBACK);
        URI refused = URI.create(LOOPBACK + "?error=access_denied&state=" + consent.state());
        ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> consent.answered(refused));

        assertEquals(Optional.of(Reason.ACCESS_DENIED), failure.reason());
    }

    private static Map<String, String> form(Application application, Grant grant) {
        String tokens = "{\"access_token\":\"a\",\"token_type\":\"bearer\"}";
        try (Server server = new Server(json(tokens));
                TokenEndpoint endpoint = TokenEndpoint.open(
                        "Acme", server.uri().resolve("/token"), application, Transport.DIRECT, new MovedTime())) {
            endpoint.ask(grant);
            return parameters(server.bodies().getFirst());
        }
    }

    private static Map<String, String> parameters(String encoded) {
        Map<String, String> parameters = new TreeMap<>();
        Arrays.stream(encoded.split("&"))
                .map(pair -> pair.split("=", 2))
                .forEach(pair -> parameters.put(pair[0], URLDecoder.decode(pair[1], UTF_8)));
        return parameters;
    }
}
