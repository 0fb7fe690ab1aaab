package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector.Exit;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.DockerLauncher.Options.Roads;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a run whose engine goes away. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class LostEngineIT {

    @TempDir
    private Path directory = Path.of("");

    @ParameterizedTest
    @EnumSource
    void killedEngineEndsTheConnectorWithAnExplanation(Roads roads) throws IOException {
        try (PrivateEngine engine = PrivateEngine.start(directory, PrivateEngine.View.SHARED);
                Connector connector = cat(engine, roads)) {
            WritableByteChannel input = connector.input();
            input.write(ByteBuffer.wrap(new byte[] {'x'}));
            assertEquals(1, connector.output().read(ByteBuffer.allocate(1)));

            engine.kill();
            Exit exit = connector.exited().join();
            assertEquals(Exit.UNKNOWN, exit.status());
            assertTrue(exit.explanation().orElse("").contains("lost it or went away"), exit.toString());
            LaunchSuite.assertWritesBreak(input);
        }
    }

    @ParameterizedTest
    @EnumSource
    void stoppedEngineEndsTheConnector(Roads roads) throws IOException {
        try (PrivateEngine engine = PrivateEngine.start(directory, PrivateEngine.View.SHARED);
                Connector connector = cat(engine, roads)) {
            WritableByteChannel input = connector.input();
            input.write(ByteBuffer.wrap(new byte[] {'x'}));
            assertEquals(1, connector.output().read(ByteBuffer.allocate(1)));

            engine.stop();
            assertTrue(connector.exited().join().status() != 0);
            assertEquals("", LaunchSuite.output(connector));
        }
    }

    @Test
    void engineThatDoesNotRunIsUnreachable() {
        Map<String, String> environment = Map.of("DOCKER_HOST", "unix://" + directory.resolve("none.sock"));
        WharfException refused =
                assertThrows(WharfException.class, () -> DockerLauncher.connect(environment, Options.standard()));
        assertEquals(FailureCode.ENGINE_UNREACHABLE, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("./dev/engine start"), refused.getMessage());
    }

    private static Connector cat(PrivateEngine engine, Roads roads) throws IOException {
        String image = new TestImages(Engine.connect(engine.environment())).load(Configuration.scripted("/bin/sh"));
        Launcher launcher =
                DockerLauncher.connect(engine.environment(), new Options(roads, Optional.empty(), (_, _, _) -> {}));
        return launcher.launch(new Launch(
                new Program.Image(image),
                Role.DESTINATION,
                new Invocation.Spec<>(),
                "lost",
                Launch.Input.PIPE,
                LaunchSuite.with("cat", Confinement.standard())));
    }
}
