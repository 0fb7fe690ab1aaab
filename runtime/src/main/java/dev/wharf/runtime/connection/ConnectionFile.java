package dev.wharf.runtime.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.catalog.Definition;
import dev.wharf.catalog.Glob;
import dev.wharf.catalog.Nearest;
import dev.wharf.catalog.Selection;
import dev.wharf.catalog.Shelf;
import dev.wharf.catalog.TimeSpan;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.Connection.Budget;
import dev.wharf.runtime.connection.Connection.Per;
import dev.wharf.runtime.connection.Connection.Schedule;
import dev.wharf.runtime.connection.Connection.Settings;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.sync.InvalidPolicy;
import dev.wharf.runtime.sync.Miscounts;
import dev.wharf.runtime.sync.Plan;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Reads a connection file and checks it as a whole: every problem at once, before anything starts. Nothing in it is corrected on the
 * way.
 */
public final class ConnectionFile {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,62}");

    /** In bytes. */
    private static final long LARGEST = 1 << 20;

    private final Path project;
    private final Shelf shelf;
    private final Map<String, String> environment;
    private final Secrets secrets;

    /**
     * @param project the directory that has {@code connections/}
     * @param environment for {@code ${env:NAME}}
     * @param secrets gets every secret that is read
     */
    public ConnectionFile(Path project, Shelf shelf, Map<String, String> environment, Secrets secrets) {
        this.project = project;
        this.shelf = shelf;
        this.environment = environment;
        this.secrets = secrets;
    }

    /** What reading one comes to. */
    public sealed interface Read {

        record Valid(Connection connection) implements Read {}

        /** @param file as people call it */
        record Invalid(String file, List<Problem> problems, List<Problem> warnings) implements Read {}
    }

    /** The names of the project's connections, in order. */
    public static List<String> names(Path project) {
        try (Stream<Path> files = Files.list(project.resolve("connections"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".yaml"))
                    .map(name -> name.substring(0, name.length() - ".yaml".length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Throws {@code connection-unknown} for a name without a file. */
    public Read read(String name) {
        return read(name, Trial.none());
    }

    /** Puts another choice into the file, and leaves everything else in it as it stands. To be called when it could be {@link #read(String, Trial) read} so. */
    public void save(String name, Trial trial) {
        Path file = project.resolve(file(name));
        try {
            Path real = file.toRealPath();
            Path whole = Files.createTempFile(real.getParent(), "." + name, ".yaml~");
            try {
                Files.copy(real, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                Files.writeString(whole, trial.in(Files.readString(real)));
                Files.move(whole, real, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(whole);
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot write " + file(name) + " (" + e
                            + "); it is as it was. Make its directory writable, or change it by hand.",
                    e);
        }
    }

    private static String file(String name) {
        return "connections/" + name + ".yaml";
    }

    /** As {@link #read(String)}, as if the file had this choice in it. */
    public Read read(String name, Trial trial) {
        String file = file(name);
        byte[] bytes = bytes(name, file);
        String text;
        try {
            text = trial.in(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException e) {
            Problem problem = new Problem("", 0, "the file is not UTF-8 text", "Save it as UTF-8.");
            return new Read.Invalid(file, List.of(problem), List.of());
        }
        Yaml.Parsed parsed = Yaml.parse(text);
        Problems problems = new Problems(parsed.lines());
        problems.addAll(parsed.problems());
        Optional<Connection> connection =
                parsed.tree().flatMap(tree -> connection(name, file, tree, parsed.lines(), problems));
        if (parsed.tree().isEmpty() && problems.problems().isEmpty()) {
            problems.add("", "the file is empty", "It needs a source and a destination: see docs/connection-file.md.");
        }
        return connection.isPresent() && problems.problems().isEmpty()
                ? new Read.Valid(connection.get())
                : new Read.Invalid(file, problems.problems(), problems.warnings());
    }

    /** A device or a pipe would be read for ever. */
    private static byte[] bytes(Path path, String file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        if (!found.isRegularFile() || found.size() > LARGEST) {
            throw new WharfException(
                    FailureCode.CONNECTION_UNKNOWN,
                    "Cannot read " + file + ": it is "
                            + (found.isRegularFile() ? "larger than " + (LARGEST >> 20) + " MiB" : "no file")
                            + ". A connection is a small text file: see docs/connection-file.md.");
        }
        return Files.readAllBytes(path);
    }

    private byte[] bytes(String name, String file) {
        try {
            if (NAME.matcher(name).matches()) {
                return bytes(project.resolve(file), file);
            }
        } catch (NoSuchFileException e) {
            // Told below, with the names that exist.
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.CONNECTION_UNKNOWN,
                    "Cannot read " + file + " (" + e.getClass().getSimpleName()
                            + "). Make it readable for the user who runs wharf.",
                    e);
        }
        List<String> names = names(project);
        String next = Nearest.to(name, names)
                .map(near -> "Did you mean " + near + "?")
                .orElse(
                        names.isEmpty()
                                ? "There is no connection in "
                                        + project.toAbsolutePath().normalize()
                                        + " yet; write that file (docs/connection-file.md), or name the project's directory with -C."
                                : "There are: " + String.join(", ", names) + ".");
        throw new WharfException(
                FailureCode.CONNECTION_UNKNOWN, "There is no connection " + name + ": no file " + file + ". " + next);
    }

    private Optional<Connection> connection(
            String name, String file, JsonNode tree, Map<String, Integer> lines, Problems problems) {
        FileShape.FILE.check(tree, "", problems);
        refuseReferencesOutsideConfigs(tree, "", problems);
        Placeholders placeholders = new Placeholders(project, environment, secrets, problems);
        Optional<Endpoint> source = endpoint(Role.SOURCE, tree, placeholders, problems);
        Optional<Endpoint> destination = endpoint(Role.DESTINATION, tree, placeholders, problems);
        Optional<Schedule> schedule = schedule(tree.path("schedule"), problems);
        Selection selection = selection(tree.path("collections").path("select"), problems);
        if (source.isEmpty() || destination.isEmpty() || !problems.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Connection(
                name,
                project,
                file,
                source.get(),
                destination.get(),
                selection,
                settings(tree.path("collections").path("settings")),
                invalid(tree).orElse(InvalidPolicy.QUARANTINE),
                tree.path("quarantine").path("limit").asInt(Connection.DEFAULT_QUARANTINE_LIMIT),
                tree.optional("miscounts")
                        .map(word -> Miscounts.valueOf(upper(word)))
                        .orElse(Miscounts.REPORT),
                silence(tree, source.get(), destination.get()),
                tree.optional("budget").map(ConnectionFile::budget),
                schedule,
                problems.warnings(),
                lines));
    }

    private static Budget budget(JsonNode said) {
        String leave = said.path("leave").asString("0%");
        return new Budget(
                said.path("calls").asInt(),
                Per.valueOf(upper(said.path("per"))),
                Integer.parseInt(leave.substring(0, leave.length() - 1)) / 100.0,
                said.optional("account").map(JsonNode::asString));
    }

    private Optional<Endpoint> endpoint(Role role, JsonNode tree, Placeholders placeholders, Problems problems) {
        boolean readable = tree.path(role.word()).isObject()
                && List.of(
                                "connector",
                                "image",
                                "command",
                                "limits",
                                "writable",
                                "mounts",
                                "environment",
                                "network",
                                "local")
                        .stream()
                        .allMatch(key -> problems.sound(Paths.child(role.word(), key)));
        if (readable) {
            return Optional.of(new EndpointReader(project, shelf, placeholders, problems, role, tree).read());
        }
        // What is wrong with its references is told with the rest.
        placeholders.resolve(tree.path(role.word()).path("config"), Paths.child(role.word(), "config"));
        return Optional.empty();
    }

    /** Secrets are put into configs, which travel in memory; everything else may be seen (invariant 8). */
    private static void refuseReferencesOutsideConfigs(JsonNode node, String path, Problems problems) {
        if (path.equals("source.config") || path.equals("destination.config")) {
            return;
        }
        if (node.isString() && Placeholders.in(node.asString())) {
            problems.add(path, "references are resolved in configs only", "Write the value itself.");
        }
        node.properties()
                .forEach(entry ->
                        refuseReferencesOutsideConfigs(entry.getValue(), Paths.child(path, entry.getKey()), problems));
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            refuseReferencesOutsideConfigs(node.path(i), Paths.element(path, i), problems);
        }
    }

    private static Selection selection(JsonNode select, Problems problems) {
        if (select.isMissingNode() || !problems.sound("collections.select")) {
            return Selection.all();
        }
        List<String> rules = texts(select);
        if (rules.stream().allMatch(rule -> rule.startsWith("!"))) {
            problems.add("collections.select", "every rule takes away, so nothing is selected", "Put \"*\" in front.");
        }
        return new Selection(rules);
    }

    private static List<Settings> settings(JsonNode settings) {
        List<Settings> all = new ArrayList<>();
        settings.properties().forEach(entry -> {
            JsonNode one = entry.getValue();
            all.add(new Settings(
                    new Glob(entry.getKey()),
                    Paths.child("collections.settings", entry.getKey()),
                    one.optional("mode").map(mode -> SyncMode.valueOf(upper(mode))),
                    one.optional("write").map(write -> DestinationSyncMode.valueOf(upper(write))),
                    one.optional("cursor").map(JsonNode::asString),
                    one.optional("key").map(key -> key.isArray() ? texts(key) : List.of(key.asString())),
                    one.optional("fields").map(ConnectionFile::texts),
                    invalid(one)));
        });
        return all;
    }

    private static Optional<InvalidPolicy> invalid(JsonNode node) {
        return node.optional("invalid")
                .map(word -> word.isNull() ? InvalidPolicy.NULL : InvalidPolicy.valueOf(upper(word)));
    }

    /** The longest that one of the two is known to need. */
    private static Duration silence(JsonNode tree, Endpoint source, Endpoint destination) {
        return TimeSpan.parse(tree.path("silence").asString(""))
                .orElseGet(() -> Stream.of(source, destination)
                        .flatMap(side -> side.definition().flatMap(Definition::silence).stream())
                        .max(Comparator.naturalOrder())
                        .orElse(Plan.Limits.standard().silence()));
    }

    private static Optional<Schedule> schedule(JsonNode schedule, Problems problems) {
        if (!schedule.isObject() || !problems.sound("schedule")) {
            return Optional.empty();
        }
        ZoneId zone = ZoneOffset.UTC;
        try {
            zone = schedule.has("zone") ? ZoneId.of(schedule.path("zone").asString()) : zone;
        } catch (DateTimeException e) {
            String fix = Nearest.to(schedule.path("zone").asString(), ZoneId.getAvailableZoneIds())
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("Name one such as Europe/Berlin.");
            problems.add("schedule.zone", schedule.path("zone").asString() + " is no time zone", fix);
        }
        String[] times = schedule.path("times").asString().split(" per ", 2);
        return Optional.of(new Schedule(
                Integer.parseInt(times[0]),
                Per.valueOf(times[1].toUpperCase(Locale.ROOT)),
                schedule.optional("preferred").map(time -> LocalTime.parse(time.asString())),
                zone,
                texts(schedule.path("quiet")).stream()
                        .map(hours -> hours.split("-", 2))
                        .map(hours -> new Schedule.Quiet(LocalTime.parse(hours[0]), LocalTime.parse(hours[1])))
                        .toList()));
    }

    private static String upper(JsonNode word) {
        return word.asString().toUpperCase(Locale.ROOT);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(element -> element.asString("")).toList();
    }
}
