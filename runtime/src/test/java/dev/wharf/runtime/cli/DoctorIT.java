package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.cli.Terminal.Ran;
import dev.wharf.runtime.launch.EngineAvailable;
import dev.wharf.runtime.launch.Published;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The doctor where an engine runs. */
@ExtendWith(EngineAvailable.class)
class DoctorIT {

    @TempDir
    Path project;

    @TempDir
    Path registry;

    @Test
    void aMachineThatHasWhatASyncNeedsIsGood() throws Exception {
        try (Published published = Published.start(registry)) {
            String id = published.build("source:1", "[ \"$1\" = spec ] && echo '{}'");
            Files.createDirectories(project.resolve("connections"));
            Files.writeString(project.resolve("connections/ships.yaml"), """
                    source: { image: "%s", config: {} }
                    destination: { image: "%s", config: {} }
                    """.formatted(
                            published.reference("source:1"), published.reference("destination:1")));
            Ran doctor = Terminal.in(project).wharf("doctor", "--json");
            assertEquals(0, doctor.status(), doctor::out);
            assertTrue(says(doctor, "engine").startsWith("Docker "), doctor::out);
            assertEquals(published.reference("source:1") + " (" + id + ")", says(doctor, "image"));
            assertTrue(doctor.out().contains("destination:1 is not here yet, and is pulled"), doctor::out);
            assertTrue(says(doctor, "pipes").startsWith("records pass through FIFOs"), doctor::out);
            assertEquals(0, published.containers(id));
        }
    }

    private static String says(Ran doctor, String what) {
        return DoctorTest.finding(doctor, what).path("says").asString();
    }
}
