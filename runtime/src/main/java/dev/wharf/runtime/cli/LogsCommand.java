package dev.wharf.runtime.cli;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "logs",
        header = "Print what both connectors logged in a run, by default the last.",
        footer = {"", "Examples:", "  wharf logs billing", "  wharf logs billing 2026-11-24-093011-kxqd | grep ERROR"})
final class LogsCommand implements Callable<Integer> {

    private final Application application;

    @Parameters(index = "0", paramLabel = "NAME", description = "The connection.")
    private String name = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "RUN", defaultValue = "", description = "One of its runs.")
    private String run = "";

    LogsCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        StateStore store = application.storeOf(name);
        String which = run.isEmpty()
                ? store.runs(name, 1).stream()
                        .findFirst()
                        .map(StateStore.Run::name)
                        .orElse("")
                : run;
        Path file = application.runDirectory(name, which).resolve("log");
        try (Stream<String> lines = Files.lines(file)) {
            application.output().result(() -> json(which, lines.toList()), out -> lines.forEach(out::line));
            return ExitStatus.SUCCESS.code();
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "There is no log of run " + which + " of " + name + " in this directory (" + file
                            + "). Logs stay on the machine that ran it; wharf history " + name + " lists its runs.",
                    e);
        }
    }

    private ObjectNode json(String which, List<String> lines) {
        ObjectNode json = Json.object().put("connection", name).put("run", which);
        ArrayNode list = json.putArray("lines");
        lines.forEach(line -> {
            String[] parts = line.split(" ", 4);
            boolean whole = parts.length == 4 && parts[2].equals("|");
            list.addObject()
                    .put("at", whole ? parts[0] : null)
                    .put("side", whole ? parts[1] : null)
                    .put("text", whole ? parts[3] : line);
        });
        return json;
    }
}
