package dev.wharf.runtime.preparation;

import dev.wharf.catalog.Definition;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Messages;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.preparation.Inquiry.Asked;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an image says of itself, as the catalog keeps it, so that a change of it is a reviewed difference.
 *
 * @param collections empty for a destination, and for a source whose collections depend on an account
 */
public record Contract(ObjectNode spec, Optional<JsonNode> collections) {

    /** Runs the image of a definition, for its spec and, of a source with a sample config, for its collections. */
    public static Contract ask(Definition definition, Inquiry inquiry) {
        Role role = definition.role() == Definition.Role.SOURCE ? Role.SOURCE : Role.DESTINATION;
        Endpoint endpoint = Endpoint.plain(
                role,
                definition.name(),
                new Program.Image(definition.image()),
                Optional.of(definition),
                Json.object(),
                Optional.empty());
        Asked asked = new Asked(role, endpoint.label(), endpoint.program(), endpoint.bareConfinement());
        ObjectNode spec = inquiry.spec(asked).body();
        Optional<JsonNode> collections = definition
                .sample()
                .map(config -> inquiry.discover(asked, config).value())
                .map(catalog -> Json.read(Messages.write(catalog)));
        return new Contract(spec, collections);
    }

    /** As it stands in a file. */
    public static String text(JsonNode json) {
        return json.toPrettyString() + "\n";
    }

    public ObjectNode json() {
        ObjectNode json = Json.object();
        json.set("spec", spec);
        collections.ifPresent(found -> json.set("catalog", found));
        return json;
    }
}
