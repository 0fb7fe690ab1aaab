package dev.wharf.sdk.api;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * One call, written from left to right: {@code Call.get(READS, "/v1/charges").query("limit", 100).spentFor(charges)}. It may be made several times, so a call
 * that must not happen twice has no place here: a source reads. Immutable.
 *
 * @param limit the limit that it counts against
 * @param stream whose call it is in the report of calls; empty when it serves several
 * @param path below the API's base, or a whole URL of the same server, as servers send for a next page; it may hold a query
 * @param query parameters in order, not yet encoded; a name may be there twice
 */
public record Call(
        LimitClass limit,
        Optional<StreamName> stream,
        String method,
        String path,
        List<Map.Entry<String, String>> query,
        Map<String, String> headers,
        Optional<Body> body) {

    /** @param type the media type */
    public record Body(String type, byte[] bytes) {}

    public Call {
        query = List.copyOf(query);
        headers = Map.copyOf(headers);
    }

    public static Call get(LimitClass limit, String path) {
        return new Call(limit, Optional.empty(), "GET", path, List.of(), Map.of(), Optional.empty());
    }

    public static Call post(LimitClass limit, String path, JsonNode json) {
        Body body = new Body("application/json", Json.write(json));
        return new Call(limit, Optional.empty(), "POST", path, List.of(), Map.of(), Optional.of(body));
    }

    public Call spentFor(StreamName name) {
        return new Call(limit, Optional.of(name), method, path, query, headers, body);
    }

    public Call query(String name, String value) {
        List<Map.Entry<String, String>> more = new ArrayList<>(query);
        more.add(Map.entry(name, value));
        return new Call(limit, stream, method, path, more, headers, body);
    }

    public Call query(String name, long value) {
        return query(name, Long.toString(value));
    }

    public Call header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Call(limit, stream, method, path, query, more, body);
    }

    /** The call in a sentence: {@code GET /v1/charges}, without the query, which may hold personal data. */
    @Override
    public String toString() {
        int query = path.indexOf('?');
        return method + " " + (query < 0 ? path : path.substring(0, query));
    }

    /**
     * Where it goes.
     *
     * @throws IllegalArgumentException if that is another server: credentials do not go where an answer points
     */
    URI uri(URI base) {
        String parameters = query.stream()
                .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
        String separator = parameters.isEmpty() ? "" : path.contains("?") ? "&" : "?";
        URI target = URI.create(path).isAbsolute()
                ? URI.create(path + separator + parameters)
                : URI.create(withoutSlash(base.toString()) + path + separator + parameters);
        if (!target.getScheme().equals(base.getScheme())
                || !target.getAuthority().equals(base.getAuthority())) {
            throw new IllegalArgumentException(target.getAuthority() + " is not " + base.getAuthority());
        }
        return target;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String withoutSlash(String base) {
        return base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }
}
