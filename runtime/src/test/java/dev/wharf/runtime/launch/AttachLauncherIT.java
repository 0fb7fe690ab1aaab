package dev.wharf.runtime.launch;

import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options.Roads;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineAvailable.class)
final class AttachLauncherIT extends ContainerSuite {

    AttachLauncherIT() {
        super(System.getenv(), Roads.ATTACH, Road.ATTACH);
    }
}
