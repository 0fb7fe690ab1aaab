package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.JsonScanner;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two engines give one answer about generated schemas and records. {@code -Dwharf.schema.pairs=5000000} tries more pairs,
 * {@code -Dwharf.schema.seed=7} others.
 */
final class AgreementTest {

    private static final long PAIRS = Long.getLong("wharf.schema.pairs", 30_000);
    private static final long SEED = Long.getLong("wharf.schema.seed", 1);
    private static final int RECORDS_PER_SCHEMA = 30;

    @Test
    void bothEnginesAgreeOnGeneratedRecords() {
        long compiled = 0;
        long valid = 0;
        for (long pair = 0; pair < PAIRS; pair += RECORDS_PER_SCHEMA) {
            long seed = SEED * 1_000_000_007L + pair;
            Random random = new Random(seed);
            ObjectNode schema = new RandomSchemas(random).next();
            CanonicalSchema canonical =
                    CanonicalSchema.of(schema, random.nextBoolean() ? Nulls.IN_EVERY_FIELD : Nulls.AS_DECLARED);
            RecordCheck check = RecordChecks.compile(canonical);
            RecordCheck networknt = new NetworkntCheck(canonical, "");
            RandomRecords records = new RandomRecords(random, schema);
            for (int i = 0; i < RECORDS_PER_SCHEMA; i++) {
                byte[] record = records.next();
                assertTrue(JsonScanner.document(record, 0, record.length), () -> text(seed, schema, record));
                boolean expected = networknt.valid(record, 0, record.length);
                assertEquals(expected, check.valid(record, 0, record.length), () -> text(seed, schema, record));
                assertEquals(
                        expected, check.explain(record, 0, record.length).isEmpty(), () -> text(seed, schema, record));
                assertEquals(
                        expected,
                        networknt.explain(record, 0, record.length).isEmpty(),
                        () -> text(seed, schema, record));
                valid += expected ? 1 : 0;
            }
            compiled += check.slowBecause().isEmpty() ? 1 : 0;
        }
        assertEquals(PAIRS / RECORDS_PER_SCHEMA, compiled, "all of these schemas are compiled");
        assertTrue(valid > PAIRS / 10 && valid < PAIRS * 9 / 10, "neither all valid nor all invalid: " + valid);
    }

    private static String text(long seed, ObjectNode schema, byte[] record) {
        return "seed " + seed + "\nschema " + schema + "\nrecord " + new String(record, UTF_8);
    }
}
