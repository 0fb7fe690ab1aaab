package dev.wharf.sdk.api;

import dev.wharf.protocol.Json;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * An answer that is not good: its status is not of the two hundreds.
 *
 * @param call what was asked
 * @param body the first 64 KiB of it; it may be anything, HTML too
 */
public record Refusal(Call call, int status, HttpHeaders headers, byte[] body) {

    /** A header field's first value. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** The body, where it is JSON; otherwise a missing node, on which every {@code path} leads to a missing node. */
    public JsonNode json() {
        try {
            return text().isBlank() ? MissingNode.getInstance() : Json.read(body);
        } catch (JacksonException noJson) {
            return MissingNode.getInstance();
        }
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }
}
