package dev.wharf.runtime.state;

import dev.wharf.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** States, configs and reports in the form that is stored. The content belongs to the source: it comes back as it was. Any thread. */
final class Bodies {

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Bodies() {}

    static String write(ObjectNode body) {
        return new String(Json.write(body), StandardCharsets.UTF_8);
    }

    static ObjectNode read(String text) {
        return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The same for objects with the same members in any order; tells nothing of their content. */
    static String hash(ObjectNode body) {
        return HexFormat.of().formatHex(sha256(SORTED.writeValueAsBytes(body)));
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
