package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A client of a stand-in, as plain as can be. */
final class Client implements AutoCloseable {
    private final HttpClient http;
    private final URI url;
    private final String[] headers;

    Client(HttpClient http, URI url, String... headers) {
        this.http = http;
        this.url = url;
        this.headers = headers;
    }

    static Client of(StripeStandin stripe) {
        return new Client(HttpClient.newHttpClient(), stripe.url(), "Authorization", "Bearer " + StripeStandin.KEY);
    }

    Client with(String... otherHeaders) {
        return new Client(http, url, otherHeaders);
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve(path)).GET());
    }

    Answer getWithin(Duration limit, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve(path)).timeout(limit).GET());
    }

    Answer post(String path, String body) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve(path)).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url.resolve(path)).DELETE());
    }

    /** Reads a list to its end. */
    List<JsonNode> all(String path) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        String separator = path.contains("?") ? "&" : "?";
        String cursor = "";
        while (true) {
            JsonNode page = get(path + separator + "limit=100" + cursor).json();
            page.path("data").forEach(all::add);
            if (!page.path("has_more").asBoolean(false)) {
                return all;
            }
            cursor = "&starting_after=" + all.getLast().get("id").asString();
        }
    }

    private Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest.Builder withHeaders = headers.length == 0 ? request : request.headers(headers);
        return new Answer(http.send(withHeaders.build(), HttpResponse.BodyHandlers.ofString()));
    }

    @Override
    public void close() {
        http.close();
    }

    record Answer(HttpResponse<String> response) {
        int status() {
            return response.statusCode();
        }

        JsonNode json() {
            return Json.parse(response.body());
        }

        JsonNode error() {
            return json().path("error");
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }
}
