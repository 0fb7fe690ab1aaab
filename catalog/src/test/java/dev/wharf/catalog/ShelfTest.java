package dev.wharf.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.catalog.Definition.Limits;
import dev.wharf.catalog.Definition.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShelfTest {

    private final Shelf shelf = new Shelf();

    @Test
    void everyFolderIsListedInAlphabeticalOrder() throws IOException {
        try (java.util.stream.Stream<Path> folders = Files.list(Path.of("src/main/resources/connectors"))) {
            assertEquals(
                    folders.filter(Files::isDirectory)
                            .map(folder -> folder.getFileName().toString())
                            .sorted()
                            .toList(),
                    shelf.names());
        }
    }

    @Test
    void everyDefinitionCanBeRead() {
        assertEquals(shelf.names(), shelf.all().stream().map(Definition::name).toList());
    }

    @Test
    void aConnectorIsFoundByNameAndByImage() {
        assertEquals(Role.SOURCE, shelf.find("faker").orElseThrow().role());
        assertEquals(Optional.empty(), shelf.find("fakir"));
        assertEquals(shelf.find("faker"), shelf.findByImage("wharf/source-faker:9.9"));
        assertEquals(shelf.find("faker"), shelf.findByImage("wharf/source-faker@sha256:abc"));
        assertEquals(Optional.empty(), shelf.findByImage("acme/source-faker:0.1.0"));
    }

    @Test
    void aDefinitionSaysEverythingThatItsFileSays() {
        String yaml = """
                role: destination
                summary: A lake
                image: acme/destination-lake:1.4
                documentation: https://acme.example/lake
                hosts: ["${endpoint}", "login.acme.example"]
                limits: { memory: 1.5GiB, cpus: 0.5, pids: 64 }
                writable: [/airbyte]
                local: file
                refreshes: true
                statuses: false
                silence: 2h
                sample: { a: 1 }
                varies: [b]
                """;
        Definition lake = DefinitionFile.read("lake", yaml);
        assertEquals(
                new Definition(
                        "lake",
                        Role.DESTINATION,
                        "A lake",
                        "acme/destination-lake:1.4",
                        "https://acme.example/lake",
                        List.of("${endpoint}", "login.acme.example"),
                        new Limits(Bytes.parse("1.5GiB"), Optional.of(0.5), Optional.of(64)),
                        List.of("/airbyte"),
                        Optional.of("file"),
                        true,
                        false,
                        Optional.of(Duration.ofHours(2)),
                        lake.sample(),
                        List.of("b")),
                lake);
        assertEquals("{\"a\":1}", lake.sample().orElseThrow().toString());
    }

    @Test
    void whatADefinitionLeavesOutHasADefault() {
        Definition plain = DefinitionFile.read("plain", """
                role: source
                summary: Plain
                image: acme/source-plain:1
                documentation: https://acme.example
                hosts: []
                """);
        assertEquals(
                new Definition(
                        "plain",
                        Role.SOURCE,
                        "Plain",
                        "acme/source-plain:1",
                        "https://acme.example",
                        List.of(),
                        new Limits(Optional.empty(), Optional.empty(), Optional.empty()),
                        List.of(),
                        Optional.empty(),
                        false,
                        true,
                        Optional.empty(),
                        Optional.empty(),
                        List.of()),
                plain);
    }

    @Test
    void anUnknownKeyInADefinitionFailsTheBuild() {
        Exception mistake =
                assertThrows(IllegalArgumentException.class, () -> DefinitionFile.read("x", "role: source\nimmage: x"));
        assertTrue(String.valueOf(mistake.getMessage()).contains("immage"), mistake.toString());
    }
}
