package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options.Roads;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EngineAvailable.class)
final class FifoLauncherIT extends ContainerSuite {

    FifoLauncherIT() {
        super(System.getenv(), Roads.BEST, Road.FIFO);
    }

    @Test
    void connectorThatClosesItsInputEarlyBreaksThePipe() throws IOException {
        Connector connector = run("exec 0</dev/null; echo closed; sleep 1000", Input.PIPE);
        WritableByteChannel input = connector.input();
        connector.output().read(ByteBuffer.allocate(7));
        assertWritesBreak(input);
    }

    @Test
    void peakOfMemoryIsTold() throws IOException {
        Connector connector = run("dd if=/dev/zero of=/dev/null bs=50M count=1; exec >&-; cat >/dev/null", Input.PIPE);
        try (WritableByteChannel _ = connector.input()) {
            assertEquals("", output(connector));
        }
        long peak = connector.exited().join().peakMemoryBytes().orElseThrow();
        assertTrue(peak > 50 << 20, () -> peak + " bytes");
    }

    @Test
    void imageWithoutAShellTakesTheOtherRoad() throws IOException {
        Program bare = new Program.Image(images().load(Configuration.scripted("/opt/shell")));
        Connector connector = launch(
                bare,
                Input.NONE,
                new Invocation.Check<>(new byte[] {'{', '}'}),
                with("cat \"$3\"", Confinement.standard()));
        assertEquals(Road.ATTACH, connector.road());
        assertEquals("{}", output(connector));
    }
}
