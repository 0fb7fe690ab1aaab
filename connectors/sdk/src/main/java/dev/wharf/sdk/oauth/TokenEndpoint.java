package dev.wharf.sdk.oauth;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import dev.wharf.protocol.Json;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.api.Answer;
import dev.wharf.sdk.api.ApiClient;
import dev.wharf.sdk.api.Budget;
import dev.wharf.sdk.api.Call;
import dev.wharf.sdk.api.LimitClass;
import dev.wharf.sdk.api.Refusal;
import dev.wharf.sdk.api.Time;
import dev.wharf.sdk.api.Transport;
import dev.wharf.sdk.api.Vendor;
import dev.wharf.sdk.api.Verdict;
import dev.wharf.sdk.api.Waits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.node.ObjectNode;

/**
 * Where tokens come from: the library makes the forms, signs and reads the answers, and an {@link ApiClient} carries them, so proxies, authorities and retries hold
 * here too. Its calls are not part of a budget. Any thread, but one credential should be renewed by one at a time: {@link Login} sees to that.
 */
public final class TokenEndpoint implements AutoCloseable {

    private static final LimitClass LOGINS = LimitClass.perSecond("logins", 1, 1);

    private final URI endpoint;
    private final Application application;
    private final ApiClient client;
    private final Time time;

    private TokenEndpoint(URI endpoint, Application application, ApiClient client, Time time) {
        this.endpoint = endpoint;
        this.application = application;
        this.client = client;
        this.time = time;
    }

    /** @param vendor its name in a sentence */
    public static TokenEndpoint open(String vendor, URI endpoint, Application application, Transport transport) {
        return open(vendor, endpoint, application, transport, Time.system());
    }

    /** With a time that a test moves. */
    public static TokenEndpoint open(
            String vendor, URI endpoint, Application application, Transport transport, Time time) {
        ApiClient client = ApiClient.open(
                new Door(vendor),
                endpoint.resolve("/"),
                transport,
                Budget.unlimited(),
                Waits.untold(),
                time,
                RandomGenerator.getDefault());
        return new TokenEndpoint(endpoint, application, client, time);
    }

    /** @throws ConnectorFailure with the reason ACCESS_DENIED when the grant does not hold, temporary when nobody answers */
    public Tokens ask(Grant grant) {
        TokenRequest request = application.request(endpoint, GrantForms.of(grant, time.instant()));
        return read(client.send(call(request.toHTTPRequest())));
    }

    @Override
    public void close() {
        client.close();
    }

    private static Call call(HTTPRequest request) {
        Call.Body form = new Call.Body(
                "application/x-www-form-urlencoded",
                String.valueOf(request.getBody()).getBytes(StandardCharsets.UTF_8));
        String proof = request.getAuthorization();
        return new Call(
                LOGINS,
                Optional.empty(),
                "POST",
                request.getURI().getRawPath(),
                List.of(),
                proof == null ? Map.of() : Map.of("Authorization", proof),
                Optional.of(form));
    }

    private Tokens read(Answer answer) {
        try {
            HTTPResponse response = new HTTPResponse(200);
            response.setContentType("application/json");
            response.setBody(answer.json().toString());
            var tokens = AccessTokenResponse.parse(response).getTokens();
            AccessToken access = tokens.getAccessToken();
            RefreshToken refresh = tokens.getRefreshToken();
            Scope scope = access.getScope();
            return new Tokens(
                    access.getValue(),
                    refresh == null ? Optional.empty() : Optional.of(refresh.getValue()),
                    access.getLifetime() > 0 ? Optional.of(Duration.ofSeconds(access.getLifetime())) : Optional.empty(),
                    scope == null ? List.of() : scope.toStringList(),
                    answer.json() instanceof ObjectNode json ? json : Json.object());
        } catch (ParseException e) {
            // Without the cause: it quotes the answer, and that holds tokens.
            throw ConnectorFailure.fault("The answer of " + endpoint.getAuthority() + " to " + endpoint.getPath()
                    + " holds no tokens that can be read.");
        }
    }

    /** What a token endpoint says when it gives none (RFC 6749, section 5.2). */
    private record Door(String name) implements Vendor {

        @Override
        public Map<String, String> headers() {
            return Map.of();
        }

        @Override
        public Verdict judge(Refusal refusal) {
            String error = refusal.json().path("error").asString("");
            String told = refusal.json().path("error_description").asString(error);
            return switch (error) {
                case "invalid_grant", "invalid_client", "invalid_client_id", "unauthorized_client", "access_denied" ->
                    new Verdict.AccessDenied("It says: " + told
                            + ". Log in again, or correct the client's id and secret in the config.");
                case "temporarily_unavailable", "server_error", "unknown_error", "rate_limit_exceeded" ->
                    new Verdict.Transient("It says: " + told + ".");
                default ->
                    refusal.status() / 100 == 4 && refusal.status() != 429 && refusal.status() != 408
                            ? new Verdict.AccessDenied(
                                    told.isEmpty()
                                            ? "Check how the application is registered."
                                            : "It says: " + told + ".")
                            : Verdict.ofStatus(refusal);
            };
        }
    }
}
