package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * A connector that is started as a process: a command of this machine, or an image by way of the command {@code docker}. Its files lie in a
 * directory that it may read.
 */
public final class ProcessSubject implements Subject {

    private final Path files;
    private final String seenAs;
    private final List<String> words;

    private ProcessSubject(Path files, String seenAs, List<String> words) {
        this.files = files;
        this.seenAs = seenAs;
        this.words = List.copyOf(words);
    }

    /** @param files an empty directory, to put config, catalog and state into */
    public static ProcessSubject command(List<String> words, Path files) {
        return new ProcessSubject(files, files.toString(), words);
    }

    /** As Wharf runs it: no network unless it is asked for, a read-only root, no capabilities, an init process. */
    public static ProcessSubject image(String image, Path files, List<String> options) {
        List<String> words =
                new ArrayList<>(List.of("docker", "run", "--rm", "--init", "--read-only", "--tmpfs", "/tmp"));
        words.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges", "-v", files + ":/wharf:ro"));
        words.addAll(options);
        words.add(image);
        return new ProcessSubject(files, "/wharf", words);
    }

    @Override
    public Outcome run(Invocation<byte[]> invocation) {
        return runUntil(invocation, Integer.MAX_VALUE);
    }

    @Override
    public Outcome runUntil(Invocation<byte[]> invocation, int bytes) {
        try {
            Process process = start(invocation);
            process.getOutputStream().close();
            CompletableFuture<String> stderr = CompletableFuture.supplyAsync(() -> text(process));
            ByteArrayOutputStream stdout = new ByteArrayOutputStream();
            stdout.write(process.getInputStream().readNBytes(bytes));
            if (stdout.size() == bytes) {
                process.toHandle().destroy();
                process.getInputStream().transferTo(stdout);
            }
            return new Outcome(process.waitFor(), stdout.toByteArray(), stderr.join());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the connector ran", e);
        }
    }

    private Process start(Invocation<byte[]> invocation) throws IOException {
        for (Map.Entry<String, byte[]> file : invocation.files().entrySet()) {
            Files.write(files.resolve(file.getKey()), file.getValue());
        }
        List<String> command = new ArrayList<>(words);
        command.addAll(invocation.arguments(option -> seenAs + "/" + option));
        return new ProcessBuilder(command).start();
    }

    private static String text(Process process) {
        try {
            return new String(process.getErrorStream().readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
