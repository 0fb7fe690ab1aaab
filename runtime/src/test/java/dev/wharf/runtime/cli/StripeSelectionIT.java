package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.launch.DockerLauncher;
import dev.wharf.runtime.launch.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Collections of a Stripe account are chosen later, paused and chosen again: counted in the calls that the stand-in answered. */
class StripeSelectionIT {

    @TempDir
    Path project;

    @Test
    void aCollectionThatIsChosenLaterIsListedAloneAndAPauseIsHealed() throws Exception {
        DockerLauncher launcher = DockerLauncher.connect(System.getenv(), DockerLauncher.Options.standard());
        try (Server server = launcher.serve(DemoStripe.container("selection"))) {
            server.awaitReady();
            choose(server, "charges");
            sync();
            answered(server);

            choose(server, "charges, refunds");
            sync();
            assertEquals(
                    Map.of("/v1/events", true, "/v1/refunds", true), lists(server), "the charges are not listed again");
            assertEquals(truth(server), rows());

            choose(server, "charges");
            advance(server, "P3D");
            sync();
            advance(server, "PT1H");
            answered(server);
            choose(server, "charges, refunds");
            sync();
            assertEquals(Map.of("/v1/events", true), lists(server), "the events of three days tell what was missed");
            assertEquals(truth(server), rows());

            choose(server, "charges");
            for (int week = 0; week < 5; week++) {
                advance(server, "P7D");
                sync();
            }
            advance(server, "PT1H");
            answered(server);
            choose(server, "charges, refunds");
            sync();
            assertEquals(
                    Map.of("/v1/events", true, "/v1/refunds", true),
                    lists(server),
                    "events are kept for thirty days only");
            assertEquals(truth(server), rows());
        }
    }

    private void choose(Server server, String collections) throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(
                project.resolve("connections/shop.yaml"), """
                source:
                  connector: stripe
                  config: { api_key: %s, base_url: "%s" }
                  network: bridge
                destination: { connector: duckdb, config: { path: out/shop.duckdb } }
                collections: { select: [%s] }
                """.formatted(DemoStripe.KEY, server.inside(), collections));
    }

    private void sync() {
        Terminal.Ran ran = Terminal.in(project).wharf("sync", "shop", "--json");
        assertEquals(0, ran.status(), () -> ran.out() + ran.err());
    }

    private long rows() {
        return Terminal.in(project)
                .wharf("query", "shop", "SELECT count(*) AS n FROM refunds", "--json")
                .json()
                .at("/rows/0/0")
                .asLong();
    }

    private static void advance(Server server, String by) throws Exception {
        JsonNode change = Json.object().put("by", by).put("changes", by.equals("PT1H") ? 0 : 10);
        ask(server, "POST", "advance", change.toString());
    }

    private static long truth(Server server) throws Exception {
        return ask(server, "GET", "dump?collection=refunds", "").lines().count();
    }

    /** Which endpoints answered since the last time, and forgets them. */
    private static Map<String, Boolean> lists(Server server) throws Exception {
        Map<String, Boolean> lists = new TreeMap<>();
        answered(server)
                .path("callers")
                .forEach(caller ->
                        caller.path("endpoints").propertyNames().forEach(endpoint -> lists.put(endpoint, true)));
        return lists;
    }

    private static JsonNode answered(Server server) throws Exception {
        JsonNode calls = Json.read(ask(server, "GET", "calls", "").getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ask(server, "DELETE", "calls", "");
        return calls;
    }

    private static String ask(Server server, String method, String what, String body) throws Exception {
        URI address = server.outside().resolve("/_control/" + what);
        HttpRequest request = HttpRequest.newBuilder(address)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, BodyHandlers.ofString()).body();
        }
    }
}
