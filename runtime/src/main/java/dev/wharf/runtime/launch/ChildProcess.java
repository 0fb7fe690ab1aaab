package dev.wharf.runtime.launch;

import dev.wharf.protocol.Invocation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A connector that runs as a child of this process, in a process group of its own. */
final class ChildProcess implements Connector {

    private static final Path NOTHING = Path.of("/dev/null");
    /** A killed process that still does not end waits for a disk or a network file system. */
    private static final Duration UNTIL_GONE = Duration.ofSeconds(10);

    /** Makes a session of its own: a Ctrl-C on the terminal is for the runtime, and a signal to the group reaches the children too. */
    private static final Optional<String> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid")
            .filter(program -> Files.isExecutable(Path.of(program)))
            .findFirst();

    private final Launcher.Launch launch;
    private final List<String> words;
    private final PrivateDirectory directory;
    private final Process process;
    private final CompletableFuture<Exit> exited;
    private final GatheringByteChannel input;
    private final ReadableByteChannel output;
    private final ReadableByteChannel errors;

    private ChildProcess(
            Launcher.Launch launch,
            List<String> words,
            PrivateDirectory directory,
            Process process,
            FileChannel input,
            FileChannel output,
            FileChannel errors) {
        this.launch = launch;
        this.words = words;
        this.directory = directory;
        this.process = process;
        this.exited = process.onExit().thenApply(this::ended);
        this.input = Ends.Input.of(input, exited);
        this.output = Ends.Output.of(output, exited, () -> {});
        this.errors = Ends.Output.of(errors, exited, () -> {});
    }

    static ChildProcess start(
            Launcher.Launch launch,
            List<String> words,
            Map<String, String> environment,
            Path workingDirectory,
            PrivateDirectory directory)
            throws IOException {
        Path in = launch.input() == Launcher.Launch.Input.PIPE ? directory.makeFifo("in") : NOTHING;
        Path out = directory.makeFifo("out");
        Path err = directory.makeFifo("err");
        ProcessBuilder builder = new ProcessBuilder(command(launch, words, directory))
                .directory(workingDirectory.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(Redirect.to(out.toFile()))
                .redirectError(Redirect.to(err.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().putAll(Variables.of(launch, words.getFirst(), environment::containsKey));
        // While both ends of a FIFO are open here, neither the child's open nor ours has to wait for the other.
        try (FileChannel _ = bothEnds(in);
                FileChannel _ = bothEnds(out);
                FileChannel _ = bothEnds(err)) {
            Process process = builder.start();
            directory.remember(process.pid());
            return new ChildProcess(
                    launch,
                    words,
                    directory,
                    process,
                    end(in, StandardOpenOption.WRITE),
                    end(out, StandardOpenOption.READ),
                    end(err, StandardOpenOption.READ));
        }
    }

    private static List<String> command(Launcher.Launch launch, List<String> words, PrivateDirectory directory)
            throws IOException {
        Map<String, String> paths = new HashMap<>();
        for (Map.Entry<String, byte[]> file : launch.invocation().files().entrySet()) {
            paths.put(
                    file.getKey(),
                    directory.write(file.getKey() + ".json", file.getValue()).toString());
        }
        List<String> command = new ArrayList<>();
        SETSID.ifPresent(command::add);
        command.addAll(words);
        command.addAll(launch.invocation().arguments(option -> String.valueOf(paths.get(option))));
        return command;
    }

    private static FileChannel bothEnds(Path fifo) throws IOException {
        return FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static FileChannel end(Path fifo, StandardOpenOption mode) throws IOException {
        FileChannel channel = FileChannel.open(fifo, mode);
        Posix.enlarge(fifo);
        return channel;
    }

    @Override
    public WritableByteChannel input() {
        if (launch.input() == Launcher.Launch.Input.NONE) {
            throw new IllegalStateException("The " + launch.role().word() + " was started without an input");
        }
        return input;
    }

    @Override
    public ReadableByteChannel output() {
        return output;
    }

    @Override
    public InputStream errors() {
        return Channels.newInputStream(errors);
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited;
    }

    @Override
    public void stop(Duration grace) {
        if (grace.isZero()) {
            kill();
            return;
        }
        signal(Posix.SIGTERM);
        CompletableFuture.delayedExecutor(grace.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::kill);
    }

    @Override
    public String reproduction() {
        Invocation<String> shown = launch.invocation().map(_ -> "");
        return String.join(" ", words) + " " + String.join(" ", shown.arguments(option -> option + ".json"));
    }

    @Override
    public Road road() {
        return Road.LOCAL;
    }

    @Override
    public String identity() {
        return String.join(" ", words);
    }

    @Override
    public synchronized void close() {
        kill();
        exited.completeOnTimeout(
                        new Exit(
                                128 + Posix.SIGKILL,
                                false,
                                Optional.empty(),
                                Optional.of("it does not end though it was killed")),
                        UNTIL_GONE.toMillis(),
                        TimeUnit.MILLISECONDS)
                .join();
        try (ReadableByteChannel _ = errors;
                ReadableByteChannel _ = output;
                GatheringByteChannel _ = input) {
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void kill() {
        if (process.isAlive()) {
            // Those that left the group; who has no parent any more is not found.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            signal(Posix.SIGKILL);
        }
    }

    private void signal(int signal) {
        // For an instant after its start it has no group yet.
        if (SETSID.isPresent() && Posix.killGroup(process.pid(), signal)) {
            return;
        }
        if (signal == Posix.SIGKILL) {
            process.destroyForcibly();
        } else {
            process.destroy();
        }
    }

    private Exit ended(Process ended) {
        // Like the first process of a container, it takes its children with it.
        if (SETSID.isPresent()) {
            Posix.killGroup(ended.pid(), Posix.SIGKILL);
        }
        return new Exit(ended.exitValue(), false, Optional.empty(), Optional.empty());
    }
}
