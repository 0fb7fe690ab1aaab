package dev.wharf.standin;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * One answer.
 *
 * @param headers without content type and length
 * @param rows objects in a page of a list; -1 for what is not a page
 * @param body writes the body piece by piece: a dump may be larger than memory
 */
public record Reply(int status, String type, Map<String, String> headers, int rows, Consumer<Consumer<byte[]>> body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply json(int status, JsonNode node) {
        return of(status, "application/json", Json.indented(node));
    }

    public static Reply html(int status, String text) {
        return of(status, "text/html; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    public static Reply redirect(String location) {
        return text(302, "").with("Location", location);
    }

    /** JSON lines, written while they are made. */
    public static Reply lines(Consumer<Consumer<JsonNode>> source) {
        return new Reply(
                200,
                "application/x-ndjson",
                Map.of(),
                -1,
                sink -> source.accept(node -> {
                    sink.accept(Json.bytes(node));
                    sink.accept(new byte[] {'\n'});
                }));
    }

    public Reply with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Reply(status, type, all, rows, body);
    }

    public Reply page(int size) {
        return new Reply(status, type, headers, size, body);
    }

    private static Reply of(int status, String type, byte[] body) {
        return new Reply(status, type, Map.of(), -1, sink -> sink.accept(body));
    }
}
