package dev.wharf.runtime.sync;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Connectors as threads of this JVM on real pipes of the system: what a program does, with a script instead of an image. A connector that is
 * stopped sees its pipes close, as one that is killed does.
 */
final class ScriptedLauncher implements Launcher {

    /** What a connector does. @return its exit status */
    @FunctionalInterface
    interface Script {
        int play(Stage stage) throws IOException;
    }

    private final Script source;
    private final Script destination;
    final List<Launch> launches = new ArrayList<>();
    final List<Actor> actors = new ArrayList<>();

    ScriptedLauncher(Script source, Script destination) {
        this.source = source;
        this.destination = destination;
    }

    @Override
    public synchronized Connector launch(Launch launch) {
        launches.add(launch);
        Actor actor = new Actor(launch, launch.role() == Role.SOURCE ? source : destination);
        actors.add(actor);
        actor.thread.start();
        return actor;
    }

    /** The last launch of a side. */
    synchronized Launch last(Role role) {
        return launches.stream()
                .filter(launch -> launch.role() == role)
                .reduce((_, later) -> later)
                .orElseThrow();
    }

    synchronized long count(Role role) {
        return launches.stream().filter(launch -> launch.role() == role).count();
    }

    @Override
    public int reap() {
        return 0;
    }

    @Override
    public void close() {}

    /** What a script has at hand. */
    static final class Stage {
        final Invocation<byte[]> invocation;
        final BufferedReader in;
        private final OutputStream out;
        private final Actor actor;

        Stage(Actor actor) {
            this.actor = actor;
            this.invocation = actor.launch.invocation();
            this.in = new BufferedReader(Channels.newReader(actor.stdin.source(), StandardCharsets.UTF_8));
            this.out = Channels.newOutputStream(actor.stdout.sink());
        }

        void say(String line) throws IOException {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void raw(byte[] bytes) throws IOException {
            out.write(bytes);
        }

        void closeInput() throws IOException {
            actor.stdin.source().close();
        }

        /** Blocks until somebody stops the connector. */
        int hang() {
            actor.stopped.join();
            return 137;
        }

        /** Blocks until somebody stops the connector, and then ends as a well-behaved program does. */
        boolean stopped() {
            return actor.stopped.isDone();
        }
    }

    /** One connector. */
    static final class Actor implements Connector {
        private final Launch launch;
        private final Thread thread;
        private final Pipe stdin;
        private final Pipe stdout;
        private final CompletableFuture<Exit> exited = new CompletableFuture<>();
        private final CompletableFuture<Void> stopped = new CompletableFuture<>();

        private Actor(Launch launch, Script script) {
            this.launch = launch;
            try {
                stdin = Pipe.open();
                stdout = Pipe.open();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            thread = Thread.ofPlatform()
                    .daemon()
                    .name("scripted-" + launch.role().word())
                    .unstarted(() -> play(script));
        }

        private void play(Script script) {
            int status;
            try {
                status = script.play(new Stage(this));
            } catch (IOException | UncheckedIOException e) {
                status = stopped.isDone() ? 137 : 120;
            }
            end(status);
        }

        private void end(int status) {
            try {
                stdin.source().close();
                stdout.sink().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            exited.complete(new Exit(status, false, Optional.empty(), Optional.empty()));
        }

        @Override
        public WritableByteChannel input() {
            return stdin.sink();
        }

        @Override
        public ReadableByteChannel output() {
            return stdout.source();
        }

        @Override
        public InputStream errors() {
            return new ByteArrayInputStream(
                    ("the " + launch.role().word() + " says goodbye\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public CompletableFuture<Exit> exited() {
            return exited;
        }

        @Override
        public void stop(Duration grace) {
            stopped.complete(null);
            end(137);
        }

        @Override
        public String reproduction() {
            return "scripted " + launch.role().word();
        }

        @Override
        public Road road() {
            return Road.LOCAL;
        }

        @Override
        public String identity() {
            return "scripted " + launch.role().word();
        }

        @Override
        public void close() {
            stop(Duration.ZERO);
            try {
                stdin.sink().close();
                stdout.source().close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
