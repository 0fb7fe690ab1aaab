package dev.wharf.runtime.state;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * States and reports as text and back. The content belongs to the source: no digit of a number is lost, and all that a database may
 * not store as it is (NUL, half a surrogate pair) is escaped. Any thread.
 */
final class Bodies {

    private static final int ANY = Integer.MAX_VALUE;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(ANY)
                            .maxNumberLength(ANY)
                            .maxNameLength(ANY)
                            .maxNestingDepth(ANY)
                            .build())
                    .streamWriteConstraints(StreamWriteConstraints.builder()
                            .maxNestingDepth(ANY)
                            .build())
                    .build())
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private static final JsonMapper SORTED =
            JSON.rebuild().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();

    private Bodies() {}

    static String write(ObjectNode body) {
        return JSON.writeValueAsString(body);
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

    static ObjectNode read(String text) {
        return (ObjectNode) JSON.readTree(text);
    }
}
