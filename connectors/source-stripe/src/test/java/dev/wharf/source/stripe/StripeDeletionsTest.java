package dev.wharf.source.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
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
import tools.jackson.databind.node.ObjectNode;

/** What is no more: told as a whole, by its id alone, or not at all. */
class StripeDeletionsTest {

    private static final List<String> READ =
            List.of("customers", "cards", "bank_accounts", "discounts", "coupons", "invoice_lines", "deleted_objects");
    private static final List<String> COMPARED = READ.subList(0, READ.size() - 1);

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
    void aDeletionThatTellsOnlyTheIdMarksTheRowAndKeepsItsOtherColumns() {
        warehouse.sync(READ);
        delete("customer.delete", 10);
        stripe.calls().clear();

        warehouse.sync(READ);

        List<ObjectNode> deleted = deleted("customers");
        assertFalse(deleted.isEmpty());
        deleted.forEach(row -> assertTrue(row.path("created").asLong() > 0, row.toString()));
        assertEquals(List.of(), Truth.differences(stripe, warehouse, COMPARED));
        assertEquals(1, stripe.calls().count());
    }

    @Test
    void whatVanishesWithItsCustomerIsMarked() {
        warehouse.sync(READ);
        delete("customer.delete", 60);

        warehouse.sync(READ);

        for (String part : List.of("cards", "bank_accounts", "discounts")) {
            assertFalse(deleted(part).isEmpty(), part);
        }
        assertEquals(List.of(), Truth.differences(stripe, warehouse, COMPARED));
    }

    @Test
    void whereRowsCannotBeChangedInPartNoneLosesItsColumns() {
        warehouse.withoutPatches().sync(READ);
        delete("customer.delete", 10);

        warehouse.sync(READ);

        warehouse
                .table("customers")
                .values()
                .forEach(row -> assertTrue(row.path("created").asLong() > 0, row.toString()));
        assertEquals(
                10,
                warehouse.table("deleted_objects").values().stream()
                        .filter(row -> row.path("object").asString().equals("customer"))
                        .count());
    }

    private void delete(String change, int times) {
        ObjectNode wanted = Json.object().put("changes", times);
        wanted.putArray("only").add(change);
        stripe.advance(Duration.ofHours(1), wanted);
        stripe.advance(Duration.ofHours(1), 0);
    }

    private List<ObjectNode> deleted(String collection) {
        return warehouse.table(collection).values().stream()
                .filter(row -> row.path("is_deleted").asBoolean())
                .toList();
    }
}
