package dev.wharf.sdk.api;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** The header field {@code Retry-After} (RFC 9110): seconds, or a date. Stateless; any thread. */
final class RetryAfter {

    private RetryAfter() {}

    /** @return empty when there is none that can be read */
    static Optional<Duration> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(text -> seconds(text)
                        .or(() -> date(text).map(date -> Duration.between(serverTime(headers, now), date)))
                        .map(pause -> pause.isNegative() ? Duration.ZERO : pause));
    }

    private static Optional<Duration> seconds(String text) {
        return text.matches("\\d{1,9}(\\.\\d{1,9})?")
                ? Optional.of(Duration.ofMillis((long) (Double.parseDouble(text) * 1000)))
                : Optional.empty();
    }

    /** By the server's own clock, where it tells that: ours may be wrong. */
    private static Instant serverTime(HttpHeaders headers, Instant now) {
        return headers.firstValue("Date").flatMap(RetryAfter::date).orElse(now);
    }

    private static Optional<Instant> date(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
