package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** A destination as a process of its own, with as much heap as it is given, that can be killed at any moment. One thread. */
final class ChildDestination implements AutoCloseable {

    private final Process process;
    private final BufferedReader stdout;

    private ChildDestination(Process process) {
        this.process = process;
        stdout = process.inputReader(UTF_8);
    }

    /** @param heap megabytes */
    static ChildDestination start(Class<?> program, int heap, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx" + heap + "m"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path")));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new ChildDestination(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Writes to its stdin on a thread of its own, and closes it if that is wished; that it dies meanwhile is no error. */
    Thread feed(byte[] bytes, int from, int to, boolean close) {
        return Thread.ofPlatform().start(() -> {
            OutputStream stdin = process.getOutputStream();
            try {
                stdin.write(bytes, from, to - from);
                stdin.flush();
                if (close) {
                    stdin.close();
                }
            } catch (IOException _) {
                // It was killed, as it should be.
            }
        });
    }

    /** Reads messages up to one that is looked for, or to the end. */
    List<JsonNode> readUntil(Predicate<JsonNode> found) throws IOException {
        List<JsonNode> messages = new ArrayList<>();
        for (String line = stdout.readLine(); line != null; line = stdout.readLine()) {
            messages.add(Json.read(line.getBytes(UTF_8)));
            if (found.test(messages.getLast())) {
                break;
            }
        }
        return messages;
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. @return its exit status */
    int end() throws InterruptedException {
        return process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
