package dev.wharf.runtime.connection;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.Definition;
import dev.wharf.catalog.Nearest;
import dev.wharf.catalog.Shelf;
import dev.wharf.runtime.launch.Confinement.Mount;
import dev.wharf.runtime.launch.Confinement.Mount.Access;
import dev.wharf.runtime.launch.Confinement.Network;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads {@code source} or {@code destination}, whose shape is already checked. Adds what only this machine and the shelf can tell. */
final class EndpointReader {

    private final Path project;
    private final Shelf shelf;
    private final Placeholders placeholders;
    private final Problems problems;
    private final Role role;
    private final String path;
    private final JsonNode node;

    EndpointReader(Path project, Shelf shelf, Placeholders placeholders, Problems problems, Role role, JsonNode file) {
        this.project = project;
        this.shelf = shelf;
        this.placeholders = placeholders;
        this.problems = problems;
        this.role = role;
        this.path = role.word();
        this.node = file.path(path);
    }

    Endpoint read() {
        Optional<Definition> definition = definition();
        ObjectNode config = config();
        checkConfig(config);
        Endpoint plain =
                Endpoint.plain(role, label(), program(definition), definition, config, local(definition, config));
        return new Endpoint(
                role,
                plain.label(),
                plain.program(),
                config,
                definition,
                limits(plain.limits()),
                node.has("writable") ? texts(node.path("writable")) : plain.writable(),
                mounts(),
                environment(),
                network(plain.network()),
                plain.local(),
                node.path("statuses").asBoolean(plain.statuses()),
                node.path("refreshes").asBoolean(plain.refreshes()));
    }

    /** By its name; an image that is on the shelf under another tag is the same connector. */
    private Optional<Definition> definition() {
        String name = node.path("connector").asString("");
        if (name.isEmpty()) {
            String image = node.path("image").asString("");
            return image.isEmpty() ? Optional.empty() : shelf.findByImage(image).filter(this::ofThisRole);
        }
        Optional<Definition> found = shelf.find(name);
        String at = Paths.child(path, "connector");
        if (found.isEmpty()) {
            List<String> names = shelf.all().stream()
                    .filter(this::ofThisRole)
                    .map(Definition::name)
                    .toList();
            problems.add(
                    at,
                    "there is no connector " + name,
                    Nearest.to(name, names)
                            .map(near -> "Did you mean " + near + "?")
                            .orElse("Known " + role.word() + "s: " + String.join(", ", names)
                                    + ". Any other is named by its image, with image: instead of connector:."));
        } else if (!ofThisRole(found.get())) {
            problems.add(
                    at,
                    name + " is a " + found.get().role().word() + ", not a " + role.word(),
                    "See `wharf connectors list`.");
            return Optional.empty();
        }
        return found;
    }

    private boolean ofThisRole(Definition definition) {
        return definition.role().word().equals(role.word());
    }

    private String label() {
        if (node.has("command")) {
            return String.join(" ", texts(node.path("command")));
        }
        return node.path("connector").asString(node.path("image").asString(""));
    }

    private Program program(Optional<Definition> definition) {
        if (node.has("command")) {
            return new Program.Command(texts(node.path("command")));
        }
        return new Program.Image(
                node.path("image").asString(definition.map(Definition::image).orElse("")));
    }

    private ObjectNode config() {
        String at = Paths.child(path, "config");
        return node.path("config").isObject()
                ? placeholders.resolve(node.path("config"), at).asObject()
                : JsonNodeFactory.instance.objectNode();
    }

    /** Against the spec that the shelf has of it. An image's own spec is only known once it runs. */
    private void checkConfig(ObjectNode config) {
        if (node.has("connector")) {
            shelf.spec(node.path("connector").asString(""))
                    .ifPresent(spec -> new ConfigProblems(problems, path)
                            .check(spec.path("connectionSpecification"), config, node.path("config")));
        }
    }

    private Optional<Endpoint.Local> local(Optional<Definition> definition, ObjectNode config) {
        Optional<String> field =
                node.has("local") ? Optional.of(node.path("local").asString()) : definition.flatMap(Definition::local);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        String at = Paths.child(Paths.child(path, "config"), field.get());
        String value =
                config.path(field.get()).isString() ? config.path(field.get()).asString() : "";
        if (value.isEmpty()) {
            if (problems.sound(Paths.child(path, "config"))) {
                problems.add(at, field.get() + " is missing", "Name the file: " + proposal("warehouse.db") + ".");
            }
            return Optional.empty();
        }
        LocalFile file = LocalFile.of(project, value);
        file.refusal(project)
                .ifPresent(why -> problems.add(
                        at,
                        value + " cannot be used: " + why,
                        "Give the file a directory of its own: "
                                + proposal(file.file().getFileName()) + "."));
        return Optional.of(new Endpoint.Local(field.get(), file));
    }

    private static String proposal(@org.jspecify.annotations.Nullable Object name) {
        return "warehouse/" + (name == null ? "warehouse.db" : name);
    }

    private Endpoint.Limits limits(Endpoint.Limits unlessTold) {
        JsonNode limits = node.path("limits");
        return new Endpoint.Limits(
                Bytes.parse(limits.path("memory").asString("")).orElse(unlessTold.memory()),
                limits.path("cpus").asDouble(unlessTold.cpus()),
                limits.path("pids").asInt(unlessTold.pids()));
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        JsonNode list = node.path("mounts");
        for (int i = 0; i < list.size(); i++) {
            String at = Paths.child(Paths.element(Paths.child(path, "mounts"), i), "from");
            Path host = Endpoint.host(project, list.path(i).path("from").asString(""));
            if (problems.sound(at) && !Files.isDirectory(host)) {
                problems.add(at, "the directory " + host + " is missing", "Make it, or name another one.");
            }
            Access access =
                    Access.valueOf(list.path(i).path("access").asString("read").toUpperCase(Locale.ROOT));
            mounts.add(new Mount(host, list.path(i).path("to").asString(""), access));
        }
        return mounts;
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        node.path("environment")
                .properties()
                .forEach(entry ->
                        environment.put(entry.getKey(), entry.getValue().asString("")));
        return environment;
    }

    private Network network(Network unlessTold) {
        return node.has("network")
                ? Network.valueOf(node.path("network").asString().toUpperCase(Locale.ROOT))
                : unlessTold;
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(element -> element.asString("")).toList();
    }
}
