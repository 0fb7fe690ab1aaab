package dev.wharf.runtime.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.faults.Scene.Ended;
import dev.wharf.runtime.faults.Scene.Side;
import dev.wharf.runtime.launch.EngineAvailable;
import dev.wharf.runtime.launch.PrivateEngine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The engine goes away in the middle of a run; it is one of the test's own. */
@ExtendWith(EngineAvailable.class)
@Timeout(value = 180, unit = TimeUnit.SECONDS)
final class EngineGoneIT {

    @TempDir
    private Path directory = Path.of("");

    /** Its containers go on without it, and neither the run nor its pipes wait for them. */
    @Test
    void killedEngineEndsTheRunAndKeepsWhatWasConfirmed() throws Exception {
        Ended run = runUntil(PrivateEngine::kill);

        assertEquals(3, run.status(), run::out);
        assertTrue(run.code().startsWith("engine-"), run::out);
    }

    @Test
    void stoppedEngineEndsTheRunAndKeepsWhatWasConfirmed() throws Exception {
        Ended run = runUntil(PrivateEngine::stop);

        assertTrue(run.status() != 0, run::out);
    }

    private Ended runUntil(Consumer<PrivateEngine> gone) throws IOException {
        Path project = Files.createDirectory(directory.resolve("project"));
        Path begun = pipe(Files.createDirectories(project.resolve("signals")));
        try (PrivateEngine engine =
                PrivateEngine.start(Files.createDirectory(directory.resolve("engine")), PrivateEngine.View.SHARED)) {
            ScriptedImages images = ScriptedImages.in(engine.environment());
            Scene scene = new Scene(project, engine.environment());
            String image = images.scripted();
            CompletableFuture<Ended> run = CompletableFuture.supplyAsync(
                    () -> scene.sync(
                            new Side(image, "begins", "mounts: [{ from: signals, to: /signals, access: write }]"),
                            new Side(image, "good")),
                    task -> Thread.ofPlatform().daemon().start(task));
            try (InputStream signal = Files.newInputStream(begun)) {
                assertEquals('b', signal.read());
            }
            gone.accept(engine);
            Ended ended = run.join();
            assertEquals(2, scene.cursor("users"), ended::out);
            scene.assertNoFilesLeft();
            return ended;
        }
    }

    private static Path pipe(Path directory) throws IOException {
        Path pipe = directory.resolve("begun");
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", pipe.toString())
                        .start()
                        .onExit()
                        .join()
                        .exitValue());
        Files.setPosixFilePermissions(pipe, PosixFilePermissions.fromString("rw-rw-rw-"));
        return pipe;
    }
}
