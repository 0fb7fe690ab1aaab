package dev.wharf.runtime.cli;

import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Connector.Exit;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.terminal.Output;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code wharf read … | wharf write …}: the bytes of the protocol pass as they are, a connector's exit status too. */
final class PipeCommands {

    private static final int BLOCK = 256 << 10;
    private static final Duration GRACE = Duration.ofSeconds(10);

    /** What a program ends with whose reader is gone (SIGPIPE). */
    private static final int OUTPUT_CLOSED = 128 + 13;

    private PipeCommands() {}

    @Command(
            name = "read",
            header = "Run a source by hand: its messages go to stdout as they come.",
            footer = {
                "",
                "Example:",
                "  wharf read faker --config f.json --catalog c.json | wharf write duckdb --config d.json --catalog c.json"
            })
    static final class ReadVerb implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final ByHand connector = new ByHand();

        @Option(names = "--config", paramLabel = "FILE", required = true, description = "The source's config, JSON.")
        private Path config = Path.of("");

        @Option(
                names = "--catalog",
                paramLabel = "FILE",
                required = true,
                description = "What is to be read: a configured catalog, JSON.")
        private Path catalog = Path.of("");

        @Option(names = "--state", paramLabel = "FILE", description = "Where to go on: states, JSON.")
        private @Nullable Path state;

        ReadVerb(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            ByHand.json(application, catalog);
            Optional<byte[]> from = Optional.ofNullable(state).map(file -> ByHand.bytes(application, file));
            Endpoint source = connector.with(application, false, config);
            return run(
                    application,
                    source,
                    new Invocation.Read<>(given(source), ByHand.bytes(application, catalog), from));
        }
    }

    @Command(
            name = "write",
            header = "Run a destination by hand: it gets stdin as it comes, its messages go to stdout.",
            footer = {"", "Example:", "  wharf write duckdb --config d.json --catalog c.json < records.jsonl"})
    static final class WriteVerb implements Callable<Integer> {

        private final Application application;

        @Mixin
        private final ByHand connector = new ByHand();

        @Option(
                names = "--config",
                paramLabel = "FILE",
                required = true,
                description = "The destination's config, JSON.")
        private Path config = Path.of("");

        @Option(
                names = "--catalog",
                paramLabel = "FILE",
                required = true,
                description = "What is to be written: a configured catalog, JSON.")
        private Path catalog = Path.of("");

        WriteVerb(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            ByHand.json(application, catalog);
            Endpoint destination = connector.with(application, true, config);
            return run(
                    application,
                    destination,
                    new Invocation.Write<>(given(destination), ByHand.bytes(application, catalog)));
        }
    }

    private static byte[] given(Endpoint endpoint) {
        return Json.write(endpoint.configForConnector());
    }

    private static int run(Application application, Endpoint endpoint, Invocation<byte[]> invocation) {
        Input input = endpoint.role() == Role.DESTINATION ? Input.PIPE : Input.NONE;
        Launch launch = new Launch(
                endpoint.program(), endpoint.role(), invocation, application.newRun(), input, endpoint.confinement());
        try (Connector connector = application.launcher().launch(launch)) {
            application
                    .interrupts()
                    .during(new Interrupts.Work(
                            "Passing it on to " + endpoint.label() + ". Again to kill.",
                            () -> connector.stop(GRACE),
                            connector::close));
            Thread errors =
                    Thread.ofPlatform().daemon().name("stderr").start(() -> drain(connector, application.output()));
            if (input == Input.PIPE) {
                Thread.ofPlatform()
                        .name("stdin")
                        .daemon()
                        .start(() -> feed(connector, application.shell().in()));
            }
            boolean read = copyOut(connector, application.shell().out());
            Exit exit = connector.exited().join();
            errors.join();
            if (!read) {
                return OUTPUT_CLOSED;
            }
            exit.explanation().ifPresent(application.output()::say);
            if (exit.status() != 0) {
                application.output().say("wharf: " + endpoint.label() + " ended with exit status " + exit.describe());
            }
            return exit.status() < 0 ? ExitStatus.ENVIRONMENT.code() : exit.status();
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INTERNAL, "The pipe from " + endpoint.label() + " broke: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitStatus.INTERRUPTED.code();
        }
    }

    /** @return false when nobody reads any more: then the connector is asked to end, as a shell's pipe would end it */
    private static boolean copyOut(Connector connector, PrintStream out) throws IOException {
        try (ReadableByteChannel from = connector.output()) {
            ByteBuffer block = ByteBuffer.allocate(BLOCK);
            while (from.read(block) >= 0) {
                out.write(block.array(), 0, block.position());
                block.clear();
                if (out.checkError()) {
                    connector.stop(GRACE);
                    return false;
                }
            }
            return true;
        }
    }

    private static void feed(Connector connector, InputStream in) {
        try (WritableByteChannel to = connector.input()) {
            in.transferTo(Channels.newOutputStream(to));
        } catch (IOException e) {
            // The connector closed its input: its exit says why.
        }
    }

    private static void drain(Connector connector, Output output) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(connector.errors(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(output::say);
        } catch (IOException e) {
            output.say("its stderr broke: " + e.getMessage());
        }
    }
}
