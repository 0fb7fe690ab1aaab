package dev.wharf.runtime.launch;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs a connector as a child process on ordinary pipes: for the development of connectors, and for machines without an engine. It
 * isolates nothing: the process may do whatever its user may, and the confinement's limits are not applied. Any thread.
 */
public final class LocalLauncher implements Launcher {

    private final Map<String, String> environment;
    private final Path directory;

    /**
     * @param environment of this process, which the connector inherits
     * @param directory in which it is started, so that relative paths in a command begin there
     */
    public LocalLauncher(Map<String, String> environment, Path directory) {
        this.environment = Map.copyOf(environment);
        this.directory = directory.toAbsolutePath();
    }

    @Override
    public Connector launch(Launch launch) {
        List<String> words = words(launch);
        PrivateDirectory files = null;
        try {
            requireExecutable(words.getFirst());
            files = PrivateDirectory.create(environment);
            return ChildProcess.start(launch, words, environment, directory, files);
        } catch (IOException e) {
            if (files != null) {
                files.close();
            }
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot start the " + launch.role().word() + " as a local process: " + String.join(" ", words)
                            + ": " + e.getMessage(),
                    e);
        }
    }

    @Override
    public int reap() {
        return PrivateDirectory.reap(environment);
    }

    @Override
    public void close() {}

    private static List<String> words(Launch launch) {
        return switch (launch.program()) {
            case Program.Command(List<String> words) -> words;
            case Program.Image(String reference) ->
                throw new WharfException(
                        FailureCode.INPUT_INVALID,
                        "Cannot run the image " + reference + " as a local process. Give a command, or use an engine.");
        };
    }

    /** Checked here because the program that starts the command would report it as its own exit. */
    private void requireExecutable(String program) throws IOException {
        if (Programs.find(program, environment, directory).isEmpty()) {
            throw new IOException("there is no executable program " + program
                    + (program.contains("/")
                            ? " (looked for " + directory.resolve(program).normalize() + ")."
                            : " in the directories of PATH.")
                    + " Correct the command, or make the file executable.");
        }
    }
}
