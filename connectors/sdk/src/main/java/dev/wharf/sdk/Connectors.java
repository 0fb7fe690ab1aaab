package dev.wharf.sdk;

import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Message;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import tools.jackson.databind.node.ObjectNode;

/** Makes a program of a {@link Source} or a {@link Destination}. */
public final class Connectors {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private Connectors() {}

    /** Runs the verb in {@code args} on the process's own pipes and ends the process: the only line of a {@code main}. */
    public static void main(Source source, String[] args) {
        System.exit(takePipes().run(args, new SourceVerbs(source)));
    }

    /** As {@link #main(Source, String[])}. */
    public static void main(Destination destination, String[] args) {
        ReadableByteChannel stdin = Channels.newChannel(new FileInputStream(FileDescriptor.in));
        System.exit(takePipes().run(args, new DestinationVerbs(destination, stdin)));
    }

    /** Runs one verb without ending anything, for tests. @return the exit status */
    public static int run(Source source, String[] args, OutputStream out) {
        return program(out).run(args, new SourceVerbs(source));
    }

    /** Runs one verb without ending anything, for tests. @return the exit status */
    public static int run(Destination destination, String[] args, InputStream in, OutputStream out) {
        return program(out).run(args, new DestinationVerbs(destination, Channels.newChannel(in)));
    }

    private static Program program(OutputStream out) {
        return new Program(new Outlet(Channels.newChannel(out)), InstantSource.system());
    }

    /** Takes stdout, so that nothing but the protocol reaches it, and what remains of it goes to stderr, masked. */
    private static Program takePipes() {
        Outlet outlet = new Outlet(Channels.newChannel(new FileOutputStream(FileDescriptor.out)));
        Program program = new Program(outlet, InstantSource.system());
        System.setErr(new PrintStream(new MaskedErrors(System.err, program::mask), true, StandardCharsets.UTF_8));
        System.setOut(System.err);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(outlet), "stop"));
        return program;
    }

    private static void stop(Outlet outlet) {
        try {
            outlet.stop(PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (UncheckedIOException e) {
            System.err.println(e.getMessage());
        }
        System.err.close();
    }

    private record SourceVerbs(Source source) implements Program.Verbs {

        @Override
        public ObjectNode spec() {
            return source.spec();
        }

        @Override
        public int run(Program program, Invocation<Path> invocation) throws Exception {
            return switch (invocation) {
                case Invocation.Check<Path>(Path config) ->
                    program.answer(() -> source.check(program.config(config, source.spec())));
                case Invocation.Discover<Path>(Path config) -> {
                    var catalog = source.discover(program.config(config, source.spec()));
                    program.outlet().message(new Message.CatalogOffer(catalog));
                    yield Program.SUCCESS;
                }
                case Invocation.Read<Path> read -> {
                    Config config = program.config(read.config(), source.spec());
                    Output output = program.output();
                    try {
                        source.read(config, program.catalog(read.catalog()), program.states(read.state()), output);
                    } finally {
                        output.tellFigures();
                    }
                    yield output.anyFailed() ? Program.FAILURE : Program.SUCCESS;
                }
                case Invocation.Spec<Path> _, Invocation.Write<Path> _, Invocation.Query<Path> _ ->
                    throw ConnectorFailure.config("A source has no verb " + invocation.verb() + ".");
            };
        }
    }

    private record DestinationVerbs(Destination destination, ReadableByteChannel stdin) implements Program.Verbs {

        @Override
        public ObjectNode spec() {
            return destination.spec();
        }

        @Override
        public int run(Program program, Invocation<Path> invocation) throws Exception {
            switch (invocation) {
                case Invocation.Check<Path>(Path config) -> {
                    return program.answer(() -> destination.check(program.config(config, destination.spec())));
                }
                case Invocation.Write<Path>(Path file, Path catalogFile) -> {
                    Config config = program.config(file, destination.spec());
                    var catalog = program.catalog(catalogFile);
                    Notices notices = program.notices();
                    try (Load load = destination.write(config, catalog, notices)) {
                        new LoadLoop(catalog, load, program.outlet(), notices).run(stdin);
                    }
                }
                case Invocation.Query<Path>(Path file, Path query) -> {
                    Config config = program.config(file, destination.spec());
                    destination.query(config, program.sql(query), new QueryResult(program.output()));
                }
                case Invocation.Spec<Path> _, Invocation.Discover<Path> _, Invocation.Read<Path> _ ->
                    throw ConnectorFailure.config("A destination has no verb " + invocation.verb() + ".");
            }
            return Program.SUCCESS;
        }
    }
}
