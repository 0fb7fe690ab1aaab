package dev.wharf.runtime.launch;

import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineAvailable.class)
@TestInstance(Lifecycle.PER_CLASS)
final class AttachLauncherIT extends ContainerSuite {

    private final Engine engine = Engine.connect(System.getenv());
    private final TestImages images = new TestImages(engine);
    private final DockerLauncher launcher = DockerLauncher.connect(
            System.getenv(), new Options(Options.Roads.ATTACH, Optional.empty(), (_, _, _) -> {}));
    private String image = "";

    @BeforeAll
    void load() throws IOException {
        image = images.load(Configuration.scripted("/bin/sh"));
    }

    @AfterAll
    void remove() {
        images.close();
    }

    @Override
    Launcher launcher() {
        return launcher;
    }

    @Override
    Engine engine() {
        return engine;
    }

    @Override
    TestImages images() {
        return images;
    }

    @Override
    Program scripted() {
        return new Program.Image(image);
    }

    @Override
    List<String> orphan() {
        return List.of("ATTACH", image);
    }

    @Override
    Road road() {
        return Road.ATTACH;
    }
}
