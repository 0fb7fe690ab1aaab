package dev.wharf.standin.stripe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripeMainTest {
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);

    @Test
    void saysWhereItListensAndServesWhatWasAskedFor() {
        List<String> arguments = List.of("--customers", "7", "--at", "2026-11-01T00:00:00Z", "--key", "sk_test_mine");
        try (StripeStandin stripe = StripeMain.start(arguments, out)) {
            String line = said.toString(StandardCharsets.UTF_8);
            assertTrue(line.contains(stripe.url().toString()) && line.contains("sk_test_mine"), line);
            assertEquals(7, stripe.dump("customers").size());
            assertEquals(Instant.parse("2026-11-01T00:00:00Z"), stripe.clock().instant());
        }
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertThrows(IllegalArgumentException.class, () -> StripeMain.start(List.of("--colour", "red"), out));
        assertThrows(IllegalArgumentException.class, () -> StripeMain.start(List.of("--customers"), out));
        assertThrows(
                IllegalArgumentException.class, () -> StripeMain.start(List.of("--api-version", "1999-01-01"), out));
    }
}
