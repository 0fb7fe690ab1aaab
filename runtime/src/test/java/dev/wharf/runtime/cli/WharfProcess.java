package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command as a process of its own, to be signalled and killed. */
record WharfProcess(Process process, BufferedReader err, List<String> said) implements AutoCloseable {

    static WharfProcess start(Path project, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(command());
        words.add("-C");
        words.add(project.toString());
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().remove("WHARF_STATE_STORE");
        Process process =
                builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return new WharfProcess(process, process.errorReader(UTF_8), new ArrayList<>());
    }

    /** What starts it, without its arguments. */
    static List<String> command() {
        return List.of(
                // A test in the background of a script has SIGINT ignored, and a child inherits that.
                "env",
                "--default-signal=INT,TERM",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.wharf.runtime.cli.Wharf");
    }

    /** Waits until stderr has a line with these words. */
    void awaitWords(String words) throws IOException {
        for (String line = err.readLine(); line != null; line = err.readLine()) {
            said.add(line);
            if (line.contains(words)) {
                return;
            }
        }
        throw new AssertionError("it ended without saying " + words + ": " + String.join("\n", said));
    }

    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Its exit status, once it has ended and everything that it said was read. */
    int await() throws IOException, InterruptedException {
        err.lines().forEach(said::add);
        return process.waitFor();
    }

    @Override
    public void close() {
        kill();
    }
}
