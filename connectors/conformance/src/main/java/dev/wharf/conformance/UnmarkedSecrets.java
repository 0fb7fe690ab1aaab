package dev.wharf.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Fields of a spec whose name says that they are secret, and that do not say so themselves. Stateless; any thread. */
final class UnmarkedSecrets {

    private static final Set<String> NAMES = Set.of(
            "access_token",
            "api_key",
            "api_token",
            "client_secret",
            "client_token",
            "jwt",
            "password",
            "private_key",
            "refresh_token",
            "secret",
            "secret_key",
            "token");

    private UnmarkedSecrets() {}

    static List<String> in(JsonNode schema) {
        List<String> found = new ArrayList<>();
        collect(schema, "", found);
        return found;
    }

    private static void collect(JsonNode schema, String path, List<String> found) {
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            JsonNode field = property.getValue();
            String name = path + property.getKey();
            if (NAMES.contains(property.getKey())
                    && canHoldText(field)
                    && !field.path("airbyte_secret").asBoolean(false)) {
                found.add(name);
            }
            collect(field, name + ".", found);
        }
        schema.path("oneOf").forEach(variant -> collect(variant, path, found));
    }

    private static boolean canHoldText(JsonNode field) {
        return !field.has("const") && field.path("type").toString().contains("string");
    }
}
