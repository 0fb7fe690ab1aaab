package dev.wharf.runtime.preparation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.catalog.Definition;
import dev.wharf.catalog.Shelf;
import dev.wharf.runtime.launch.DockerLauncher;
import dev.wharf.runtime.launch.EngineAvailable;
import dev.wharf.runtime.secret.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** The catalog says of every connector what its image says: a change of a contract is a change of a file that somebody reviews. */
@ExtendWith(EngineAvailable.class)
final class ContractIT {

    private static final Path CATALOG = Path.of("../catalog/src/main/resources/connectors");

    @TempDir
    private Path directory = Path.of("");

    static List<Definition> definitions() {
        return new Shelf().all();
    }

    @ParameterizedTest
    @MethodSource("definitions")
    void theCatalogSaysWhatTheImageSays(Definition definition) throws Exception {
        DockerLauncher launcher = DockerLauncher.connect(System.getenv(), DockerLauncher.Options.standard());
        Inquiry inquiry = new Inquiry(launcher, new Secrets(), "contract", Duration.ofMinutes(1), _ -> {});
        Contract contract = Contract.ask(definition, inquiry);

        String difference = difference(definition.name(), "spec.json", contract.spec());
        if (contract.collections().isPresent()) {
            difference += difference(
                    definition.name(),
                    "collections.json",
                    contract.collections().get());
        }
        assertEquals(
                "",
                difference,
                () -> "The image " + definition.image()
                        + " says something else than the catalog. If that is meant to be, write it down and look at the difference:\n  ./wharf connectors contract "
                        + definition.name() + " --write catalog/src/main/resources/connectors\n");
    }

    /** A link that a person may follow, or a page of this repository. */
    @ParameterizedTest
    @MethodSource("definitions")
    void theDocumentationThatASpecNamesIsThere(Definition definition) {
        String named = new Shelf()
                .spec(definition.name())
                .orElseThrow()
                .path("documentationUrl")
                .asString("");

        assertEquals(definition.documentation(), named);
        assertTrue(named.startsWith("https://") || Files.exists(Path.of("..").resolve(named)), named);
    }

    /** As `diff -u` tells it; empty when there is none. */
    private String difference(String connector, String file, JsonNode said) throws IOException, InterruptedException {
        Path kept = CATALOG.resolve(connector).resolve(file);
        Path now = Files.writeString(directory.resolve(file), Contract.text(said));
        Process diff = new ProcessBuilder(
                        "diff",
                        "-u",
                        "--label",
                        "catalog " + connector + "/" + file,
                        "--label",
                        "image",
                        "-N",
                        kept.toString(),
                        now.toString())
                .redirectErrorStream(true)
                .start();
        String difference = new String(diff.getInputStream().readAllBytes(), UTF_8);
        assertTrue(diff.waitFor() < 2, difference);
        return difference;
    }
}
