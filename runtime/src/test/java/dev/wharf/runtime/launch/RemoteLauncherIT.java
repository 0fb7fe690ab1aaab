package dev.wharf.runtime.launch;

import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** An engine that does not see this machine's directories, as another machine's does not. */
@TestInstance(Lifecycle.PER_CLASS)
final class RemoteLauncherIT extends ContainerSuite {

    private final PrivateEngine privateEngine;
    private final Engine engine;
    private final TestImages images;
    private final DockerLauncher launcher;
    private String image = "";

    RemoteLauncherIT(@TempDir Path directory) throws IOException {
        privateEngine = PrivateEngine.start(directory, PrivateEngine.View.REMOTE);
        engine = Engine.connect(privateEngine.environment());
        images = new TestImages(engine);
        launcher = DockerLauncher.connect(privateEngine.environment(), Options.standard());
    }

    @BeforeAll
    void load() throws IOException {
        image = images.load(Configuration.scripted("/bin/sh"));
    }

    @AfterAll
    void stop() {
        privateEngine.close();
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
        return List.of("BEST", image);
    }

    @Override
    Map<String, String> environment() {
        return privateEngine.environment();
    }

    @Override
    Road road() {
        return Road.ATTACH;
    }
}
