package dev.wharf.sdk;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The values of a config that the spec marks {@code airbyte_secret}, to be masked in every text that leaves (invariant 8). By value,
 * since no pattern knows where a driver or a server puts a password into its message; also as URLs and headers spell it. Any thread.
 */
final class Secrets {

    private static final String MASK = "****";

    /** A shorter line of a secret says little, and may occur anywhere. */
    private static final int SHORTEST_LINE = 16;

    /** The longest first: one secret may be part of another. */
    private volatile List<String> values;

    private Secrets(Set<String> values) {
        this.values = sorted(values);
    }

    static Secrets none() {
        return new Secrets(Set.of());
    }

    /** @param schema the {@code connectionSpecification} */
    static Secrets of(JsonNode schema, JsonNode config) {
        Set<String> values = new TreeSet<>();
        collect(schema, config, values);
        return new Secrets(values);
    }

    /** Those of a config that replaces the first one; what was secret stays secret. */
    synchronized void add(JsonNode schema, JsonNode config) {
        Set<String> all = new TreeSet<>(values);
        collect(schema, config, all);
        values = sorted(all);
    }

    String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked;
    }

    private static List<String> sorted(Set<String> values) {
        return values.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static void collect(JsonNode schema, JsonNode value, Set<String> into) {
        if (schema.path("airbyte_secret").asBoolean(false)) {
            addAll(value, into);
            return;
        }
        for (String combination : List.of("oneOf", "anyOf", "allOf")) {
            schema.path(combination).forEach(variant -> collect(variant, value, into));
        }
        for (Map.Entry<String, JsonNode> property : value.properties()) {
            collect(schema.path("properties").path(property.getKey()), property.getValue(), into);
        }
        if (value.isArray()) {
            value.forEach(item -> collect(schema.path("items"), item, into));
        }
    }

    /** A key in PEM may be printed a line at a time. */
    private static void addLines(String text, Set<String> into) {
        text.lines()
                .filter(line -> line.length() >= SHORTEST_LINE && !line.startsWith("-----"))
                .forEach(into::add);
    }

    private static void addAll(JsonNode secret, Set<String> into) {
        if (secret.isContainer()) {
            secret.forEach(part -> addAll(part, into));
        } else if (!secret.isNull() && !secret.asString("").isEmpty()) {
            String text = secret.asString();
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            into.add(text);
            addLines(text, into);
            into.add(URLEncoder.encode(text, StandardCharsets.UTF_8));
            into.add(Base64.getEncoder().encodeToString(bytes));
            into.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
    }
}
