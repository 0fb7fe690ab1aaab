package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.standin.Fault;
import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Compares every table with the stand-in's dump after a first sync, after changes and after faults, and writes the numbers to target/stripe-table.md. */
class StripeTableTest {

    private static final Path TABLE = Path.of("target", "stripe-table.md");
    private static final List<String> COMPARED = StripeReadTest.TOLD;
    private static final List<String> STAGES = List.of("first sync", "changes", "faults");

    @TempDir
    private Path files = Path.of("");

    private final StripeStandin stripe =
            StripeStandin.start(StripeOptions.small().standingAt(Instant.parse("2026-11-01T00:00:00Z")));
    private Warehouse warehouse = Warehouse.of(files, stripe);
    private final Map<String, List<String>> cells = new TreeMap<>();
    private final List<String> calls = new ArrayList<>();

    @BeforeEach
    void open() {
        warehouse = Warehouse.of(files, stripe).with("relist_days", 1);
    }

    @AfterEach
    void close() {
        stripe.close();
    }

    @Test
    void tablesAreEqualToTheDumpAfterAFirstSyncAfterChangesAndAfterFaults() throws IOException {
        List<String> all = warehouse.discover().offered();
        warehouse.sync(all);
        count("first sync", Least.first(stripe));

        long second = stripe.clock().second();
        change();
        warehouse.sync(all);
        count("changes", Least.busy(stripe, second) + Least.daily(stripe, second));

        second = stripe.clock().second();
        change();
        script();
        warehouse.sync(all);
        stripe.clearFaults();
        warehouse.sync(all);
        count("faults", Least.busy(stripe, second) + Least.daily(stripe, second));

        write();
    }

    private void change() {
        stripe.advance(Duration.ofHours(30), 500);
        stripe.advance(Duration.ofHours(1), 0);
        stripe.calls().clear();
    }

    private void script() {
        int after = 2;
        for (String name :
                List.of("rate-limit", "server-error", "reset", "truncated", "html", "duplicates", "clock-skew")) {
            stripe.fault(Fault.of(name).on("/v1/*").after(after));
            after += 3;
        }
        stripe.fault(Fault.of("cursor-expired").on("/v1/events").after(0));
        stripe.fault(Fault.of("key-revoked").on("/v1/*").after(20));
    }

    /** Notes the rows of the dump and of the table. */
    private void count(String stage, long least) {
        assertEquals(List.of(), Truth.differences(stripe, warehouse, COMPARED), stage);
        for (String collection : COMPARED) {
            List<JsonNode> dump = stripe.dump(collection);
            long deleted = dump.stream()
                    .filter(object -> object.path("deleted").asBoolean(false))
                    .count();
            long marked = warehouse.table(collection).values().stream()
                    .filter(row -> row.path("is_deleted").asBoolean())
                    .count();
            List<String> row = cells.computeIfAbsent(collection, _ -> new ArrayList<>());
            row.add((dump.size() - deleted) + " + " + deleted);
            row.add((warehouse.table(collection).size() - marked) + " + " + marked);
        }
        calls.add(stripe.calls().count() + " calls, of " + least + " at least");
    }

    private void write() throws IOException {
        StringBuilder table = new StringBuilder("Rows that are, and rows that were deleted.\n\n| collection |");
        STAGES.forEach(stage -> table.append(" dump, ").append(stage).append(" | table |"));
        table.append("\n|---|").append("---|---|".repeat(STAGES.size())).append('\n');
        cells.forEach((collection, row) -> table.append("| ")
                .append(collection)
                .append(" | ")
                .append(String.join(" | ", row))
                .append(" |\n"));
        table.append('\n');
        for (int stage = 0; stage < STAGES.size(); stage++) {
            table.append("- ")
                    .append(STAGES.get(stage))
                    .append(": ")
                    .append(calls.get(stage))
                    .append('\n');
        }
        Files.createDirectories(TABLE.toAbsolutePath().getParent());
        Files.writeString(TABLE, table);
    }
}
