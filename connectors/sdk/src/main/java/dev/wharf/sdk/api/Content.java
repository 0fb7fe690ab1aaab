package dev.wharf.sdk.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;

/** Reads the body of a good answer as it comes in, decompressed. */
@FunctionalInterface
public interface Content<T> {

    /**
     * Called again, from the beginning, with the answer to another attempt when a body broke off: what it made of the first one is void, so nothing may leave
     * for stdout from here. What it throws counts as a broken body, and is tried again, if it is an {@link IOException} or a {@link
     * tools.jackson.core.JacksonException}; anything else goes to the caller.
     *
     * @param body closed by the caller
     */
    T read(int status, HttpHeaders headers, InputStream body) throws IOException;
}
