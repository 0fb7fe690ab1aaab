package dev.wharf.runtime.cli;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
        name = "demo",
        header = "Carry 100,000 made-up records into a DuckDB file on this machine, end to end, without an account.",
        description = {
            "",
            "Makes the connection demo in the project's directory; run again, it reads only what is new.",
            ""
        },
        footer = {"", "Example:", "  wharf demo"})
final class DemoCommand implements Callable<Integer> {

    private static final String NAME = "demo";

    private static final String FILE = """
            # Made by `wharf demo`.
            source:
              connector: faker
              config:
                count: 100000
            destination:
              connector: duckdb
              config:
                path: warehouse/demo.duckdb
            """;

    private final Application application;

    DemoCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        writeConnection();
        SyncCommand sync = new SyncCommand(application, NAME);
        int status = sync.call();
        if (status == ExitStatus.SUCCESS.code()) {
            preview();
            application.output().say("");
            application.output().say("Try next:");
            application.output().say("  wharf collections demo      what the source offers, what is chosen and why");
            application.output().say("  wharf sync demo             again: only what is new is read");
            application.output().say("  wharf state history demo    every state that was acknowledged");
        }
        return status;
    }

    private void writeConnection() {
        Path file = application.project().resolve("connections").resolve(NAME + ".yaml");
        try {
            if (!Files.exists(file)) {
                Files.createDirectories(application.project().resolve("connections"));
                Files.writeString(file, FILE);
                application.output().say("Wrote " + file);
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot write " + file + ": " + e.getMessage() + ". Name another directory with -C.",
                    e);
        }
    }

    /** The first rows of each table, as the destination tells them. */
    private void preview() {
        Connection connection = application.connection(NAME);
        Catalog catalog = application.preparation(connection).offered();
        Endpoint destination = connection.destination();
        Launch launch = new Launch(
                destination.program(),
                destination.role(),
                new Invocation.Preview<>(
                        Json.write(destination.configForConnector()), Messages.write(configured(catalog))),
                application.newRun(),
                Input.NONE,
                destination.confinement());
        try (Connector connector = application.launcher().launch(launch)) {
            Lines lines = new Lines(connector.output(), 64 << 10, 16 << 20);
            while (lines.next()) {
                Messages.readAll(lines.bytes(), lines.from(), lines.to()).stream()
                        .filter(Message.DataRecord.class::isInstance)
                        .map(Message.DataRecord.class::cast)
                        .forEach(row -> application.output().line(row.stream() + "  " + row.data()));
            }
        } catch (IOException e) {
            application.output().say("The rows cannot be shown: " + e.getMessage());
        }
    }

    private static ConfiguredCatalog configured(Catalog catalog) {
        List<ConfiguredStream> streams = catalog.streams().stream()
                .map((Stream stream) -> new ConfiguredStream(
                        stream,
                        SyncMode.FULL_REFRESH,
                        DestinationSyncMode.APPEND,
                        List.of(),
                        stream.sourceDefinedPrimaryKey(),
                        0,
                        0,
                        0))
                .toList();
        return new ConfiguredCatalog(streams, Optional.empty());
    }
}
