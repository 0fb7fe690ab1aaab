package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of all that is offered unasked, by the stand-in's own count, against the least that Stripe's API allows. */
class StripeCostTest {

    /** At most so many calls where a hundred are the least. */
    private static final long AIM = 105;

    @TempDir
    private Path files = Path.of("");

    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private Warehouse warehouse = Warehouse.of(files, stripe);
    private List<String> offered = List.of();

    @BeforeEach
    void open() {
        warehouse = Warehouse.of(files, stripe);
        offered = warehouse.discover().offered();
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void aFirstSyncReadsFullPages() {
        warehouse.sync(offered);

        assertCalls(Least.first(stripe));
    }

    @Test
    void aQuietRunTakesTwoCalls() {
        warehouse.sync(offered);
        stripe.advance(Duration.ofHours(3), 0);
        stripe.calls().clear();

        warehouse.sync(offered);

        assertEquals(2, stripe.calls().count(), stripe.calls().toJson().toPrettyString());
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1000})
    void aBusyRunTakesACallForEachHundredEventsAndForWhatTheyCutOff(int changes) {
        warehouse.sync(offered);
        long from = stripe.clock().second();
        stripe.advance(Duration.ofHours(3), changes);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.calls().clear();

        warehouse.sync(offered);

        assertCalls(Least.busy(stripe, from));
        assertEquals(List.of(), Truth.differences(stripe, warehouse, StripeReadTest.READ_BY_EVENTS));
    }

    private void assertCalls(long least) {
        long calls = stripe.calls().count();
        assertTrue(
                calls <= Math.max(least + 1, least * AIM / 100),
                () -> calls + " calls, where " + least + " would do: "
                        + stripe.calls().toJson().toPrettyString());
        assertTrue(calls >= least, calls + " calls are fewer than the least, " + least);
    }
}
