import dev.wharf.protocol.*;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.sdk.*;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

class HelloSource implements Source {
    final Stream greetings = StreamOffer.events("greetings", Json.object("{\"properties\": {\"text\": {\"type\": \"string\"}}}")).stream();
    public ObjectNode spec() { return Json.object("""
            {"connectionSpecification": {"required": ["whom"], "properties": {"whom": {"type": "string"}}}}"""); }
    public ConnectionStatus check(Config config) { return new ConnectionStatus(true, ""); }
    public Catalog discover(Config config) { return new Catalog(List.of(greetings)); }
    public void read(Config config, ConfiguredCatalog catalog, States states, Output output) {
        StreamOutput stream = output.stream(greetings.name());
        stream.start();
        stream.record(Json.object().put("text", "Hello, " + config.text("whom")));
        stream.complete(); }
    public static void main(String[] args) { Connectors.main(new HelloSource(), args); }
}
