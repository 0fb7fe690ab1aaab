package dev.wharf.sdk.oauth;

import static dev.wharf.sdk.api.Server.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Messages;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.Connectors;
import dev.wharf.sdk.Output;
import dev.wharf.sdk.Source;
import dev.wharf.sdk.States;
import dev.wharf.sdk.api.Server;
import dev.wharf.sdk.api.Transport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A refresh token that is taken once must be with the runtime before anything is done with what it brought. */
class RotationTest {

    @TempDir
    private Path directory;

    @Test
    void theNewConfigHasLeftBeforeTheNewTokenIsUsedInACheckToo() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AtomicReference<String> saidWhenTokenWasUsed = new AtomicReference<>("");
        Path config = Files.writeString(directory.resolve("config"), "{\"refresh_token\":\"r1\",\"site\":\"x\"}");
        try (Server server =
                new Server(json("{\"access_token\":\"a1\",\"token_type\":\"bearer\",\"refresh_token\":\"r2\"}"))) {
            Source source = new Rotating(server.uri(), () -> saidWhenTokenWasUsed.set(out.toString(UTF_8)));
            Connectors.run(source, new String[] {"check", "--config", config.toString()}, out);
        }
        Message said = Messages.read(saidWhenTokenWasUsed.get().strip().getBytes(UTF_8))
                .orElseThrow();

        assertEquals(Json.object("{\"refresh_token\":\"r2\",\"site\":\"x\"}"), ((Message.Control) said).config());
    }

    @Test
    void theNewTokenIsASecretFromThenOn() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Path config = Files.writeString(directory.resolve("config"), "{\"refresh_token\":\"r1\"}");
        try (Server server = new Server(
                json("{\"access_token\":\"a1\",\"token_type\":\"bearer\",\"refresh_token\":\"rotated-7\"}"))) {
            Source source = new Rotating(server.uri(), () -> {
                throw new IllegalStateException("the server does not like rotated-7");
            });
            Connectors.run(source, new String[] {"check", "--config", config.toString()}, out);
        }
        List<String> lines = out.toString(UTF_8).lines().toList();

        assertTrue(lines.getFirst().contains("rotated-7"), "the config itself must go whole");
        assertFalse(lines.getLast().contains("rotated-7"), lines::getLast);
    }

    /** Logs in and uses the token. */
    private record Rotating(URI server, Runnable use) implements Source {

        @Override
        public ObjectNode spec() {
            return Json.object(
                    "{\"connectionSpecification\":{\"properties\":{\"refresh_token\":{\"airbyte_secret\":true}}}}");
        }

        @Override
        public ConnectionStatus check(Config config) {
            Application application = new Application("app", Optional.empty(), Application.Proof.FORM, List.of());
            try (TokenEndpoint endpoint =
                    TokenEndpoint.open("Acme", server.resolve("/token"), application, Transport.of(config))) {
                Login login = new Login(
                        endpoint,
                        new Grant.Refresh(config.text("refresh_token")),
                        token -> config.replace(config.json().put("refresh_token", token)));
                assertEquals(Map.of("Authorization", "Bearer a1"), login.headers());
                use.run();
            }
            return new ConnectionStatus(true, "");
        }

        @Override
        public Catalog discover(Config config) {
            return new Catalog(List.of());
        }

        @Override
        public void read(Config config, ConfiguredCatalog catalog, States states, Output output) {}
    }
}
