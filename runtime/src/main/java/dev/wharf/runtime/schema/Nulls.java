package dev.wharf.runtime.schema;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Whether a field may be null whose schema does not say so. */
enum Nulls {
    /** By the protocol it may. */
    IN_EVERY_FIELD {
        @Override
        JsonNode field(JsonNode schema) {
            if (!schema.isObject()) {
                return schema; // true allows it anyway, and false says that there is no such field
            }
            return COMPOSED.stream().anyMatch(schema::has) ? alternative(schema) : extended((ObjectNode) schema);
        }
    },
    /** By the letter of draft-07 it may not. */
    AS_DECLARED {
        @Override
        JsonNode field(JsonNode schema) {
            return schema;
        }
    };

    /** Keywords that may refuse a null whatever the type says. */
    private static final List<String> COMPOSED = List.of("$ref", "const", "not", "allOf", "anyOf", "oneOf", "if");

    /** The schema of a field, in its canonical form, from that of its value. */
    abstract JsonNode field(JsonNode schema);

    private static ObjectNode extended(ObjectNode schema) {
        if (schema.get("type") instanceof ArrayNode types
                && types.valueStream().noneMatch(type -> type.asString().equals("null"))) {
            types.add("null");
        }
        if (schema.get("enum") instanceof ArrayNode values
                && values.valueStream().noneMatch(JsonNode::isNull)) {
            schema.set("enum", values.deepCopy().addNull());
        }
        return schema;
    }

    private static ObjectNode alternative(JsonNode schema) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        ArrayNode alternatives = json.arrayNode()
                .add(schema)
                .add(json.objectNode().set("type", json.arrayNode().add("null")));
        return json.objectNode().put(CanonicalSchema.ATTEMPTS, 2).set("anyOf", alternatives);
    }
}
