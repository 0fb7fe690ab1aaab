package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Json;
import dev.wharf.standin.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Connect's OAuth. Whoever is sent to {@code /oauth/authorize} agrees at once, unless the client id ends in {@code _denied}. A code is good for one
 * use.
 */
final class OAuth {
    private final Accounts accounts;
    private final Keys keys;
    private final AtomicLong number = new AtomicLong();
    private final Map<String, String> accountsByCode = new ConcurrentHashMap<>();
    private final Map<String, String> accountsByRefreshToken = new ConcurrentHashMap<>();

    OAuth(Accounts accounts, Keys keys) {
        this.accounts = accounts;
        this.keys = keys;
    }

    Optional<Reply> answer(Call call) {
        return switch (call.method() + " " + call.path()) {
            case "GET /oauth/authorize" -> Optional.of(authorize(call));
            case "POST /oauth/token", "POST /v1/oauth/token" -> Optional.of(token(call));
            case "POST /oauth/deauthorize" -> Optional.of(deauthorize(call));
            default -> Optional.empty();
        };
    }

    private Reply authorize(Call call) {
        String redirect = call.parameter("redirect_uri").orElse("");
        if (redirect.isEmpty() || !call.parameter("response_type").orElse("").equals("code")) {
            return error(400, "invalid_request", "response_type=code and a redirect_uri are required");
        }
        String state = call.parameter("state").map(s -> "&state=" + encoded(s)).orElse("");
        String joint = redirect.contains("?") ? "&" : "?";
        if (call.parameter("client_id").orElse("").endsWith("_denied")) {
            return Reply.redirect(redirect + joint + "error=access_denied&error_description="
                    + encoded("The user denied your request") + state);
        }
        String code = accounts.own().world().ids().fresh("ac_");
        accountsByCode.put(code, accounts.any(number.getAndIncrement()));
        return Reply.redirect(
                redirect + joint + "scope=" + call.parameter("scope").orElse("read_only") + "&code=" + code + state);
    }

    private Reply token(Call call) {
        Reply refused = refusal(call);
        if (refused.status() != 200) {
            return refused;
        }
        String type = call.parameter("grant_type").orElse("");
        String given = call.parameter(type.equals("refresh_token") ? "refresh_token" : "code")
                .orElse("");
        return switch (type) {
            case "authorization_code" ->
                issue(accountsByCode.remove(given), "Authorization code does not exist: " + given, call);
            case "refresh_token" ->
                issue(accountsByRefreshToken.get(given), "Refresh token does not exist: " + given, call);
            default -> error(400, "unsupported_grant_type", "Unsupported grant type: " + type);
        };
    }

    private Reply issue(@Nullable String account, String missing, Call call) {
        if (account == null) {
            return error(400, "invalid_grant", missing);
        }
        String token = accounts.own().world().ids().fresh("sk_test_");
        String refresh = accounts.own().world().ids().fresh("rt_");
        keys.put(Key.token(token, account));
        accountsByRefreshToken.put(refresh, account);
        return Reply.json(
                200,
                Json.object()
                        .put("access_token", token)
                        .put("refresh_token", refresh)
                        .put("token_type", "bearer")
                        .put("scope", call.parameter("scope").orElse("read_only"))
                        .put("livemode", false)
                        .put("stripe_user_id", account)
                        .put("stripe_publishable_key", "pk_test_" + account));
    }

    private Reply deauthorize(Call call) {
        Reply refused = refusal(call);
        if (refused.status() != 200) {
            return refused;
        }
        String account = call.parameter("stripe_user_id").orElse("");
        if (!accountsByRefreshToken.containsValue(account)) {
            return error(400, "invalid_client", "This application is not connected to stripe account " + account + ".");
        }
        accountsByRefreshToken.values().removeIf(account::equals);
        keys.revoke(account);
        return Reply.json(200, Json.object().put("stripe_user_id", account));
    }

    /** A platform must come with its own secret key. */
    private Reply refusal(Call call) {
        try {
            keys.admit(call);
            return Reply.json(200, Json.object());
        } catch (Refusal refusal) {
            return error(401, "invalid_client", refusal.getMessage());
        }
    }

    private static Reply error(int status, String error, String description) {
        return Reply.json(status, Json.object().put("error", error).put("error_description", description));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
