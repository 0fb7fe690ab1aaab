package dev.wharf.sdk.api;

import dev.wharf.sdk.ConnectorFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** One call, from its first attempt to its end. One thread. */
final class Exchange<T> {

    private static final int REFUSAL_BYTES = 64 << 10;

    private final ApiClient client;
    private final Call call;
    private final Content<T> content;
    private final Retries retries;
    private int failed;
    private int refused;
    private boolean renewed;
    private Duration waited = Duration.ZERO;

    private sealed interface Outcome<T> {

        record Good<T>(T value) implements Outcome<T> {}

        record Bad<T>(Refusal refusal) implements Outcome<T> {}

        record Broken<T>(Exception how) implements Outcome<T> {}
    }

    Exchange(ApiClient client, Call call, Content<T> content) {
        this.client = client;
        this.call = call;
        this.content = content;
        this.retries = client.vendor.retries();
    }

    /** @return empty when what was asked for is gone */
    Optional<T> run() throws InterruptedException {
        while (true) {
            Map<String, String> headers = client.vendor.headers();
            switch (attempt(headers)) {
                case Outcome.Good<T>(T value) -> {
                    return Optional.of(value);
                }
                case Outcome.Broken<T>(Exception how) -> again(broken(how), Duration.ZERO, how);
                case Outcome.Bad<T>(Refusal refusal) -> {
                    if (obey(refusal, headers)) {
                        return Optional.empty();
                    }
                }
            }
        }
    }

    ConnectorFailure gone() {
        return ConnectorFailure.fault(client.vendor.name() + " does not have what " + call + " asks for.");
    }

    private Outcome<T> attempt(Map<String, String> headers) throws InterruptedException {
        client.gate.enter(call);
        try {
            spend();
            HttpResponse<InputStream> response = client.exchange(call, headers);
            try (InputStream body = response.body()) {
                look(response.headers());
                if (response.statusCode() / 100 != 2) {
                    byte[] beginning = body.readNBytes(REFUSAL_BYTES);
                    return new Outcome.Bad<>(new Refusal(call, response.statusCode(), response.headers(), beginning));
                }
                T value = content.read(response.statusCode(), response.headers(), body);
                // Only its end shows that a body was whole.
                body.transferTo(OutputStream.nullOutputStream());
                client.gate.answered(call.limit());
                return new Outcome.Good<>(value);
            }
        } catch (IOException | JacksonException e) {
            return new Outcome.Broken<>(e);
        } catch (IllegalArgumentException e) {
            throw ConnectorFailure.fault(
                    "Cannot ask " + client.vendor.name() + " for " + call + ": " + e.getMessage(), e);
        } finally {
            client.gate.leave(call);
        }
    }

    private void spend() {
        try {
            client.budget.spend(call);
        } catch (ConnectorFailure reached) {
            client.gate.close(reached);
            throw reached;
        }
    }

    private void look(HttpHeaders headers) {
        Gauge gauge = client.vendor.gauge(call, headers);
        gauge.quota().ifPresent(client.budget::seen);
        gauge.window().ifPresent(client.gate::seen);
    }

    /** @return whether what was asked for is gone; otherwise there may be another attempt */
    private boolean obey(Refusal refusal, Map<String, String> headers) throws InterruptedException {
        String answered = client.vendor.name() + " answered " + refusal.status() + " to " + call + ". ";
        switch (client.vendor.judge(refusal)) {
            case Verdict.AccessDenied(String why) -> throw client.shut(ConnectorFailure.accessDenied(answered + why));
            case Verdict.Expired(String why) -> {
                if (renewed || !client.vendor.renew(headers)) {
                    throw client.shut(ConnectorFailure.accessDenied(answered + why));
                }
                renewed = true;
            }
            case Verdict.PermissionMissing(String why) -> throw ConnectorFailure.permissionMissing(answered + why);
            case Verdict.RateLimited limited -> slowDown(limited, refusal);
            case Verdict.QuotaUsedUp(String why) -> {
                ConnectorFailure reached = ConnectorFailure.budgetReached(answered + why);
                client.gate.close(reached);
                throw reached;
            }
            case Verdict.Transient(String why) ->
                again(answered + why, askedFor(refusal).orElse(Duration.ZERO), null);
            case Verdict.Gone _ -> {
                return true;
            }
            case Verdict.OurFault(String why) -> throw ConnectorFailure.fault(answered + why);
        }
        return false;
    }

    private void slowDown(Verdict.RateLimited limited, Refusal refusal) {
        refused++;
        Instant now = client.time.instant();
        Duration pause = limited.until()
                .map(until -> Duration.between(now, until))
                .or(() -> askedFor(refusal))
                .orElseGet(() -> drawn(refused));
        waited = waited.plus(pause);
        if (waited.compareTo(retries.total()) > 0) {
            throw ConnectorFailure.temporary("%s lets no %s through: it is rate limited until %s."
                    .formatted(client.vendor.name(), call, now.plus(pause)));
        }
        client.gate.refused(call.limit(), limited.excess(), now.plus(pause));
    }

    private void again(String why, Duration atLeast, @Nullable Exception cause) throws InterruptedException {
        client.gate.check();
        failed++;
        Duration drawn = drawn(failed);
        Duration pause = drawn.compareTo(atLeast) > 0 ? drawn : atLeast;
        waited = waited.plus(pause);
        if (failed >= retries.attempts() || waited.compareTo(retries.total()) > 0) {
            String message = why + " It was tried " + failed + (failed == 1 ? " time." : " times.");
            throw cause == null ? ConnectorFailure.temporary(message) : ConnectorFailure.temporary(message, cause);
        }
        client.gate.pause(call.stream(), pause);
    }

    private Optional<Duration> askedFor(Refusal refusal) {
        return RetryAfter.of(refusal.headers(), client.time.instant());
    }

    /** Full jitter: anything up to the bound. */
    private Duration drawn(int failed) {
        return Duration.ofNanos(
                (long) (client.random.nextDouble() * retries.bound(failed).toNanos()));
    }

    private String broken(Exception how) {
        if (isDistrusted(how)) {
            throw client.shut(
                    ConnectorFailure.accessDenied(
                            "Cannot ask " + client.server()
                                    + ": its certificate is not trusted. Where that is right, as with a proxy that looks into what passes, put the certificate of its authority into ca_certificates."));
        }
        String vendor = client.vendor.name();
        return switch (how) {
            case JacksonException _ -> vendor + " answered " + call + " with something that is not JSON.";
            case HttpConnectTimeoutException _ -> "Cannot connect to " + client.server() + " in time.";
            case HttpTimeoutException _ -> vendor + " did not answer " + call + " in time.";
            case ConnectException _ -> "Cannot connect to " + client.server() + ".";
            default -> "The answer of " + vendor + " to " + call + " broke off: " + how.getMessage() + ".";
        };
    }

    private static boolean isDistrusted(Throwable how) {
        for (Throwable cause = how; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException) {
                return true;
            }
        }
        return false;
    }
}
