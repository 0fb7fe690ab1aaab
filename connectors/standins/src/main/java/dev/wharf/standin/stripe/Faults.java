package dev.wharf.standin.stripe;

import dev.wharf.standin.Call;
import dev.wharf.standin.Fault;
import dev.wharf.standin.Reply;
import java.util.Optional;
import java.util.Set;

/** The faults that only Stripe has, in its words. */
final class Faults {
    static final Set<String> NAMES = Set.of(
            "rate-limit",
            "old-rate-limit",
            "lock-timeout",
            "conflict",
            "server-error",
            "key-revoked",
            "key-expired",
            "right-missing",
            "account-revoked",
            "cursor-expired",
            "duplicates",
            "legacy-lines");

    private final String account;

    Faults(String account) {
        this.account = account;
    }

    /** The answer of a fault; empty for one that is in how the call is answered. */
    Optional<Reply> play(Fault fault, Call call) {
        String given = Keys.given(call).orElse("");
        Optional<Reply> reply = switch (fault.name()) {
            case "rate-limit" ->
                Optional.of(Refusal.limited()
                        .reply()
                        .with(
                                "Stripe-Rate-Limited-Reason",
                                fault.detail("reason").orElse("global-rate")));
            case "old-rate-limit" ->
                Optional.of(Refusal.of(400, "Too many requests hit the API too quickly.")
                        .code("rate_limit")
                        .reply());
            case "lock-timeout" -> Optional.of(lockTimeout());
            case "conflict" ->
                Optional.of(Refusal.of(409, "Another request is changing this right now.")
                        .type("idempotency_error")
                        .reply());
            case "server-error" ->
                Optional.of(serverError(Integer.parseInt(fault.detail("status").orElse("500"))));
            case "key-revoked" -> Optional.of(Keys.invalid(given).reply());
            case "key-expired" -> Optional.of(Keys.expired(given).reply());
            case "right-missing" ->
                Optional.of(Keys.forbidden(given, right(fault, call), account).reply());
            case "cursor-expired" ->
                Optional.of(Listing.agedOut(call.parameter("ending_before")
                                .or(() -> call.parameter("starting_after"))
                                .orElse(""))
                        .reply());
            default -> Optional.empty();
        };
        return reply.map(answer -> withAdvice(answer, fault));
    }

    private static Reply lockTimeout() {
        return Refusal.of(
                        429,
                        "This object cannot be accessed right now because another API request or Stripe process is currently"
                                + " accessing it. If you see this error intermittently, retry the request. If you see this error"
                                + " frequently and are making multiple concurrent requests to a single object, make your requests"
                                + " serially or at a lower rate.")
                .code("lock_timeout")
                .reply();
    }

    private static Reply serverError(int status) {
        return Refusal.of(status, "An error occurred while processing your request. Try again in a little bit.")
                .type("api_error")
                .reply();
    }

    private static String right(Fault fault, Call call) {
        return fault.detail("right")
                .or(() -> Kind.atPath(call.path()).map(Kind::right))
                .or(() -> Almanac.atPath(call.path()).map(Almanac::right))
                .orElse("rak_unknown_read");
    }

    /** The headers by which Stripe tells a client what to do. */
    private static Reply withAdvice(Reply reply, Fault fault) {
        Reply advised = reply;
        if (fault.detail("shouldRetry").isPresent()) {
            advised = advised.with(
                    "Stripe-Should-Retry", fault.detail("shouldRetry").get());
        }
        if (fault.detail("retryAfter").isPresent()) {
            advised = advised.with("Retry-After", fault.detail("retryAfter").get());
        }
        return advised;
    }
}
