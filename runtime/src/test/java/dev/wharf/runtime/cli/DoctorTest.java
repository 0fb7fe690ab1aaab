package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The doctor where something is missing; {@link DoctorIT} has one where nothing is. */
class DoctorTest {

    private static final Map<String, String> NO_ENGINE = Map.of("DOCKER_HOST", "unix:///nowhere/docker.sock");

    @TempDir
    Path project;

    @Test
    void withoutAnEngineNothingWorksAndItSaysHowToStartOne() {
        Ran doctor = Terminal.in(project).with(NO_ENGINE).wharf("doctor", "--json");
        assertEquals(3, doctor.status());
        assertEquals("bad", finding(doctor, "engine").path("state").asString());
        assertTrue(finding(doctor, "engine").path("says").asString().contains("./dev/engine start"));
        assertFalse(doctor.json().path("good").asBoolean());
    }

    @Test
    void whoRunsOnlyProgramsOfThisMachineNeedsNoEngine() throws IOException {
        connect("command: [python3, x.py]");
        Ran doctor = Terminal.in(project).with(NO_ENGINE).wharf("doctor", "--json");
        assertEquals("warning", finding(doctor, "engine").path("state").asString());
        assertEquals(0, doctor.status(), doctor::out);
    }

    @Test
    void aStoreThatCannotBeReachedIsBadAndItsPasswordNotShown() throws IOException {
        connect("command: [python3, x.py]");
        Ran doctor = Terminal.in(project)
                .with(NO_ENGINE)
                .wharf("doctor", "--state-store", "postgresql://wharf:hunter2@127.0.0.1:1/nowhere");
        assertEquals(3, doctor.status());
        assertTrue(doctor.out().contains("BAD      state store"), doctor::out);
        assertFalse(doctor.out().contains("hunter2"), doctor::out);
    }

    @Test
    void aStoreThatWorksIsNamed() throws IOException {
        connect("command: [python3, x.py]");
        Ran doctor = Terminal.in(project).with(NO_ENGINE).wharf("doctor", "--json");
        assertEquals(
                "can be read and written, and knows 0 connections: " + project.resolve(".wharf/state.db"),
                finding(doctor, "state store").path("says").asString());
    }

    @Test
    void aFileWithProblemsIsBad() throws IOException {
        connect("image: 5");
        Ran doctor = Terminal.in(project).with(NO_ENGINE).wharf("doctor", "--json");
        assertEquals(3, doctor.status());
        assertEquals(
                "bad", finding(doctor, "connections/ships.yaml").path("state").asString());
    }

    private void connect(String source) throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/ships.yaml"), """
                source: { %s, config: {} }
                destination: { command: [python3, y.py], config: {} }
                """.formatted(source));
    }

    static JsonNode finding(Ran doctor, String what) {
        for (JsonNode finding : doctor.json().path("findings")) {
            if (finding.path("what").asString().equals(what)) {
                return finding;
            }
        }
        throw new AssertionError("no finding about " + what + ": " + doctor.out());
    }
}
