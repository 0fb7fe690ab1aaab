package dev.wharf.sdk;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON objects from text, for specs and schemas written down in code. Stateless; any thread. */
public final class Json {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Json() {}

    /** Reads an object; text that is none is a programming error. */
    public static ObjectNode object(String text) {
        return MAPPER.readTree(text).asObject();
    }

    /** Reads any value. */
    static JsonNode read(byte[] bytes) {
        return MAPPER.readTree(bytes);
    }
}
