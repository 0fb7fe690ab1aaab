package dev.wharf.source.faker;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.wharf.conformance.ProcessSubject;
import dev.wharf.conformance.SourceSuite;
import dev.wharf.conformance.Subject;
import dev.wharf.protocol.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class FakerConformanceIT {

    @TempDir
    private Path files;

    @TestFactory
    Stream<DynamicTest> theFakerDoesWhatEverySourceMust() {
        Subject faker = ProcessSubject.command(java(), files);
        return new SourceSuite(faker, Json.object("{\"count\": 2000, \"checkpoint_every\": 100, \"interleave\": 70}"))
                .checks().stream().map(check -> dynamicTest(check.name(), check::run));
    }

    static List<String> java() {
        String program = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                program,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                FakerSource.class.getName());
    }
}
