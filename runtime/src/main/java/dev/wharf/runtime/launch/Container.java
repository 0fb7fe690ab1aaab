package dev.wharf.runtime.launch;

import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.command.WaitContainerResultCallback;
import com.github.dockerjava.api.exception.ConflictException;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A connector in a container. */
final class Container implements Connector {

    private static final Duration UNTIL_GONE = Duration.ofSeconds(20);

    private final Engine engine;
    private final String id;
    private final ContainerRequest request;
    private final Pipes pipes;
    private final ReadableByteChannel errors;
    private final Optional<PrivateDirectory> directory;
    private final CgroupMemory memory;
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();
    private final Opening<GatheringByteChannel> input;
    private final Opening<ReadableByteChannel> output;
    private volatile boolean started;

    /**
     * @param errors its stderr, attached before it runs
     * @param directory what was made for it alone, to be deleted with it
     */
    Container(
            Engine engine,
            String id,
            ContainerRequest request,
            Pipes pipes,
            ReadableByteChannel errors,
            Optional<PrivateDirectory> directory) {
        this.engine = engine;
        this.id = id;
        this.request = request;
        this.pipes = pipes;
        this.directory = directory;
        this.memory = new CgroupMemory(id);
        this.errors = Ends.Output.of(errors, exited, () -> {});
        this.input = new Opening<>(() -> Ends.Input.of(pipes.openInput(), exited));
        this.output = new Opening<>(() -> Ends.Output.of(pipes.openOutput(), exited, memory::look));
    }

    void start() {
        engine.ask(
                "start the " + request.launch().role().word() + " " + identity(),
                () -> engine.client().startContainerCmd(id).exec());
        started = true;
        Thread.ofVirtual().name("exit-", 0).start(() -> {
            exited.complete(await());
            abandon();
        });
    }

    @Override
    public WritableByteChannel input() throws IOException {
        if (request.launch().input() == Input.NONE) {
            throw new IllegalStateException("The " + request.launch().role().word() + " was started without an input");
        }
        return input.get();
    }

    @Override
    public ReadableByteChannel output() throws IOException {
        return output.get();
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
        memory.look();
        Thread.ofVirtual().name("stop-", 0).start(() -> {
            try {
                if (grace.isZero()) {
                    engine.client().killContainerCmd(id).exec();
                } else {
                    // The engine knows the signal that the image wants, and counts in seconds.
                    int seconds = (int) Math.ceilDiv(grace.toMillis(), 1000L);
                    engine.client().stopContainerCmd(id).withTimeout(seconds).exec();
                }
            } catch (DockerException | WharfException _) {
                // It ended by itself, or the engine is gone; exited() tells either way.
            }
        });
    }

    @Override
    public String reproduction() {
        return request.reproduction();
    }

    @Override
    public Road road() {
        return pipes.road();
    }

    @Override
    public String identity() {
        return request.image().identity();
    }

    /** One at a time: whoever comes second, the watchdog or the run itself, returns when the container is gone too. */
    @Override
    public synchronized void close() {
        end();
        abandon();
        try (pipes;
                errors) {
            output.close();
            input.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        directory.ifPresent(PrivateDirectory::close);
        remove(engine, id);
    }

    /** Removes a container, running or not, with its volumes. What an engine that is gone still holds, a later run reaps. */
    static void remove(Engine engine, String id) {
        try {
            engine.ask(
                    "remove the container " + id,
                    () -> engine.client()
                            .removeContainerCmd(id)
                            .withForce(true)
                            .withRemoveVolumes(true)
                            .exec());
        } catch (WharfException e) {
            boolean gone = e.getCause() instanceof NotFoundException || e.getCause() instanceof ConflictException;
            if (!gone && e.code() != FailureCode.ENGINE_UNREACHABLE) {
                throw e;
            }
        }
    }

    private void end() {
        if (!started) {
            exited.complete(lost("it was never started"));
        } else if (!exited.isDone()) {
            stop(Duration.ZERO);
            exited.completeOnTimeout(
                            lost("it does not end though it was killed"), UNTIL_GONE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private Exit await() {
        try {
            int status = engine.client()
                    .waitContainerCmd(id)
                    .exec(new WaitContainerResultCallback())
                    .awaitStatusCode();
            ContainerState state =
                    engine.client().inspectContainerCmd(id).exec().getState();
            boolean outOfMemory = Boolean.TRUE.equals(state.getOOMKilled()) || memory.killed();
            return new Exit(status, outOfMemory, memory.peak(), explanation(status, String.valueOf(state.getError())));
        } catch (RuntimeException e) {
            // Whatever it is, nobody may wait for this future for ever. docker-java wraps what it meets in many types.
            return lost(
                    "the Docker engine at " + engine.host() + " lost it or went away while it ran: " + e.getMessage());
        }
    }

    private Optional<String> explanation(int status, String error) {
        String architecture = request.image().architecture();
        if (status != 0
                && !architecture.isEmpty()
                && !architecture.equals(engine.facts().architecture())) {
            return Optional.of("the image is for " + architecture + " and the engine's machine is "
                    + engine.facts().architecture() + ": use an image that is made for it");
        }
        return error.isBlank() || error.equals("null") ? Optional.empty() : Optional.of(error);
    }

    private Exit lost(String why) {
        return new Exit(Exit.UNKNOWN, memory.killed(), memory.peak(), Optional.of(why));
    }

    private void abandon() {
        try {
            pipes.abandon();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
