package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.source.stripe.Warehouse.Run;
import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source against the stand-in: what the tables hold, and what it cost. */
class StripeReadTest {

    /** Those of which the stand-in has a truth, without the ones that take a call for each object. */
    static final List<String> COMPARED = List.of(
            "accounts",
            "application_fees",
            "balance",
            "balance_transactions",
            "charges",
            "checkout_sessions",
            "country_specs",
            "coupons",
            "credit_notes",
            "customers",
            "disputes",
            "early_fraud_warnings",
            "exchange_rates",
            "file_links",
            "files",
            "invoice_items",
            "invoice_payments",
            "invoices",
            "payment_intents",
            "payment_links",
            "payment_methods",
            "payouts",
            "plans",
            "prices",
            "products",
            "promotion_codes",
            "quotes",
            "refunds",
            "reviews",
            "setup_intents",
            "shipping_rates",
            "subscription_schedules",
            "subscriptions",
            "tax_codes",
            "tax_ids",
            "tax_rates",
            "topups",
            "transfers");

    /** Those that are embedded in the objects of others. */
    static final List<String> PARTS = List.of(
            "application_fee_refunds",
            "balance_transaction_fee_details",
            "bank_accounts",
            "cards",
            "checkout_session_line_items",
            "credit_note_lines",
            "discounts",
            "invoice_lines",
            "subscription_items",
            "transfer_reversals");

    /** All of which there is a truth. */
    static final List<String> TOLD =
            Stream.concat(COMPARED.stream(), PARTS.stream()).toList();

    static final List<String> READ = Stream.of(COMPARED.stream(), PARTS.stream(), Stream.of("deleted_objects"))
            .flatMap(names -> names)
            .toList();

    /** Stripe writes no event for some changes of the others. */
    static final List<String> READ_BY_EVENTS = Stream.concat(COMPARED.stream(), PARTS.stream())
            .filter(collection -> !List.of("invoice_items", "payment_intents", "file_links", "files", "shipping_rates")
                    .contains(collection))
            .toList();

    @TempDir
    private Path files = Path.of("");

    private StripeStandin stripe = start();
    private Warehouse warehouse = Warehouse.of(files, stripe);

    @BeforeEach
    void open() {
        warehouse = Warehouse.of(files, stripe);
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void theFirstSyncLeavesWhatStripeHas() {
        Run run = warehouse.sync(READ);

        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, COMPARED));
        assertEquals(List.of(), Truth.differences(stripe, warehouse, PARTS));
        assertEquals(0, run.status());
    }

    @Test
    void allThatIsOfferedUnaskedIsCompleteAfterAFirstSyncAndAfterAQuietOne() {
        List<String> offered = warehouse.discover().offered();

        Run first = warehouse.sync(offered);
        stripe.advance(Duration.ofHours(3), 0);
        Run quiet = warehouse.sync(offered);

        for (Run run : List.of(first, quiet)) {
            assertEquals(List.of(), run.failed());
            assertEquals(Set.copyOf(offered), Set.copyOf(run.completed()));
            assertEquals(0, run.status());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsRetiredIsEmptyAndCompleteWithoutACall(boolean incremental) {
        List<String> retired = List.of("order_shipping_methods", "skus");
        if (!incremental) {
            warehouse.fullRefresh();
        }

        for (Run run : List.of(warehouse.sync(retired), warehouse.sync(retired))) {
            assertEquals(retired, run.completed());
            assertEquals(0, run.records());
        }
        assertEquals(0, stripe.calls().count());
    }

    @Test
    void issuingIsOfferedOnlyWhenAskedFor() {
        List<String> unasked = warehouse.discover().offered();
        List<String> more =
                new ArrayList<>(warehouse.with("issuing", true).discover().offered());
        more.removeAll(unasked);

        assertEquals(
                List.of(
                        "issuing_authorizations",
                        "issuing_cards",
                        "issuing_cardholders",
                        "issuing_disputes",
                        "issuing_transactions"),
                more);
    }

    @Test
    void changesComeWithTheEvents() {
        warehouse.sync(READ);
        stripe.advance(Duration.ofHours(3), 250);
        stripe.advance(Duration.ofHours(1), 0);

        Run run = warehouse.sync(READ);

        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, READ_BY_EVENTS));
    }

    @Test
    void whatEventsDoNotTellComesOnceADay() {
        warehouse.with("relist_days", 1);
        warehouse.sync(READ);
        stripe.advance(Duration.ofHours(30), 250);
        stripe.advance(Duration.ofHours(1), 0);

        warehouse.sync(READ);

        assertEquals(List.of(), Truth.differences(stripe, warehouse, COMPARED));
    }

    private static StripeStandin start() {
        return StripeStandin.start(StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    }
}
