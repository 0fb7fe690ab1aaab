package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Schemas and records made to cost without bound: they end, and the record is refused with a reason. */
final class EffortTest {

    private static final List<Violation> GIVEN_UP = List.of(new Violation(
            "", "", "data that can be checked with reasonable effort", "data nested too deep or too often", ""));

    /** Each level tries both alternatives, and only the innermost value decides. */
    private static final String EXPONENTIAL =
            "{\"anyOf\": [{\"properties\": {\"a\": {\"$ref\": \"#\"}, \"b\": false}}, {\"properties\": {\"a\": {\"$ref\": \"#\"}, \"b\": false}}]}";

    private static final String SIXTY_LEVELS = "{\"a\":".repeat(60) + "{\"b\":1}" + "}".repeat(60);

    @Test
    void alternativesInsideOfAlternativesEnd() {
        CanonicalSchema schema = CanonicalSchema.of(schema(EXPONENTIAL), Nulls.AS_DECLARED);
        for (RecordCheck check : List.of(RecordChecks.compile(schema), new NetworkntCheck(schema, ""))) {
            assertFalse(check.valid(bytes(SIXTY_LEVELS), 0, SIXTY_LEVELS.length()));
            assertEquals(GIVEN_UP, check.explain(bytes(SIXTY_LEVELS), 0, SIXTY_LEVELS.length()));
        }
    }

    @Test
    void aBacktrackingPatternEnds() {
        RecordCheck check =
                RecordChecks.compile(schema("{\"properties\": {\"a\": {\"pattern\": \"^(x|xx)+\\\\1y$\"}}}"));
        String harmless = "{\"a\": \"xxxxxy\"}";
        String malicious = "{\"a\": \"" + "x".repeat(60) + "\"}";
        assertTrue(check.valid(bytes(harmless), 0, harmless.length()));
        assertFalse(check.valid(bytes(malicious), 0, malicious.length()));
        assertEquals(GIVEN_UP, check.explain(bytes(malicious), 0, malicious.length()));
    }

    @Test
    void aRecordThatNestsDeeperThanTheStackIsRefused() throws InterruptedException {
        CanonicalSchema schema = CanonicalSchema.of(
                schema("{\"anyOf\": [{\"type\": \"array\", \"items\": {\"$ref\": \"#\"}}, {\"type\": \"object\"}]}"),
                Nulls.AS_DECLARED);
        String deep = "[".repeat(990) + "]".repeat(990);
        for (RecordCheck check : List.of(RecordChecks.compile(schema), new NetworkntCheck(schema, ""))) {
            AtomicReference<List<Violation>> violations = new AtomicReference<>(List.of());
            Thread small = new Thread(
                    null, () -> violations.set(check.explain(bytes(deep), 0, deep.length())), "small", 128 << 10);
            small.start();
            small.join();
            assertEquals(GIVEN_UP, violations.get());
        }
    }

    @Test
    void numbersWithHugeExponentsAreCheap() {
        RecordCheck check = RecordChecks.compile(schema(
                "{\"properties\": {\"a\": {\"type\": \"integer\", \"multipleOf\": 7, \"minimum\": 1e-999999999}}}"));
        for (String number : List.of(
                "1e999999999", "1e-999999999", "-1e999999999", "1e99999999999", "1" + "0".repeat(50_000) + ".5")) {
            assertFalse(check.valid(bytes("{\"a\": " + number + "}"), 0, number.length() + 7), number);
        }
        assertTrue(check.valid(bytes("{\"a\": 7e999999999}"), 0, 18));
    }

    @Test
    void anEnumMayBeHuge() {
        ObjectNode schema = Json.object();
        ArrayNode values =
                schema.withObjectProperty("properties").putObject("a").putArray("enum");
        for (int i = 0; i < 200_000; i++) {
            values.add("value " + i);
        }
        RecordCheck check = RecordChecks.compile(schema);
        assertTrue(check.valid(bytes("{\"a\": \"value 199999\"}"), 0, 21));
        assertFalse(check.valid(bytes("{\"a\": \"value 200000\"}"), 0, 21));
        assertEquals(
                "\"value 0\", \"value 1\", \"value 2\", \"value 3\" or one of 199997 more",
                check.explain(bytes("{\"a\": \"value 200000\"}"), 0, 21)
                        .getFirst()
                        .expected());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static ObjectNode schema(String text) {
        return (ObjectNode) Json.read(bytes(text));
    }
}
