package dev.wharf.runtime.launch;

import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options.Roads;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** An engine that does not see this machine's directories, as another machine's does not. */
final class RemoteLauncherIT extends ContainerSuite {

    private final PrivateEngine privateEngine;

    RemoteLauncherIT(@TempDir Path directory) throws IOException {
        PrivateEngine started = PrivateEngine.start(directory, PrivateEngine.View.REMOTE);
        super(started.environment(), Roads.BEST, Road.ATTACH);
        this.privateEngine = started;
    }

    /** The images go with their engine. */
    @Override
    @AfterAll
    void remove() {
        privateEngine.close();
    }
}
