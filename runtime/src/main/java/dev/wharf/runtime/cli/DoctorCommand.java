package dev.wharf.runtime.cli;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.Definition;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.ConnectionFile.Read;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.DockerLauncher.Diagnosis;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.terminal.Table;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
        name = "doctor",
        header =
                "Look whether a sync would work here: engine, limits, pipes, images, state store, disk, connection files.",
        description = {
            "",
            "Ends with status 3 when something is BAD, and says what to do about it. A warning does not keep a sync from working.",
            ""
        },
        footer = {"", "Example:", "  wharf doctor"})
final class DoctorCommand implements Callable<Integer> {

    /** Below this, a run's log and a warehouse on this disk may not fit. */
    private static final Bytes LITTLE = new Bytes(1L << 30);

    private final Application application;
    private final List<Finding> findings = new ArrayList<>();

    private enum State {
        GOOD,
        WARNING,
        BAD
    }

    /** @param says what was found, or what is wrong and what to do */
    private record Finding(String what, State state, String says) {}

    DoctorCommand(Application application) {
        this.application = application;
    }

    @Override
    public Integer call() {
        add("java", State.GOOD, Runtime.version() + " on " + System.getProperty("os.arch"));
        List<Connection> connections = connections();
        if (looksGood("engine", this::engine, needsEngine(connections) ? State.BAD : State.WARNING)) {
            limits();
            images(connections);
        }
        looksGood("state store", this::store, State.BAD);
        disk();
        memory();
        application.output().result(this::json, out -> {
            Table table = new Table("", "WHAT", "SAYS");
            findings.forEach(one -> table.row(word(one.state()), one.what(), one.says()));
            out.table(table);
        });
        return (good() ? ExitStatus.SUCCESS : ExitStatus.ENVIRONMENT).code();
    }

    private static String word(State state) {
        return state == State.BAD ? "BAD" : state.name().toLowerCase(Locale.ROOT);
    }

    private boolean good() {
        return findings.stream().noneMatch(one -> one.state() == State.BAD);
    }

    private void add(String what, State state, String says) {
        findings.add(new Finding(what, state, says));
    }

    /** @param otherwise how much it matters when it fails */
    private boolean looksGood(String what, Supplier<String> look, State otherwise) {
        try {
            add(what, State.GOOD, look.get());
            return true;
        } catch (WharfException | Refused e) {
            add(what, otherwise, String.valueOf(e.getMessage()));
            return false;
        }
    }

    private List<Connection> connections() {
        List<Connection> valid = new ArrayList<>();
        for (String name : application.connections()) {
            looksGood(
                    "connections/" + name + ".yaml",
                    () -> switch (application.read(name)) {
                        case Read.Valid(Connection connection) -> {
                            valid.add(connection);
                            yield "valid"
                                    + (connection.warnings().isEmpty()
                                            ? ""
                                            : ", with warnings (wharf check " + name + ")");
                        }
                        case Read.Invalid invalid -> throw new Refused(invalid.file(), invalid.problems());
                    },
                    State.BAD);
        }
        if (application.connections().isEmpty()) {
            add(
                    "connections",
                    State.GOOD,
                    "none in " + application.project() + " yet; docs/connection-file.md says how to write one");
        }
        return valid;
    }

    private static boolean needsEngine(List<Connection> connections) {
        return connections.isEmpty() || !references(connections).isEmpty();
    }

    private static Set<String> references(List<Connection> connections) {
        Set<String> references = new LinkedHashSet<>();
        connections.stream()
                .flatMap(one -> Stream.of(one.source(), one.destination()))
                .map(Endpoint::program)
                .forEach(program -> {
                    if (program instanceof Program.Image(String reference)) {
                        references.add(reference);
                    }
                });
        return references;
    }

    private String engine() {
        Diagnosis diagnosis = application.launcher().engine().diagnose();
        return "Docker " + diagnosis.version() + " at " + diagnosis.where();
    }

