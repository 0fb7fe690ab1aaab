package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.source.stripe.Warehouse.Run;
import dev.wharf.standin.Fault;
import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end early, come late, or find more to do than the one before: nothing is lost, and little is read twice. */
class StripeInterruptedTest {

    private static final List<String> EVERYTHING = StripeReadTest.READ;
    private static final List<String> COMPARED = StripeReadTest.TOLD;

    @TempDir
    private Path files = Path.of("");

    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private Warehouse warehouse = Warehouse.of(files, stripe);

    @BeforeEach
    void open() {
        warehouse = Warehouse.of(files, stripe).with("relist_days", 1);
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void eventsThatShowUpLateAreNotMissed() {
        warehouse.sync(EVERYTHING);
        stripe.advance(
                Duration.ofHours(30),
                Json.object().put("changes", 350).put("late", 500).put("lateShare", 0.3));
        stripe.advance(Duration.ofSeconds(90), 0);
        warehouse.sync(EVERYTHING);
        stripe.advance(Duration.ofMinutes(10), 0);

        Run run = warehouse.sync(EVERYTHING);

        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, StripeReadTest.READ_BY_EVENTS));
    }

    @Test
    void aRunThatMayMakeNoMoreCallsIsGoneOnWithAndAllTogetherCostAsOneWould() {
        new Warehouse(files, stripe.url(), StripeStandin.KEY).sync(EVERYTHING);
        long whole = stripe.calls().count();
        stripe.calls().clear();
        warehouse.withBudget(40);

        List<Run> runs = new ArrayList<>();
        do {
            runs.add(warehouse.sync(EVERYTHING));
        } while (runs.getLast().status() != 0 && runs.size() < 10);

        assertTrue(runs.size() > 2 && runs.getLast().status() == 0, runs.size() + " runs");
        assertTrue(
                runs.getFirst().end().orElse("").contains("budget of 40 calls"),
                runs.getFirst().end().toString());
        assertTrue(
                stripe.calls().count() * 100 <= whole * 105,
                stripe.calls().count() + " calls, and one run takes " + whole);
        assertEquals(List.of(), Truth.differences(stripe, warehouse, COMPARED));
    }

    @Test
    void aKeyThatIsRevokedBetweenTwoPagesKeepsThePagesBefore() {
        stripe.fault(Fault.of("key-revoked").on("/v1/charges").after(3).forEver());
        Run stopped = warehouse.sync(List.of("charges"));
        stripe.clearFaults();
        stripe.calls().clear();

        warehouse.sync(List.of("charges"));

        assertTrue(
                stopped.end().orElse("").contains("Invalid API Key"),
                stopped.end().toString());
        assertEquals(300, stopped.records("charges"));
        assertEquals(
                Least.pages(stripe.dump("charges").size()) - 3, stripe.calls().count("/v1/charges"));
        assertEquals(List.of(), Truth.differences(stripe, warehouse, List.of("charges")));
    }

    @Test
    void twoCollectionsThatAreEnabledLaterLeaveTheOthersAloneAndAreKeptUpWithThem() {
        List<String> more = List.of("customers", "charges", "invoices", "invoice_lines");
        warehouse.sync(List.of("customers"));
        stripe.advance(Duration.ofHours(3), 100);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.calls().clear();
        Run run = warehouse.sync(more);
        long customers = stripe.calls().count("/v1/customers");
        long invoices = stripe.calls().count("/v1/invoices");
        stripe.advance(Duration.ofHours(3), 100);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.calls().clear();
        warehouse.sync(more);

        assertEquals(List.of(), run.failed());
        assertEquals(0, customers);
        assertTrue(invoices > 0);
        assertEquals(0, stripe.calls().count("/v1/charges"));
        assertEquals(List.of(), Truth.differences(stripe, warehouse, more));
    }

    /** Deletions that no event tells any more are known to nobody. */
    @Test
    void whatIsOlderThanEventsAreKeptIsListedAgainOfAllCollections() {
        warehouse.sync(EVERYTHING);
        stripe.advance(Duration.ofHours(3), 350);
        stripe.advance(Duration.ofDays(40), 0);

        Run run = warehouse.sync(EVERYTHING);

        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), Truth.differencesOfTheLiving(stripe, warehouse, COMPARED));
    }

    @Test
    void aFullRefreshThatWasKilledIsGoneOnWith() {
        List<String> read = List.of("charges", "invoices", "invoice_lines");
        warehouse.fullRefresh();
        Run whole = warehouse.sync(read, 5);

        Run rest = warehouse.sync(read);

        assertTrue(rest.records() < whole.records(), rest.records() + " of " + whole.records());
        assertEquals(0, rest.status());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, read));
    }
}
