package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of the account, and who comes in with which. Safe for all threads. */
public final class Keys {
    private final Map<String, Key> keys = new ConcurrentHashMap<>();

    /** Adds a key, or changes what it may. */
    public void put(Key key) {
        keys.put(key.secret(), key);
    }

    /** The masked key of a call, by which calls are counted. */
    static String caller(Call call) {
        return given(call).map(Key::masked).orElse("nobody");
    }

    /** Revokes the access tokens of a connected account. */
    void revoke(String account) {
        keys.replaceAll(
                (_, key) -> key.account().filter(account::equals).isPresent() ? key.in(Key.State.REVOKED) : key);
    }

    /** @throws Refusal when the call comes without a key that works */
    Key admit(Call call) {
        String given = given(call)
                .orElseThrow(() -> Refusal.of(
                        401,
                        "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer"
                                + " auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY'). See https://stripe.com/docs/api#authentication"
                                + " for details, or we can help at https://support.stripe.com/."));
        if (given.startsWith("pk_")) {
            throw Refusal.of(
                            401,
                            "This API call cannot be made with a publishable API key. Please use a secret API key. You can find a list"
                                    + " of your API keys at https://dashboard.stripe.com/account/apikeys.")
                    .code("secret_key_required");
        }
        Key key = keys.get(given);
        if (key == null || key.state() == Key.State.REVOKED) {
            throw invalid(given);
        }
        if (key.state() == Key.State.EXPIRED) {
            throw expired(given);
        }
        return key;
    }

    static Refusal invalid(String given) {
        return Refusal.of(401, "Invalid API Key provided: " + Key.masked(given));
    }

    static Refusal expired(String given) {
        return Refusal.of(401, "Expired API Key provided: " + Key.masked(given)).code("api_key_expired");
    }

    static Refusal forbidden(String given, String right, String account) {
        return Refusal.of(
                403,
                "The provided key '" + Key.masked(given)
                        + "' does not have the required permissions for this endpoint on account '" + account
                        + "'. Having the '" + right + "' permission would allow this request to continue.");
    }

    /** A Bearer token, or the user name of Basic. */
    static Optional<String> given(Call call) {
        String header = call.header("authorization").orElse("").trim();
        if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return Optional.of(header.substring(7).trim()).filter(key -> !key.isEmpty());
        }
        if (header.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String pair = new String(
                        Base64.getDecoder().decode(header.substring(6).trim()), StandardCharsets.UTF_8);
                return Optional.of(pair.split(":", 2)[0]).filter(key -> !key.isEmpty());
            } catch (IllegalArgumentException _) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }
}
