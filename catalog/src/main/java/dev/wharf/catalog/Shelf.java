package dev.wharf.catalog;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Messages;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The connectors one can choose from by name. Their definitions are resources, one folder each; spec and collections in them are
 * generated from the image and compared with it on every build. Read when asked for. Any thread.
 */
public final class Shelf {

    private final String folder;
    private final List<String> names;

    public Shelf() {
        this("/connectors/");
    }

    /** @param folder of resources, which has a list {@code names} and a folder for each */
    public Shelf(String folder) {
        this.folder = folder;
        this.names = text("names")
                .orElseThrow(() -> new IllegalStateException("the list of connectors is missing in this build"))
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }

    /** The names of all connectors, in alphabetical order. */
    public List<String> names() {
        return names;
    }

    public List<Definition> all() {
        return names.stream().map(name -> find(name).orElseThrow()).toList();
    }

    public Optional<Definition> find(String name) {
        return names.contains(name)
                ? text(name + "/definition.yaml").map(yaml -> DefinitionFile.read(name, yaml))
                : Optional.empty();
    }

    /** The definition of a connector by its image, whatever the tag or digest. */
    public Optional<Definition> findByImage(String reference) {
        String repository = repository(reference);
        return all().stream()
                .filter(definition -> repository(definition.image()).equals(repository))
                .findFirst();
    }

    /** The body of the connector's SPEC message; empty for a name that is not on the shelf. */
    public Optional<ObjectNode> spec(String name) {
        return json(name + "/spec.json");
    }

    /** What the source offers; empty when that depends on an account. */
    public Optional<Catalog> collections(String name) {
        return json(name + "/collections.json")
                .map(catalog -> Messages.readCatalog(catalog.toString().getBytes(UTF_8)));
    }

    private static String repository(String reference) {
        String undigested = reference.split("@", 2)[0];
        int colon = undigested.lastIndexOf(':');
        return colon > undigested.lastIndexOf('/') ? undigested.substring(0, colon) : undigested;
    }

    private Optional<ObjectNode> json(String path) {
        return text(path).map(text -> JsonMapper.shared().readTree(text)).map(JsonNode::asObject);
    }

    private Optional<String> text(String path) {
        try (InputStream in = Shelf.class.getResourceAsStream(folder + path)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + " of this build of Wharf", e);
        }
    }
}
