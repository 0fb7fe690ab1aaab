package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.cli.Terminal.Ran;
import dev.wharf.runtime.launch.EngineAvailable;
import dev.wharf.runtime.launch.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A connection runs the images that it has used, whatever becomes of their tags. */
@ExtendWith(EngineAvailable.class)
@TestInstance(Lifecycle.PER_CLASS)
class PinnedImagesIT {

    private static final String SOURCE = """
            say() { echo "$1"; }
            case "$1" in
            spec) say '{"type":"SPEC","spec":{"connectionSpecification":{"type":"object","properties":{"a":{"type":"string"}}}}}';;
            discover) say '{"type":"CATALOG","catalog":{"streams":[{"name":"ships","json_schema":{"type":"object","properties":{"id":{"type":"integer"}%s}},"supported_sync_modes":["full_refresh"]}]}}';;
            read) say '{"type":"RECORD","record":{"stream":"ships","emitted_at":1,"data":{"id":1}}}';;
            esac
            """;

    private static final String DESTINATION = """
            case "$1" in
            spec) echo '{"type":"SPEC","spec":{"supported_destination_sync_modes":["append","overwrite"],"connectionSpecification":{"type":"object"}}}';;
            write) while read -r line; do :; done;;
            esac
            """;

    @TempDir
    private static Path registry = Path.of("");

    private Published published;
    private Path project = Path.of("");

    @BeforeAll
    void startRegistry() throws Exception {
        published = Published.start(registry);
    }

    @AfterAll
    void stopRegistry() {
        published.close();
    }

    @BeforeEach
    void makeProject(@TempDir Path directory) throws Exception {
        project = directory;
        published.publish("source:1", SOURCE.formatted(""));
        published.publish("destination:1", DESTINATION);
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/ships.yaml"), """
                source: { image: "%s", config: {} }
                destination: { image: "%s", config: {} }
                """.formatted(
                        published.reference("source:1"), published.reference("destination:1")));
    }

    @AfterEach
    void forgetImages() {
        published.forget();
    }

    @Test
    void aTagThatMovedIsNotTakenBeforeItIsAskedFor() throws Exception {
        String first = source(sync());
        assertTrue(first.startsWith(published.reference("source:1") + "@sha256:"), first);

        published.publish("source:1", SOURCE.formatted(",\"name\":{\"type\":\"string\"}"));
        assertEquals(first, source(sync()));
        assertEquals(
                first,
                wharf("status", "--json")
                        .json()
                        .at("/connections/0/images/0/runs")
                        .asString()
                        .replace("source@", "source:1@"));

        JsonNode upgrade = wharf("connectors", "upgrade", "ships", "source", "--json")
                .json()
                .at("/sides/0");
        assertEquals(first, upgrade.path("from").asString());
        assertTrue(upgrade.path("taken").asBoolean());
        assertEquals("new field name (string)", upgrade.at("/changes/0/says").asString());
        assertEquals(upgrade.path("to").asString(), source(sync()));
        assertEquals(
                "up to date",
                wharf("connectors", "upgrade", "ships", "source").out().replaceAll("(?s).*: (.*),.*", "$1"));
    }

    @Test
    void aTagThatMovedOnThisMachineIsToldInTheReport() throws Exception {
        String first = source(sync());
        published.build("source:1", SOURCE.formatted(",\"built\":{\"type\":\"string\"}"));
        JsonNode report = sync();
        assertEquals(first, source(report));
        assertTrue(
                report.path("notes").toString().contains("has come to stand for another image"),
                () -> report.path("notes").toString());
    }

    @Test
    void anUpgradeThatBreaksTablesIsRefusedUnlessItIsWanted() throws Exception {
        String first = source(sync());
        published.publish(
                "source:1", SOURCE.replace("\"id\":{\"type\":\"integer\"}%s", "\"key\":{\"type\":\"string\"}"));
        Ran refused = wharf("connectors", "upgrade", "ships");
        assertEquals(2, refused.status(), refused::out);
        assertTrue(refused.out().contains("field id is gone"), refused::out);
        assertEquals(first, source(sync()));

        assertEquals(0, wharf("connectors", "upgrade", "ships", "--breaking").status());
        assertFalse(source(sync()).equals(first));
    }

    @Test
    void anImageThatWasBuiltHereIsFollowedAndTheReportSaysSo() throws Exception {
        String first = published.build("source:local", SOURCE.formatted(""));
        Path file = project.resolve("connections/ships.yaml");
        Files.writeString(file, Files.readString(file).replace("source:1", "source:local"));
        assertTrue(source(sync()).endsWith("(" + first + ")"));

        String second = published.build("source:local", SOURCE.formatted(",\"more\":{\"type\":\"string\"}"));
        JsonNode report = sync();
        assertTrue(source(report).endsWith("(" + second + ")"), () -> source(report));
        assertTrue(
                report.path("notes").toString().contains("is another than in the last run"),
                () -> report.path("notes").toString());
        assertTrue(wharf("connectors", "upgrade", "ships", "source")
                .out()
                .contains("built on this machine, and followed"));
    }

    @Test
    void aPinnedImageThatIsGoneEverywhereSaysHowToGoOn() throws Exception {
        sync();
        published.forget();
        Path repository = registry.resolve("storage/docker/registry/v2/repositories/acme/source");
        Path aside = registry.resolve("aside");
        Files.move(repository, aside);
        try {
            Ran sync = wharf("sync", "ships");
            assertEquals(3, sync.status(), sync::err);
            assertTrue(sync.err().contains("`wharf connectors upgrade ships source` takes"), sync::err);
        } finally {
            Files.move(aside, repository);
        }
    }

    @Test
    void aPullIsToldOnStderr() {
        Ran sync = wharf("sync", "ships");
        assertTrue(sync.err().contains("Pulling " + published.reference("source:1") + "\n"), sync::err);
        published.forget();
        Ran watched = Terminal.in(project)
                .with(published.environment())
                .watchedByAPerson()
                .wharf("sync", "ships");
        assertTrue(
                watched.err()
                        .matches(
                                "(?s).*\u001b\\[1A\u001b\\[JPulling \\S+/acme/source:1@\\w{12}: [0-9.]+ \\w+ of [0-9.]+ \\w+\n.*"),
                watched::err);
    }

    @Test
    void aSpecIsAskedOfAnImageOnce() throws Exception {
        published.publish("source:1", "[ \"$1\" = spec ] && echo asked for its spec >&2; " + SOURCE.formatted(""));
        assertTrue(wharf("sync", "ships", "--verbose").err().contains("asked for its spec"));
        assertFalse(wharf("sync", "ships", "--verbose").err().contains("asked for its spec"));
    }

    private JsonNode sync() {
        Ran ran = wharf("sync", "ships", "--json");
        assertEquals(0, ran.status(), () -> ran.out() + ran.err());
        return ran.json();
    }

    private static String source(JsonNode report) {
        return report.at("/source/runs").asString();
    }

    private Ran wharf(String... arguments) {
        return Terminal.in(project).with(published.environment()).wharf(arguments);
    }
}
