package dev.wharf.sdk.oauth;

import dev.wharf.sdk.api.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The access token of a run, got when it is first wanted and again when it ends. For {@code Vendor.headers} and {@code Vendor.renew}. Any thread; one gets a token
 * while the others wait for it, since a vendor that takes a refresh token once would refuse the second of two.
 */
public final class Login {

    /** A token is not used in its last minute: the call would take a part of it. */
    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final TokenEndpoint endpoint;
    private final Rotation rotation;
    private final Time time;
    private Grant grant;
    private @Nullable Tokens tokens;
    private Instant ends = Instant.MAX;

    /** Stores a refresh token that replaces the one in the config. */
    @FunctionalInterface
    public interface Rotation {

        /** When it returns, the token has left for the runtime ({@link dev.wharf.sdk.Config#replace}); only then is the access token used that came with it. */
        void rotated(String refreshToken);
    }

    /** @param rotation is told of every refresh token that differs from the one before */
    public Login(TokenEndpoint endpoint, Grant grant, Rotation rotation) {
        this(endpoint, grant, rotation, Time.system());
    }

    /** With a time that a test moves. */
    public Login(TokenEndpoint endpoint, Grant grant, Rotation rotation, Time time) {
        this.endpoint = endpoint;
        this.grant = grant;
        this.rotation = rotation;
        this.time = time;
    }

    /** The tokens that hold now. */
    public synchronized Tokens tokens() {
        return tokens == null || !time.instant().isBefore(ends) ? ask() : tokens;
    }

    /** The header field with the access token. */
    public Map<String, String> headers() {
        return Map.of("Authorization", "Bearer " + tokens().access());
    }

    /** Gets another token unless somebody did already. For {@code Vendor.renew}: always worth another try. */
    public synchronized boolean renew(Map<String, String> refused) {
        if (tokens != null && ("Bearer " + tokens.access()).equals(refused.get("Authorization"))) {
            ask();
        }
        return true;
    }

    private Tokens ask() {
        Tokens fresh = endpoint.ask(grant);
        Optional<String> refresh = fresh.refresh().filter(token -> !grant.equals(new Grant.Refresh(token)));
        refresh.ifPresent(token -> {
            rotation.rotated(token);
            grant = new Grant.Refresh(token);
        });
        ends = fresh.lifetime()
                .map(lifetime -> time.instant().plus(lifetime).minus(MARGIN))
                .orElse(Instant.MAX);
        tokens = fresh;
        return fresh;
    }
}
