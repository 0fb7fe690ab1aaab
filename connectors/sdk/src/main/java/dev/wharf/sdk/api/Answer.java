package dev.wharf.sdk.api;

import java.net.http.HttpHeaders;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * A good answer with a JSON body, which has been read to its end.
 *
 * @param json a missing node when there is no content (status 204)
 */
public record Answer(int status, HttpHeaders headers, JsonNode json) {

    /** A header field's first value. */
    public Optional<String> header(String name) {
        return headers.firstValue(name);
    }
}
