package dev.wharf.sdk.api;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A client, the server that it asks, and a clock that goes on at once when somebody waits. */
final class Scene implements AutoCloseable {

    static final StreamName CHARGES = StreamName.of("charges");
    static final Call ASK = Call.get(Acme.READS, "/v1/charges").spentFor(CHARGES);

    final Server server;
    final MovedTime time = new MovedTime();
    final List<String> told = new ArrayList<>();
    final Budget budget = Budget.unlimited();
    final ApiClient client;

    /** Chance draws the middle. */
    Scene(Server.Turn... script) {
        this(new Acme(), script);
    }

    Scene(Vendor vendor, Server.Turn... script) {
        server = new Server(script);
        Transport transport = Transport.of(new Config(Json.object()));
        RandomGenerator middle = () -> Long.MIN_VALUE;
        client = ApiClient.open(vendor, server.uri(), transport, budget, this::tell, time, middle);
    }

    ConnectorFailure failure(Call call) {
        try {
            Answer answer = client.send(call);
            throw new AssertionError("no failure but " + answer);
        } catch (ConnectorFailure e) {
            return e;
        }
    }

    List<Duration> waits() {
        return time.waits();
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    private synchronized void tell(Optional<StreamName> stream, Duration left) {
        told.add(stream.map(StreamName::toString).orElse("all") + " " + left);
    }
}
