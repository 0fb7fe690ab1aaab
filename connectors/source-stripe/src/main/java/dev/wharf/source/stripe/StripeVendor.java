package dev.wharf.source.stripe;

import dev.wharf.sdk.api.Refusal;
import dev.wharf.sdk.api.Vendor;
import dev.wharf.sdk.api.Verdict;
import dev.wharf.sdk.api.Verdict.RateLimited;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Stripe's answers mean. Any thread. */
final class StripeVendor implements Vendor {

    private static final Pattern RIGHT = Pattern.compile("'(rak_[a-z_]+)'");

    private final StripeConfig config;

    StripeVendor(StripeConfig config) {
        this.config = config;
    }

    @Override
    public String name() {
        return "Stripe";
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Authorization", "Bearer " + config.apiKey());
        headers.put("Stripe-Version", config.apiVersion());
        config.account().ifPresent(account -> headers.put("Stripe-Account", account));
        return headers;
    }

    @Override
    public Verdict judge(Refusal refusal) {
        String code = refusal.json().path("error").path("code").asString("");
        String message = refusal.json().path("error").path("message").asString("");
        if (code.equals("rate_limit") || code.equals("lock_timeout") || refusal.status() == 429) {
            return limited(refusal, code);
        }
        return switch (refusal.status()) {
            case 400 -> rejected(refusal, message);
            case 401 -> new Verdict.AccessDenied(key(code, message));
            case 403 -> forbidden(code, message);
            case 404 -> missing(message);
            default -> byShouldRetry(refusal);
        };
    }

    private static Verdict limited(Refusal refusal, String code) {
        if (code.equals("lock_timeout")) {
            return new Verdict.Transient("Somebody else is changing it just now.");
        }
        String reason = refusal.header("Stripe-Rate-Limited-Reason").orElse("");
        return reason.endsWith("concurrency") ? RateLimited.byConcurrency() : RateLimited.byRate();
    }

    private static Verdict rejected(Refusal refusal, String message) {
        String param = refusal.json().path("error").path("param").asString("");
        if (message.contains("aged out") || param.equals("starting_after") || param.equals("ending_before")) {
            return new Verdict.Gone(message);
        }
        if (message.contains("is not on") || message.contains("not set up") || message.contains("not enabled")) {
            return new Verdict.PermissionMissing("The account does not have this: " + message);
        }
        return new Verdict.OurFault(message);
    }

    private static String key(String code, String message) {
        return switch (code) {
            case "api_key_expired" ->
                "The API key has expired: " + message + ". Make a new one, and put it into api_key.";
            case "secret_key_required" -> "This key may be shown to anybody and reads nothing. Use a restricted key.";
            default -> message + ". Put a restricted key that may read into api_key.";
        };
    }

    private static Verdict forbidden(String code, String message) {
        Matcher right = RIGHT.matcher(message);
        if (right.find()) {
            return new Verdict.PermissionMissing("The key lacks the right " + right.group(1)
                    + ". Give it that right in Stripe's dashboard (Developers, API keys), or deselect the collection.");
        }
        if (code.equals("secret_key_required") || message.contains("does not have access to account")) {
            return new Verdict.AccessDenied(message);
        }
        return new Verdict.PermissionMissing(message + " Deselect the collection, or use a key that may.");
    }

    private static Verdict missing(String message) {
        return message.startsWith("Unrecognized request URL")
                ? new Verdict.OurFault(message + " Perhaps api_version is too old for it.")
                : new Verdict.Gone(message);
    }

    private static Verdict byShouldRetry(Refusal refusal) {
        return switch (refusal.header("Stripe-Should-Retry").orElse("")) {
            case "true" -> new Verdict.Transient("Stripe says to try again.");
            case "false" -> new Verdict.OurFault("Stripe says not to try again.");
            default -> Verdict.ofStatus(refusal);
        };
    }
}
