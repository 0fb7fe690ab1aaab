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
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.terminal.Output;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "demo",
        header = "Carry 100,000 made-up records into a DuckDB file on this machine, end to end, without an account.",
        description = {
            "",
            "Brings up what it needs (a Docker engine where it may, the images of two connectors), makes the connection demo in the directory demo/, and syncs it.",
            "Run again, it reads only what is new.",
            ""
        },
        footer = {"", "Example:", "  wharf demo"})
final class DemoCommand implements Callable<Integer> {

    private static final String NAME = "demo";
    private static final int SHOWN_ROWS = 3;
    private static final int SHOWN_WIDTH = 150;

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
        application.liveIn("demo");
        Output output = application.output();
        bringUp("a Docker engine", "dev/engine", "start");
        bringUp("the images of the connectors", "dev/images", "source-faker", "destination-duckdb");
        writeConnection();
        int status = new SyncCommand(application, NAME).call();
        if (status == ExitStatus.SUCCESS.code()) {
            preview();
            String here = "  " + application.shell().environment().getOrDefault("WHARF_COMMAND", "wharf") + " -C "
                    + application.shell().directory().toAbsolutePath().relativize(application.project()) + " ";
            output.say("");
            output.say("Try next:");
            output.say(here + "collections demo      what the source offers, what is chosen and why");
            output.say(here + "sync demo             again: only what is new is read");
            output.say(here + "state history demo    every state that was acknowledged");
        }
        return status;
    }

    /** Runs a script of this clone that says what it does; a second time it has nothing to do. */
    private void bringUp(String what, String script, String... arguments) {
        String home = application.shell().environment().getOrDefault("WHARF_HOME", "");
        if (home.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of(
                "sh", "-c", "exec \"$@\" >&2", "sh", Path.of(home, script).toString()));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new WharfException(
                        FailureCode.ENGINE_UNREACHABLE,
                        "The demo needs " + what + ", and " + script + " could not provide it (exit status "
                                + process.exitValue() + "). What it said stands above.");
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INTERNAL, "Cannot run " + script + " of this clone: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WharfException(FailureCode.INTERRUPTED, "Interrupted while " + script + " ran.", e);
        }
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
            Map<StreamName, List<ObjectNode>> rows = new LinkedHashMap<>();
            while (lines.next()) {
                Messages.readAll(lines.bytes(), lines.from(), lines.to()).stream()
                        .filter(Message.DataRecord.class::isInstance)
                        .map(Message.DataRecord.class::cast)
                        .forEach(row -> rows.computeIfAbsent(row.stream(), _ -> new ArrayList<>())
                                .add(row.data()));
            }
            rows.forEach(this::show);
        } catch (IOException e) {
            application.output().say("The rows cannot be shown: " + e.getMessage());
        }
    }

    /** A few rows of a table, without the columns that every table has. */
    private void show(StreamName table, List<ObjectNode> rows) {
        application.output().line("");
        application.output().line("table " + table + ", its newest rows:");
        for (ObjectNode row : rows.subList(Math.max(0, rows.size() - SHOWN_ROWS), rows.size())) {
            row.remove(row.propertyStream()
                    .map(Map.Entry::getKey)
                    .filter(column -> column.startsWith("_airbyte_"))
                    .toList());
            String text = row.toString();
            application
                    .output()
                    .line("  " + (text.length() > SHOWN_WIDTH ? text.substring(0, SHOWN_WIDTH) + " …" : text));
        }
        application.shell().out().flush();
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
