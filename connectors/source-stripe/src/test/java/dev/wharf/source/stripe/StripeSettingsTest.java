package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.source.stripe.Warehouse.Run;
import dev.wharf.standin.Fault;
import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What each setting does. */
class StripeSettingsTest {

    @TempDir
    private Path files = Path.of("");

    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().withMonths(6).standingAt(Instant.parse("2026-11-01T00:00:00Z")));
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
    void aConnectedAccountHasDataOfItsOwn() {
        String account = stripe.dump("accounts").getFirst().path("id").asString();
        warehouse.sync(List.of("customers"));

        Warehouse connected = Warehouse.of(files, stripe).with("account", account);
        Run first = connected.sync(List.of("customers"));
        Run second = connected.sync(List.of("customers"));

        assertEquals(List.of(), first.failed());
        assertFalse(connected.table("customers").isEmpty());
        assertNotEquals(
                warehouse.table("customers").keySet(),
                connected.table("customers").keySet());
        assertEquals(0, second.status());
    }

    @Test
    void anAccountThatIsNotConnectedStopsTheRun() {
        Run run = warehouse.with("account", "acct_1nobody").sync(List.of("customers", "charges"));

        assertEquals(1, run.status());
        assertTrue(run.end().orElse("").contains("acct_1nobody"), run.end().toString());
    }

    @Test
    void withItsAuthorityTrustedTheStandinIsReadOverTls() {
        Warehouse secure = new Warehouse(files, stripe.secureUrl(), StripeStandin.KEY)
                .with("ca_certificates", stripe.authorityPem());

        Run run = secure.sync(List.of("customers"));

        assertEquals(0, run.status());
        assertEquals(List.of(), Truth.differences(stripe, secure, List.of("customers")));
    }

    @Test
    void withoutItsAuthorityNothingIsSent() {
        Run run = new Warehouse(files, stripe.secureUrl(), StripeStandin.KEY).check();

        assertTrue(
                run.messages().toString().contains("ca_certificates"),
                run.messages().toString());
        assertEquals(0, stripe.calls().count());
    }

    @Test
    void fanOutsTakeACallForEachObject() {
        List<String> fanOuts =
                List.of("customer_balance_transactions", "payout_balance_transactions", "setup_attempts");
        warehouse.with("fan_outs", true);
        assertTrue(warehouse.discover().offered().containsAll(fanOuts));

        Run run = warehouse.sync(fanOuts);

        assertEquals(List.of(), run.failed());
        assertEquals(stripe.dump("customers").size(), stripe.calls().count("/v1/customers/{id}/balance_transactions"));
        assertEquals(
                List.of(),
                Truth.differences(stripe, warehouse, List.of("customer_balance_transactions", "setup_attempts")));
        assertTrue(warehouse.table("payout_balance_transactions").values().stream()
                .allMatch(row -> row.path("payout").asString().startsWith("po_")));
    }

    @Test
    void whatIsOlderThanTheStartDateComesWithItsNextChange() {
        long start = Instant.parse("2026-09-01T00:00:00Z").getEpochSecond();
        List<String> read = List.of("customers", "charges");
        warehouse.with("start_date", "2026-09-01").sync(read);
        Set<String> first = Set.copyOf(warehouse.table("charges").keySet());
        stripe.advance(Duration.ofHours(3), 500);
        stripe.advance(Duration.ofHours(1), 0);

        warehouse.sync(read);

        long young = stripe.dump("charges").stream()
                .filter(charge -> created(charge) >= start
                        && created(charge)
                                < Instant.parse("2026-11-01T00:00:00Z").getEpochSecond())
                .count();
        assertEquals(young, first.size());
        assertTrue(warehouse.table("charges").values().stream().anyMatch(charge -> created(charge) < start));
        assertTrue(warehouse.table("charges").keySet().containsAll(first));
    }

    @Test
    void linesThatAllHaveOneIdEndAndDoNotGoOnForEver() {
        stripe.fault(Fault.of("legacy-lines").on("/v1/invoices*").forEver());

        Run run = warehouse.sync(List.of("invoices", "invoice_lines"));

        assertEquals(List.of(), run.failed());
        assertEquals(List.of(), Truth.differences(stripe, warehouse, List.of("invoices")));
    }

    private static long created(JsonNode object) {
        return object.path("created").asLong();
    }
}
