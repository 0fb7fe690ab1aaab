package dev.wharf.runtime.faults;

import dev.wharf.runtime.faults.Scene.Side;
import dev.wharf.runtime.launch.EngineAvailable;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What tests of scripted images share: one image for all of them, a project for each, and that nothing is left behind. */
@ExtendWith(EngineAvailable.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
abstract class Faults {

    final ScriptedImages images = new ScriptedImages(System.getenv());
    Scene scene = new Scene(Path.of(""), System.getenv());
    private String image = "";

    /** The image that plays the scenarios. */
    String build() {
        return images.scripted();
    }

    @BeforeAll
    void buildImage() {
        image = build();
    }

    @AfterAll
    void removeImages() {
        images.close();
    }

    @BeforeEach
    void open(@TempDir Path directory) {
        scene = new Scene(directory, System.getenv());
    }

    @AfterEach
    void nothingIsLeft() {
        scene.assertNothingLeft(images);
    }

    Side plays(String scenario) {
        return new Side(image, scenario);
    }

    Side plays(String scenario, String more) {
        return new Side(image, scenario, more);
    }
}
