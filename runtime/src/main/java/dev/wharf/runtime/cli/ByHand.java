package dev.wharf.runtime.cli;

import dev.wharf.catalog.Definition;
import dev.wharf.protocol.Json;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.connection.LocalFile;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.preparation.Inquiry.Asked;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A connector named on the command line instead of in a connection file. */
final class ByHand {

    /** By hand nobody is kept waiting by a limit that was not asked for. */
    static final Duration PATIENCE = Duration.ofHours(1);

    @Parameters(
            index = "0",
            paramLabel = "CONNECTOR",
            description = "A name that `wharf connectors list` shows, or a container image.")
    String name = "";

    @Option(
            names = "--local",
            description =
                    "CONNECTOR is a program of this machine with its arguments, in one word, run without any isolation.")
    boolean local;

    /** The connector as it can be asked for its spec. */
    Asked bare(Application application, boolean destination) {
        Endpoint endpoint = endpoint(application, destination, Json.object());
        return new Asked(endpoint.role(), name, endpoint.program(), endpoint.bareConfinement());
    }

    /** The connector with its config, whose secrets are known from then on: its spec is asked for first. */
    Endpoint with(Application application, boolean destination, Path config) {
        ObjectNode given = object(application, config);
        application
                .secrets()
                .add(
                        application
                                .inquiry(PATIENCE)
                                .spec(bare(application, destination))
                                .connectionSpecification(),
                        given);
        return endpoint(application, destination, given);
    }

    private Endpoint endpoint(Application application, boolean destination, ObjectNode config) {
        Optional<Definition> definition = local
                ? Optional.empty()
                : application.shelf().find(name).or(() -> application.shelf().findByImage(name));
        boolean isDestination = definition
                .map(known -> known.role() == Definition.Role.DESTINATION)
                .orElse(destination || name.contains("destination"));
        return Endpoint.plain(
                isDestination ? Role.DESTINATION : Role.SOURCE,
                name,
                program(definition),
                definition,
                config,
                definition.flatMap(Definition::local).flatMap(field -> local(application, field, config)));
    }

    private static Optional<Endpoint.Local> local(Application application, String field, ObjectNode config) {
        String value = config.path(field).asString("");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        LocalFile file = LocalFile.of(application.project(), value);
        file.refusal(application.project()).ifPresent(why -> {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot use " + field + " " + value + ": " + why + ". Give the file a directory of its own.");
        });
        return Optional.of(new Endpoint.Local(field, file));
    }

    private Program program(Optional<Definition> definition) {
        if (local) {
            return new Program.Command(List.of(name.strip().split("\\s+")));
        }
        return new Program.Image(definition
                .filter(known -> known.name().equals(name))
                .map(Definition::image)
                .orElse(name));
    }

    /** A JSON file that was named on the command line. */
    static JsonNode json(Application application, Path file) {
        return parse(file, bytes(application, file));
    }

    static ObjectNode object(Application application, Path file) {
        if (json(application, file) instanceof ObjectNode object) {
            return object;
        }
        throw new WharfException(FailureCode.INPUT_INVALID, "Cannot use " + file + ": it holds no JSON object.");
    }

    static byte[] bytes(Application application, Path file) {
        Path path = application.shell().directory().resolve(file);
        try {
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new WharfException(FailureCode.INPUT_INVALID, "There is no file " + file + ".", e);
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot read " + file + " (" + e.getClass().getSimpleName() + ").",
                    e);
        }
    }

    private static JsonNode parse(Path file, byte[] bytes) {
        try {
            return Json.read(bytes);
        } catch (JacksonException e) {
            String line = e.getLocation() == null
                    ? ""
                    : ", in line " + e.getLocation().getLineNr();
            throw new WharfException(
                    FailureCode.INPUT_INVALID, "Cannot use " + file + ": it is not JSON" + line + ".", e);
        }
    }
}
