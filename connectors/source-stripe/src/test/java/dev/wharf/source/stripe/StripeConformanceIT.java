package dev.wharf.source.stripe;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.wharf.conformance.ProcessSubject;
import dev.wharf.conformance.SourceSuite;
import dev.wharf.conformance.Subject;
import dev.wharf.protocol.Json;
import dev.wharf.standin.stripe.StripeOptions;
import dev.wharf.standin.stripe.StripeStandin;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class StripeConformanceIT {

    @TempDir
    private Path files = Path.of("");

    private final StripeStandin stripe = StripeStandin.start(
            StripeOptions.small().withCustomers(20).withMonths(3).standingAt(Instant.parse("2026-11-01T00:00:00Z")));

    @AfterEach
    void close() {
        stripe.close();
    }

    @TestFactory
    Stream<DynamicTest> stripeDoesWhatEverySourceMust() {
        Subject source = ProcessSubject.command(java(), files);
        ObjectNode config = Json.object()
                .put("api_key", StripeStandin.KEY)
                .put("base_url", stripe.url().toString());
        return new SourceSuite(source, config).checks().stream().map(check -> dynamicTest(check.name(), check::run));
    }

    private static List<String> java() {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                program,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                StripeSource.class.getName());
    }
}
