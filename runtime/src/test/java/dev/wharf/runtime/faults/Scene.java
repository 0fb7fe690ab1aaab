package dev.wharf.runtime.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.runtime.cli.Wharf;
import dev.wharf.runtime.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A project whose one connection, {@code shop}, is between two images; and the command {@code wharf} in it, in this process. */
final class Scene {

    /** How an owner's process is written in labels and names. */
    private static final String MINE = "." + ProcessHandle.current().pid() + ".";

    private final Path project;
    private final Map<String, String> environment;

    Scene(Path project, Map<String, String> environment) {
        this.project = project;
        this.environment = environment;
    }

    /** One side of the connection: an image, the scenario that it plays, and more YAML of its own. */
    record Side(String image, String scenario, String more) {

        Side(String image, String scenario) {
            this(image, scenario, "");
        }

        private String yaml() {
            return "\n  image: " + image + "\n  network: none\n  config: { scenario: " + scenario + " }\n"
                    + (more.isEmpty() ? "" : "  " + more + "\n");
        }
    }

    /** How a command ended. */
    record Ended(int status, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }

        /** The failure of a run, or of a command that did not get that far. */
        JsonNode failure() {
            return json().has("error") ? json().path("error") : json().path("failure");
        }

        String code() {
            return failure().path("code").asString("none");
        }

        String message() {
            return failure().path("message").asString("");
        }

        JsonNode collection(String name) {
            return json().path("collections")
                    .valueStream()
                    .filter(line -> line.path("name").asString("").equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        long records(String name) {
            return collection(name).path("records").asLong();
        }
    }

    /** @param more of the connection file */
    Ended sync(Side source, Side destination, String... more) {
        try {
            Files.createDirectories(project.resolve("connections"));
            Files.writeString(
                    project.resolve("connections/shop.yaml"),
                    "source:" + source.yaml() + "destination:" + destination.yaml() + String.join("\n", more) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wharf("sync", "shop", "--json");
    }

    Ended wharf(String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Wharf.run(
                new Shell(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        new ByteArrayInputStream(new byte[0]),
                        environment,
                        project,
                        false),
                words);
        return new Ended(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** The cursor that is remembered of a collection; 0 when none is. */
    int cursor(String collection) {
        return wharf("state", "show", "shop", "--json")
                .json()
                .path("collections")
                .valueStream()
                .filter(line -> line.path("name").asString("").equals(collection))
                .findFirst()
                .map(line -> line.path("state")
                        .path("stream")
                        .path("stream_state")
                        .path("cursor")
                        .asInt(0))
                .orElse(0);
    }

    /** The reasons and places of the lines in the quarantine. */
    List<String> quarantine() {
        return wharf("quarantine", "list", "shop", "--json")
                .json()
                .path("lines")
                .valueStream()
                .map(line -> line.path("reason").asString("") + ", "
                        + line.path("found").asString("") + ", "
                        + line.path("bytes").asLong() + " bytes")
                .toList();
    }

    /** Neither containers nor processes of this process's runs, nor what {@link #assertNoFilesLeft} looks for. */
    void assertNothingLeft(ScriptedImages images) {
        assertEquals(
                List.of(),
                images.docker("ps", "-a", "--filter", "label=dev.wharf.owner", "--format", "{{.Names}} {{.Labels}}")
                        .lines()
                        .filter(line -> line.contains(MINE))
                        .toList());
        assertEquals(
                List.of(),
                ProcessHandle.current()
                        .descendants()
                        .map(handle -> handle.info().commandLine().orElse("?"))
                        .toList());
        assertNoFilesLeft();
    }

    /** Directories and FIFOs of this process's runs, and files beside what a run is to leave. */
    void assertNoFilesLeft() {
        assertEquals(List.of(), paths(Path.of("/dev/shm"), MINE));
        assertEquals(
                List.of(),
                paths(project.resolve(".wharf"), "").stream()
                        .filter(path -> !path.getFileName().toString().matches("log|state\\.db.*"))
                        .toList());
    }

    /** Files (and whatever is no directory) below a directory, with these characters in their path. */
    private static List<Path> paths(Path directory, String characters) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.filter(
                            path -> !Files.isDirectory(path) && path.toString().contains(characters))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
