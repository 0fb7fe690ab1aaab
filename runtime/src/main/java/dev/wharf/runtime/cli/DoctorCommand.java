package dev.wharf.runtime.cli;

import dev.wharf.catalog.Bytes;
import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.ConnectionFile.Read;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "doctor",
        header = "Look whether a sync would work here: engine, disk, state store, connection files.",
        footer = {"", "Example:", "  wharf doctor"})
final class DoctorCommand implements Callable<Integer> {

    /** Below this, a run's log and a warehouse on this disk may not fit. */
    private static final Bytes LITTLE = new Bytes(1L << 30);

    private final Application application;

    /** @param says what was found, or what is wrong and what to do */
    private record Finding(String what, boolean good, String says) {}

    DoctorCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>();
        findings.add(new Finding("java", true, Runtime.version() + " on " + System.getProperty("os.arch")));
        findings.add(look("engine", () -> {
            application.launcher().engine();
            return "answers";
        }));
        findings.add(look(
                "state store",
                () -> "opens, with " + application.store().connections().size() + " connections"));
        findings.add(disk());
        application
                .connections()
                .forEach(name -> findings.add(look("connections/" + name + ".yaml", () -> file(name))));
        if (application.connections().isEmpty()) {
            findings.add(new Finding(
                    "connections",
                    true,
                    "none in " + application.project() + " yet; docs/connection-file.md says how to write one"));
        }
        application.output().result(() -> json(findings), out -> {
            Table table = new Table("", "WHAT", "SAYS");
            findings.forEach(one -> table.row(one.good() ? "good" : "BAD", one.what(), one.says()));
            out.table(table);
        });
        boolean all = findings.stream().allMatch(Finding::good);
        return (all ? ExitStatus.SUCCESS : ExitStatus.ENVIRONMENT).code();
    }

    private static Finding look(String what, Supplier<String> look) {
        try {
            return new Finding(what, true, look.get());
        } catch (WharfException | Refused e) {
            return new Finding(what, false, String.valueOf(e.getMessage()));
        }
    }

    private String file(String name) {
        return switch (application.read(name)) {
            case Read.Valid valid ->
                "valid" + (valid.connection().warnings().isEmpty() ? "" : ", with warnings (wharf check " + name + ")");
            case Read.Invalid invalid -> throw new Refused(invalid.file(), invalid.problems());
        };
    }

    private Finding disk() {
        try {
            Path place = Files.exists(application.memory()) ? application.memory() : application.project();
            Bytes free = new Bytes(Files.getFileStore(place).getUsableSpace());
            String says = free + " free in " + place;
            return free.compareTo(LITTLE) < 0
                    ? new Finding("disk", false, says + ". Make room, or keep the project on another disk.")
                    : new Finding("disk", true, says);
        } catch (IOException e) {
            return new Finding(
                    "disk", false, "cannot look: " + e.getMessage() + ". Name the project's directory with -C.");
        }
    }

    private static ObjectNode json(List<Finding> findings) {
        ObjectNode json = Json.object().put("good", findings.stream().allMatch(Finding::good));
        ArrayNode list = json.putArray("findings");
        findings.forEach(one ->
                list.addObject().put("what", one.what()).put("good", one.good()).put("says", one.says()));
        return json;
    }
}
