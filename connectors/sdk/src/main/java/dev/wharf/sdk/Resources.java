package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import tools.jackson.databind.node.ObjectNode;

/** Files that are shipped beside a class: a spec, a schema. Stateless; any thread. */
public final class Resources {

    private Resources() {}

    /** A file that holds a JSON object. A missing one is a mistake of the connector's author, and an exception. */
    public static ObjectNode json(Class<?> beside, String name) {
        return Json.object(text(beside, name));
    }

    public static String text(Class<?> beside, String name) {
        try (InputStream file = beside.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalArgumentException("no resource " + name + " beside " + beside.getName());
            }
            return new String(file.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
