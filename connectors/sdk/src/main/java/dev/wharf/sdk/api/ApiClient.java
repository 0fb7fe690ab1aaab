package dev.wharf.sdk.api;

import com.github.mizosoft.methanol.Methanol;
import dev.wharf.protocol.Json;
import dev.wharf.sdk.ConnectorFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * The way to a vendor's API, one for an account and a run. A call blocks until there is a good answer, or throws what keeps it from having one: it waits for
 * its turn, is counted, is made, and is made again while time may mend what came back.
 *
 * <p>Once the vendor refuses the credentials, or the budget is reached, every other call fails with the same: nothing is hammered. Any thread. A thread that
 * also writes to an {@link dev.wharf.sdk.Output} should not be interrupted, since that may close stdout: {@link #close} ends all calls.
 */
public final class ApiClient implements AutoCloseable {

    /** More than any page of an API, and what a mistaken server can do to our memory. */
    private static final int LARGEST_JSON = 128 << 20;

    final Vendor vendor;
    final Budget budget;
    final Gate gate;
    final Time time;
    final RandomGenerator random;
    private final URI base;
    private final HttpClient connections;
    private final HttpClient http;

    private ApiClient(
            Vendor vendor,
            URI base,
            HttpClient connections,
            HttpClient http,
            Budget budget,
            Gate gate,
            Time time,
            RandomGenerator random) {
        this.vendor = vendor;
        this.base = base;
        this.connections = connections;
        this.http = http;
        this.budget = budget;
        this.gate = gate;
        this.time = time;
        this.random = random;
    }

    /**
     * @param base what the paths of calls are below, e.g. {@code https://api.stripe.com}
     * @param waits is told of long waits
     */
    public static ApiClient open(Vendor vendor, URI base, Transport transport, Budget budget, Waits waits) {
        return open(vendor, base, transport, budget, waits, Time.system(), RandomGenerator.getDefault());
    }

    /** With a time and a chance that a test moves. */
    public static ApiClient open(
            Vendor vendor,
            URI base,
            Transport transport,
            Budget budget,
            Waits waits,
            Time time,
            RandomGenerator random) {
        HttpClient connections = transport.open(base);
        HttpClient http = Methanol.newBuilder(connections)
                .userAgent("wharf")
                .headersTimeout(transport.headers())
                .readTimeout(transport.stall())
                .build();
        return new ApiClient(vendor, base, connections, http, budget, new Gate(time, waits), time, random);
    }

    /**
     * Makes a call whose answer is JSON.
     *
     * @throws ConnectorFailure with the reason ACCESS_DENIED or BUDGET_REACHED (the run is over) or PERMISSION_MISSING, temporary when too many attempts
     *     failed, a fault when the vendor does not understand what we want or does not have it
     */
    public Answer send(Call call) {
        Exchange<Answer> exchange = new Exchange<>(this, call, new JsonContent());
        return finish(exchange).orElseThrow(exchange::gone);
    }

    /** As {@link #send(Call)}. @return empty when what was asked for is gone */
    public Optional<Answer> find(Call call) {
        return finish(new Exchange<>(this, call, new JsonContent()));
    }

    /** Makes a call whose answer is read while it comes in. Throws as {@link #send(Call)}. */
    public <T> T send(Call call, Content<T> content) {
        Exchange<T> exchange = new Exchange<>(this, call, content);
        return finish(exchange).orElseThrow(exchange::gone);
    }

    /** Ends every call, under way or waiting, and lets none out any more. */
    @Override
    public void close() {
        shut(ConnectorFailure.temporary(vendor.name() + " is not asked any more."));
    }

    /** Ends every call with this failure, and cuts those that are under way. */
    ConnectorFailure shut(ConnectorFailure why) {
        gate.close(why);
        connections.shutdownNow();
        return why;
    }

    HttpResponse<InputStream> exchange(Call call, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(call.uri(base));
        request.setHeader("Accept", "application/json");
        headers.forEach(request::setHeader);
        call.headers().forEach(request::setHeader);
        call.body().ifPresent(body -> request.setHeader("Content-Type", body.type()));
        request.method(
                call.method(),
                call.body()
                        .map(body -> BodyPublishers.ofByteArray(body.bytes()))
                        .orElseGet(BodyPublishers::noBody));
        return http.send(request.build(), BodyHandlers.ofInputStream());
    }

    String server() {
        return base.getAuthority();
    }

    private <T> Optional<T> finish(Exchange<T> exchange) {
        try {
            return exchange.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ConnectorFailure.temporary("Interrupted while asking " + vendor.name() + ".", e);
        }
    }

    private static final class JsonContent implements Content<Answer> {

        @Override
        public Answer read(int status, HttpHeaders headers, InputStream body) throws IOException {
            byte[] bytes = body.readNBytes(LARGEST_JSON + 1);
            if (bytes.length > LARGEST_JSON) {
                throw new IOException("the answer is larger than " + (LARGEST_JSON >> 20) + " MiB");
            }
            if (status == 204) {
                return new Answer(status, headers, MissingNode.getInstance());
            }
            JsonNode json = Json.read(bytes);
            if (json == null || json.isMissingNode()) {
                throw new EOFException("the answer is empty");
            }
            return new Answer(status, headers, json);
        }
    }
}
