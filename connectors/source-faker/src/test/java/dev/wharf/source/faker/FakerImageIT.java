package dev.wharf.source.faker;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.wharf.conformance.ProcessSubject;
import dev.wharf.conformance.SourceSuite;
import dev.wharf.conformance.Subject;
import dev.wharf.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The image that dev/images builds, confined as Wharf confines it. */
class FakerImageIT {

    @TempDir
    private Path files;

    @TestFactory
    Stream<DynamicTest> theImageDoesWhatEverySourceMust() throws IOException {
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
        Subject image = ProcessSubject.image(
                "wharf/source-faker:0.1.0", files, List.of("--network", "none", "--memory", "256m"));
        return new SourceSuite(image, Json.object("{\"count\": 2000, \"checkpoint_every\": 100}"))
                .checks().stream().map(check -> dynamicTest(check.name(), check::run));
    }
}
