package dev.wharf.sdk;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Stream;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Writes without an end, and talks on both of Java's streams meanwhile. */
final class EndlessSource implements Source {

    static final Stream NUMBERS = StreamOffer.events("numbers", Json.object("{\"type\":\"object\"}")).stream();

    private static final RecordWriter.Name N = RecordWriter.Name.of("n");

    public static void main(String[] args) {
        Connectors.main(new EndlessSource(), args);
    }

    @Override
    public ObjectNode spec() {
        return Json.object("""
                {"connectionSpecification": {"properties": {"key": {"type": "string", "airbyte_secret": true}}}}""");
    }

    @Override
    public ConnectionStatus check(Config config) {
        throw new IllegalStateException("refused " + config.text("key"));
    }

    @Override
    public Catalog discover(Config config) {
        return new Catalog(List.of(NUMBERS));
    }

    @Override
    public void read(Config config, ConfiguredCatalog catalog, States states, Output output) {
        System.out.println("a library greets");
        System.err.println("and prints " + config.text("key"));
        StreamOutput numbers = output.stream(NUMBERS.name());
        for (long n = 0; ; n++) {
            numbers.record().field(N).integer(n).end();
        }
    }
}