    private void limits() {
        Diagnosis diagnosis = application.launcher().engine().diagnose();
        boolean all = diagnosis.unlimited().isEmpty() && diagnosis.seccomp();
        String says = all
                ? "memory, processors and processes of a container are limited, its system calls filtered"
                : (diagnosis.unlimited().isEmpty()
                                ? ""
                                : "a container's " + String.join(", ", diagnosis.unlimited())
                                        + " cannot be limited: enable the kernel's cgroup controllers (on some systems"
                                        + " cgroup_enable=memory on its command line). ")
                        + (diagnosis.seccomp() ? "" : "System calls are not filtered: use a kernel with seccomp.");
        add("limits", all ? State.GOOD : State.WARNING, says.strip());
    }

    private void images(List<Connection> connections) {
        List<String> here = new ArrayList<>();
        for (String reference : references(connections)) {
            Optional<String> found =
                    application.launcher().images().local(reference).map(image -> image.identity());
            found.ifPresent(_ -> here.add(reference));
            add("image", State.GOOD, found.orElse(reference + " is not here yet, and is pulled by the next sync"));
        }
        Stream.concat(here.stream(), application.shelf().all().stream().map(Definition::image))
                .filter(reference ->
                        application.launcher().images().local(reference).isPresent())
                .findFirst()
                .ifPresentOrElse(
                        reference -> looksGood("pipes", () -> pipes(reference), State.BAD),
                        () -> add("pipes", State.GOOD, "not tried, because there is no connector's image here yet"));
    }

    /** Starts a connector as a sync does, and looks which road its bytes take. */
    private String pipes(String reference) {
        Launch launch = new Launch(
                new Program.Image(reference),
                Role.SOURCE,
                new Invocation.Spec<>(),
                application.newRun(),
                Input.NONE,
                Confinement.standard());
        try (Connector connector = application.launcher().launch(launch)) {
            Channels.newInputStream(connector.output()).readAllBytes();
            return switch (connector.road()) {
                case FIFO -> "records pass through FIFOs, past the engine (tried with " + reference + ")";
                case ATTACH ->
                    "records pass through the engine, which is slower: it does not share this machine's files, or "
                            + reference + " has no shell";
                case LOCAL -> "records pass through pipes of this machine";
            };
        } catch (IOException e) {
            return "a container of " + reference + " ran, but its output broke: " + e.getMessage();
        }
    }

    private String store() {
        int connections = application.store().connections().size();
        application
                .store()
                .cache("doctor", "looked", new byte[0], application.clock().instant());
        return "can be read and written, and knows " + connections + " connections: " + application.storeName();
    }

    private void disk() {
        try {
            Path place = Files.exists(application.memory()) ? application.memory() : application.project();
            Bytes free = new Bytes(Files.getFileStore(place).getUsableSpace());
            boolean little = free.compareTo(LITTLE) < 0;
            add(
                    "disk",
                    little ? State.BAD : State.GOOD,
                    free + " free in " + place + (little ? ". Make room, or keep the project on another disk." : ""));
        } catch (IOException e) {
            add("disk", State.BAD, "cannot look: " + e.getMessage() + ". Name the project's directory with -C.");
        }
    }

    /** Where configs are handed to connectors. */
    private void memory() {
        boolean shared = Files.isWritable(Path.of("/dev/shm"));
        add(
                "secrets",
                shared ? State.GOOD : State.WARNING,
                shared
                        ? "are handed to connectors in memory, /dev/shm"
                        : "are handed to connectors in files on the disk, because /dev/shm is not writable here: mount a tmpfs there");
    }

    private ObjectNode json() {
        ObjectNode json = Json.object().put("good", good());
        ArrayNode list = json.putArray("findings");
        findings.forEach(one -> list.addObject()
                .put("what", one.what())
                .put("good", one.state() != State.BAD)
                .put("state", one.state().name().toLowerCase(Locale.ROOT))
                .put("says", one.says()));
        return json;
    }
}
