package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Role;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LocalLauncherTest extends LaunchSuite {

    private final LocalLauncher launcher = new LocalLauncher(System.getenv(), Path.of(""));

    @Override
    Launcher launcher() {
        return launcher;
    }

    @Override
    Program scripted() {
        return new Program.Command(List.of("sh", "-c", "eval \"$SCRIPT\"", "connector"));
    }

    @Override
    List<String> left(Owner owner) {
        return PrivateDirectory.of(owner::equals, System.getenv()).stream()
                .map(Path::toString)
                .toList();
    }

    @Override
    List<String> orphan() {
        return List.of("local");
    }

    @Test
    void connectorThatClosesItsInputEarlyBreaksThePipe() throws IOException {
        Connector connector = run("exec 0</dev/null; echo closed; sleep 1000", Launch.Input.PIPE);
        WritableByteChannel input = connector.input();
        connector.output().read(ByteBuffer.allocate(7));
        assertWritesBreak(input);
    }

    @Test
    void missingProgramIsNamed() {
        WharfException refused = assertThrows(WharfException.class, () -> launch(List.of("no-such-program")));
        assertEquals(FailureCode.INPUT_INVALID, refused.code());
        assertTrue(
                String.valueOf(refused.getMessage()).contains("no-such-program in the directories of PATH"),
                refused.getMessage());
    }

    @Test
    void relativePathsOfACommandBeginInTheProjectsDirectory(@TempDir Path project) throws IOException {
        Path program = Files.createDirectory(project.resolve("bin")).resolve("source");
        Files.writeString(program, "#!/bin/sh\ncat words");
        assertTrue(program.toFile().setExecutable(true));
        Files.writeString(project.resolve("words"), "found");

        for (String name : List.of("bin/source", "./bin/source")) {
            try (Connector connector = launch(new LocalLauncher(System.getenv(), project), List.of(name))) {
                assertEquals("found", output(connector));
            }
        }
    }

    @Test
    void processThatLeftTheGroupDoesNotHoldTheOutputOpen() throws IOException {
        String away = "setsid -f sh -c 'echo $$; exec sleep 300 1>&3' | { read process; echo $process; }";
        Connector connector = run("{ " + away + "; } 3>&1", Launch.Input.NONE);
        String process = output(connector).strip();
        assertEquals(0, connector.exited().join().status());
        assertTrue(ProcessHandle.of(Long.parseLong(process)).orElseThrow().destroyForcibly());
    }

    private Connector launch(List<String> words) {
        return launch(launcher, words);
    }

    private static Connector launch(LocalLauncher launcher, List<String> words) {
        return launcher.launch(new Launch(
                new Program.Command(words),
                Role.SOURCE,
                new Invocation.Spec<>(),
                "suite",
                Launch.Input.NONE,
                Confinement.standard()));
    }
}
