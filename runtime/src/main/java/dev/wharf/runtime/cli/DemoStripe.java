package dev.wharf.runtime.cli;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The stand-in for Stripe that the demo reads from (docs/standins.md): the same account at every start, whose clock stands until it is moved. One thread.
 */
final class DemoStripe {

    /** The stand-in's own, which opens nothing else. */
    static final String KEY = "sk_test_wharf4242";

    static final int CUSTOMERS = 400;
    static final Duration PASSES = Duration.ofHours(6);
    static final int CHANGES = 40;

    private static final String IMAGE = "wharf/standin-stripe:0.1.0";
    private static final int PORT = 8080;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** In turn, so that a day of a small shop comes of them. */
    private static final List<String> WHAT_HAPPENS = List.of(
            "customer.create",
            "payment",
            "subscription.create",
            "invoice.cycle",
            "payment",
            "refund",
            "subscription.cancel",
            "customer.update");

    private final URI control;

    /** @param address where this machine reaches it */
    DemoStripe(URI address) {
        this.control = address.resolve("/_control/");
    }

    /** @param run a name for the container's labels */
    static Server.Request container(String run) {
        Confinement limits = Confinement.standard();
        List<String> arguments = List.of(
                "--host",
                "0.0.0.0",
                "--port",
                String.valueOf(PORT),
                "--customers",
                String.valueOf(CUSTOMERS),
                "--at",
                "2026-11-01T00:00:00Z");
        return new Server.Request(IMAGE, arguments, run, PORT, limits);
    }

    /** Lets time pass, and something happen in it. @return how many events Stripe would have noted */
    int letTimePass() {
        var change = Json.object().put("by", PASSES.toString()).put("changes", CHANGES);
        WHAT_HAPPENS.forEach(change.putArray("only")::add);
        return ask("POST", "advance", Optional.of(change)).path("events").asInt();
    }

    void countAnew() {
        ask("DELETE", "calls", Optional.empty());
    }

    /** How many calls it has answered since it counts. */
    long calls() {
        return ask("GET", "calls", Optional.empty()).path("calls").asLong();
    }

    private JsonNode ask(String method, String what, Optional<JsonNode> body) {
        URI address = control.resolve(what);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(PATIENCE)
                .method(
                        method,
                        body.map(json -> BodyPublishers.ofByteArray(Json.write(json)))
                                .orElseGet(BodyPublishers::noBody))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            var answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new WharfException(
                        FailureCode.INTERNAL,
                        "The stand-in answered " + answer.statusCode() + " to " + method + " " + address + ".");
            }
            return Json.read(answer.body());
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.ENGINE_FAILED,
                    "Cannot reach the stand-in at " + address + ": " + e
                            + ". The demo needs an engine on this machine that publishes ports.",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WharfException(FailureCode.INTERRUPTED, "Interrupted while the stand-in was asked.", e);
        }
    }
}
