package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.source.stripe.Warehouse.Run;
import dev.wharf.standin.Fault;
import dev.wharf.standin.stripe.Key;
import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes wrong in the middle: the tables end as if it had not, or the report says for whom and why. */
class StripeFaultsIT {

    private static final List<String> READ =
            List.of("charges", "customers", "invoices", "invoice_lines", "deleted_objects");
    private static final List<String> COMPARED = List.of("charges", "customers", "invoices", "invoice_lines");
    private static final List<String> EVERYTHING = StripeReadTest.READ;

    @TempDir
    private Path files = Path.of("");

    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().withMonths(6).standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private Warehouse warehouse = Warehouse.of(files, stripe);

    @BeforeEach
    void open() {
        warehouse = Warehouse.of(files, stripe).with("relist_days", 1);
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    static Stream<Fault> faults() {
        return Stream.of(
                Fault.of("rate-limit").with("reason", "global-rate"),
                Fault.of("rate-limit").with("reason", "endpoint-rate"),
                Fault.of("rate-limit").with("reason", "global-concurrency"),
                Fault.of("rate-limit").with("reason", "endpoint-concurrency"),
                Fault.of("rate-limit").with("reason", "resource-specific"),
                Fault.of("rate-limit").with("retryAfter", "1"),
                Fault.of("old-rate-limit"),
                Fault.of("lock-timeout"),
                Fault.of("conflict"),
                Fault.of("server-error").with("status", "500"),
                Fault.of("server-error").with("status", "502"),
                Fault.of("server-error").with("status", "503"),
                Fault.of("server-error").with("shouldRetry", "false"),
                Fault.of("reset").times(3),
                Fault.of("slow").with("pieces", "5").with("pause", "50"),
                Fault.of("truncated"),
                Fault.of("html").with("status", "502"),
                Fault.of("html").with("status", "200"),
                Fault.of("duplicates").times(20),
                Fault.of("clock-skew").with("seconds", "-300").times(20),
                Fault.of("clock-skew").with("seconds", "300").times(20),
                Fault.of("key-revoked"),
                Fault.of("key-expired"),
                Fault.of("right-missing"),
                Fault.of("cursor-expired"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void inTheMiddleOfAFirstSyncAndTheTablesEndAsTheDump(Fault fault) {
        stripe.fault(fault.on("/v1/*").after(7));
        stripe.fault(fault.on("/v1/*").after(25));

        warehouse.sync(EVERYTHING);
        stripe.clearFaults();
        Run next = warehouse.sync(EVERYTHING);

        assertEquals(List.of(), next.failed());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, StripeReadTest.TOLD));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void inTheMiddleOfAnIncrementalSyncAndTheTablesEndAsTheDump(Fault fault) {
        warehouse.sync(EVERYTHING);
        stripe.advance(Duration.ofHours(30), 350);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.fault(fault.on("/v1/events").after(1));
        stripe.fault(fault.on("/v1/*").after(8));

        warehouse.sync(EVERYTHING);
        stripe.clearFaults();
        Run next = warehouse.sync(EVERYTHING);

        assertEquals(List.of(), next.failed());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, StripeReadTest.TOLD));
    }

    @Test
    void aRunThatWasKilledIsGoneOnWith() {
        Run whole = warehouse.sync(READ, 9);
        stripe.advance(Duration.ofHours(1), 50);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.calls().clear();

        Run rest = warehouse.sync(READ);
        stripe.advance(Duration.ofHours(1), 0);
        warehouse.sync(READ);

        assertTrue(rest.records() < whole.records(), rest.records() + " of " + whole.records());
        assertEquals(List.of(), differences());
    }

    @Test
    void aScanThatWasKilledIsGoneOnWith() {
        warehouse.sync(READ);
        stripe.advance(Duration.ofHours(3), 900);
        stripe.advance(Duration.ofHours(1), 0);

        warehouse.sync(READ, 4);
        warehouse.sync(READ);

        assertEquals(List.of(), differences());
    }

    @Test
    void whatIsOlderThanEventsAreKeptIsListedAgain() {
        warehouse.sync(READ);
        stripe.advance(Duration.ofHours(3), 100);
        stripe.advance(Duration.ofDays(40), 0);

        Run run = warehouse.sync(READ);

        assertEquals(List.of(), run.failed());
        assertTrue(run.records("charges") >= stripe.dump("charges").size());
    }

    @Test
    void anEventThatIsKeptNoLongerIsNoPlaceToBeginAtAndNothingIsLost() {
        warehouse.sync(READ);
        stripe.advance(Duration.ofHours(3), 250);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.fault(Fault.of("cursor-expired").on("/v1/events"));

        Run run = warehouse.sync(READ);

        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), differences());
    }

    @Test
    void aMissingRightIsNamedAndTheOthersAreRead() {
        stripe.fault(Fault.of("right-missing").on("/v1/charges").forEver());

        Run run = warehouse.sync(READ);

        assertEquals(1, run.status());
        assertEquals(
                List.of("customers", "deleted_objects", "invoice_lines", "invoices"),
                run.completed().stream().sorted().toList());
        assertTrue(
                run.failed().getFirst().contains("rak_charge_read"),
                run.failed().toString());
    }

    @Test
    void aKeyThatIsRevokedInTheMiddleStopsTheRun() {
        stripe.fault(Fault.of("key-revoked").on("/v1/*").after(3).forEver());

        Run run = warehouse.sync(READ);
        long calls = stripe.calls().count();
        stripe.clearFaults();
        warehouse.sync(READ);

        assertEquals(1, run.status());
        assertTrue(run.end().orElse("").contains("Invalid API Key"), run.end().toString());
        assertTrue(calls <= 3 + READ.size(), "it went on for " + calls + " calls");
        assertEquals(List.of(), differences());
    }

    @Test
    void aCollectionThatIsEnabledLaterLeavesTheOthersAlone() {
        warehouse.sync(List.of("customers"));
        stripe.advance(Duration.ofHours(3), 50);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.calls().clear();

        Run run = warehouse.sync(READ);

        assertEquals(0, stripe.calls().count("/v1/customers"));
        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), differences());
    }

    @Test
    void checkRefusesAKeyThatMayNotReadEvents() {
        stripe.keys().put(Key.restricted("rk_test_none", Set.of()));

        Run run = new Warehouse(files, stripe.url(), "rk_test_none").check();

        assertTrue(
                run.messages().toString().contains("rak_event_read"),
                run.messages().toString());
    }

    private List<String> differences() {
        return Truth.differences(stripe, warehouse, COMPARED);
    }
}
