package dev.wharf.source.stripe;

import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.api.LimitClass;
import dev.wharf.sdk.api.Transport;
import java.net.URI;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * The config, with its defaults.
 *
 * @param account the connected account that is read; empty for the key's own
 * @param apiVersion what lists are asked for in; events come in whatever version they were made
 * @param startDate what was created before is not listed, in seconds since 1970
 * @param relistDays after how many days what no event tells is read again; 0 for never
 * @param fanOuts whether collections are offered that take a call for each of many objects
 * @param issuing whether collections are offered that only accounts with Issuing have
 */
record StripeConfig(
        String apiKey,
        Optional<String> account,
        String apiVersion,
        Optional<Long> startDate,
        long relistDays,
        boolean fanOuts,
        boolean issuing,
        URI base,
        Transport transport) {

    /** The version that the schemas are written for. */
    static final String API_VERSION = "2026-10-28.endive";

    static StripeConfig of(Config config) {
        return new StripeConfig(
                config.text("api_key").strip(),
                config.optionalText("account"),
                config.text("api_version", API_VERSION),
                config.optionalText("start_date").map(StripeConfig::seconds),
                config.integer("relist_days", 0),
                config.flag("fan_outs", false),
                config.flag("issuing", false),
                URI.create(config.text("base_url", "https://api.stripe.com")),
                Transport.of(config));
    }

    boolean offers(Collection collection) {
        return (fanOuts || !collection.fansOut()) && (issuing || !collection.ofIssuing());
    }

    /** A key whose rights are chosen one by one. */
    boolean restricted() {
        return apiKey.startsWith("rk_");
    }

    /** What Stripe allows in a second: of a live account, or of one for tests. */
    LimitClass reads() {
        return apiKey.contains("_test_") ? LimitClass.perSecond("read", 20, 2) : LimitClass.perSecond("read", 80, 4);
    }

    /** Whose calls are counted together. Stripe counts by account, which only another call would tell: keys of one account have a budget each. */
    String payer() {
        return "stripe:" + account.orElseGet(() -> Integer.toHexString(apiKey.hashCode()));
    }

    private static long seconds(String date) {
        try {
            return LocalDate.parse(date).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
        } catch (DateTimeException e) {
            throw ConnectorFailure.config("start_date must be a day that exists, like 2024-01-31.", e);
        }
    }
}
