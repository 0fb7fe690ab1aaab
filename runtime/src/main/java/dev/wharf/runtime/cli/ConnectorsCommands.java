package dev.wharf.runtime.cli;

import dev.wharf.catalog.Bytes;
import dev.wharf.catalog.Definition;
import dev.wharf.catalog.Nearest;
import dev.wharf.catalog.TimeSpan;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Messages;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.preparation.Contract;
import dev.wharf.runtime.terminal.Output;
import dev.wharf.runtime.terminal.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The shelf. */
final class ConnectorsCommands {

    private ConnectorsCommands() {}

    private static Definition find(Application application, String name) {
        return application.shelf().find(name).orElseThrow(() -> {
            List<String> names = application.shelf().names();
            String next = Nearest.to(name, names)
                    .map(near -> "Did you mean " + near + "?")
                    .orElse("There are: " + String.join(", ", names) + ".");
            return new WharfException(FailureCode.INPUT_INVALID, "There is no connector " + name + ". " + next);
        });
    }

    @Command(
            name = "list",
            header = "List the connectors that can be chosen by name.",
            footer = {
                "",
                "Any other is used by its image: see docs/connection-file.md.",
                "",
                "Example:",
                "  wharf connectors list"
            })
    static final class ListAll implements Callable<Integer> {

        private final Application application;

        ListAll(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            List<Definition> all = application.shelf().all();
            application.output().result(() -> json(all), out -> {
                Table table = new Table("NAME", "ROLE", "IMAGE", "WHAT IT IS");
                all.forEach(one -> table.row(one.name(), one.role().word(), one.image(), one.summary()));
                out.table(table);
            });
            return ExitStatus.SUCCESS.code();
        }

        private static ObjectNode json(List<Definition> all) {
            ObjectNode json = Json.object();
            ArrayNode connectors = json.putArray("connectors");
            all.forEach(one -> connectors
                    .addObject()
                    .put("name", one.name())
                    .put("role", one.role().word())
                    .put("image", one.image())
                    .put("summary", one.summary()));
            return json;
        }
    }

    @Command(
            name = "show",
            header = "Show what is known of a connector: its image, limits, config and collections.",
            footer = {"", "Example:", "  wharf connectors show faker"})
    static final class Show implements Callable<Integer> {

        private final Application application;

        @Parameters(paramLabel = "NAME", description = "The connector.")
        private String name = "";

        Show(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            Definition definition = find(application, name);
            Optional<ObjectNode> spec = application.shelf().spec(name);
            Optional<Catalog> collections = application.shelf().collections(name);
            application
                    .output()
                    .result(() -> json(definition, spec, collections), out -> text(out, definition, spec, collections));
            return ExitStatus.SUCCESS.code();
        }

        private static void text(
                Output out, Definition definition, Optional<ObjectNode> spec, Optional<Catalog> collections) {
            out.line(definition.name() + ", a " + definition.role().word() + ": " + definition.summary());
            out.line("");
            out.line("image          " + definition.image());
            out.line("documentation  " + definition.documentation());
            out.line("hosts          "
                    + (definition.hosts().isEmpty()
                            ? "none: it has no network"
                            : String.join(", ", definition.hosts())));
            definition.limits().memory().ifPresent(memory -> out.line("memory         " + memory));
            definition.limits().cpus().ifPresent(cpus -> out.line("processors     " + cpus));
            definition.silence().ifPresent(silence -> out.line("silence        " + TimeSpan.format(silence)));
            spec.ifPresent(found -> {
                out.line("");
                out.table(fields(found.path("connectionSpecification")));
            });
            collections.ifPresent(catalog -> {
                out.line("");
                Table table = new Table("COLLECTION", "FIELDS", "KEY", "MODES");
                catalog.streams()
                        .forEach(stream -> table.row(
                                stream.name(),
                                stream.jsonSchema().path("properties").size(),
                                String.join(
                                        ", ",
                                        stream.sourceDefinedPrimaryKey().stream()
                                                .map(path -> String.join(".", path))
                                                .toList()),
                                String.join(
                                        ", ",
                                        stream.syncModes().stream()
                                                .map(mode -> mode.wire())
                                                .sorted()
                                                .toList())));
                out.table(table);
            });
        }

        private static Table fields(JsonNode schema) {
            List<String> required = schema.path("required")
                    .valueStream()
                    .map(JsonNode::asString)
                    .toList();
            Table table = new Table("CONFIG", "TYPE", "", "MEANING");
            schema.path("properties").properties().forEach(field -> {
                JsonNode one = field.getValue();
                String must = required.contains(field.getKey())
                        ? "required"
                        : one.has("default") ? "default " + one.path("default") : "";
                String secret = one.path("airbyte_secret").asBoolean(false) ? " (secret)" : "";
                JsonNode type = one.path("type");
                String word = type.isArray()
                        ? String.join(
                                " or ",
                                type.valueStream().map(JsonNode::asString).toList())
                        : type.asString("");
                table.row(
                        field.getKey(),
                        word + secret,
                        must,
                        one.path("description")
                                .asString(one.path("title").asString(""))
                                .replaceAll("\\s+", " "));
            });
            return table;
        }

        private static ObjectNode json(Definition one, Optional<ObjectNode> spec, Optional<Catalog> collections) {
            ObjectNode json = Json.object()
                    .put("name", one.name())
                    .put("role", one.role().word())
                    .put("image", one.image())
                    .put("summary", one.summary())
                    .put("documentation", one.documentation());
            one.hosts().forEach(json.putArray("hosts")::add);
            json.put("memory_bytes", one.limits().memory().map(Bytes::count).orElse(null));
            json.put("cpus", one.limits().cpus().orElse(null));
            json.put("pids", one.limits().pids().orElse(null));
            json.put("refreshes", one.refreshes());
            json.put("statuses", one.statuses());
            spec.ifPresent(body -> json.set("spec", body));
            collections.ifPresent(catalog -> json.set("catalog", Json.read(Messages.write(catalog))));
            return json;
        }
    }

    @Command(
            name = "contract",
            header = "Ask a connector's image for its spec and its collections, as the catalog keeps them.",
            description = {
                "",
                "With --write the files are written where they differ; the difference is then reviewed.",
                ""
            },
            footer = {"", "Example:", "  wharf connectors contract faker --write catalog/src/main/resources/connectors"
            })
    static final class ContractOf implements Callable<Integer> {

        private final Application application;

        @Parameters(paramLabel = "NAME", description = "The connector.")
        private String name = "";

        @Option(names = "--write", paramLabel = "DIR", description = "Write the files into the folder DIR/NAME.")
        private @Nullable Path folder;

        ContractOf(Application application) {
            this.application = application;
        }

        @Override
        public Integer call() {
            Contract contract = Contract.ask(find(application, name), application.inquiry(ByHand.PATIENCE));
            Path into = folder;
            if (into != null) {
                write(into.resolve(name).resolve("spec.json"), contract.spec());
                contract.collections()
                        .ifPresent(found -> write(into.resolve(name).resolve("collections.json"), found));
            }
            application
                    .output()
                    .result(contract::json, out -> out.line(contract.json().toPrettyString()));
            return ExitStatus.SUCCESS.code();
        }

        private void write(Path file, JsonNode json) {
            Path path = application.shell().directory().resolve(file);
            try {
                Files.writeString(path, Contract.text(json));
            } catch (IOException e) {
                throw new WharfException(
                        FailureCode.INPUT_INVALID, "Cannot write " + path + ": " + e.getMessage() + ".", e);
            }
        }
    }
}
