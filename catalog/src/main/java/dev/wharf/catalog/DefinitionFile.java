package dev.wharf.catalog;

import dev.wharf.catalog.Definition.Limits;
import dev.wharf.catalog.Definition.Role;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Reads {@code definition.yaml}. A mistake in one is ours, and an exception. */
final class DefinitionFile {

    private static final YAMLMapper YAML = new YAMLMapper();

    private static final Set<String> KEYS = Set.of(
            "role",
            "summary",
            "image",
            "documentation",
            "hosts",
            "limits",
            "writable",
            "local",
            "refreshes",
            "statuses",
            "silence",
            "sample",
            "varies");

    private DefinitionFile() {}

    static Definition read(String name, String yaml) {
        JsonNode file = YAML.readTree(yaml);
        Set<String> unknown = new TreeSet<>(file.propertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Unknown keys in the definition of " + name + ": " + unknown);
        }
        return new Definition(
                name,
                Role.valueOf(file.required("role").asString().toUpperCase(Locale.ROOT)),
                file.required("summary").asString(),
                file.required("image").asString(),
                file.required("documentation").asString(),
                texts(file.required("hosts")),
                limits(file.path("limits")),
                texts(file.path("writable")),
                file.optional("local").map(JsonNode::asString),
                file.path("refreshes").asBoolean(false),
                file.path("statuses").asBoolean(true),
                file.optional("silence")
                        .map(silence -> TimeSpan.parse(silence.asString()).orElseThrow()),
                file.optional("sample").map(JsonNode::asObject),
                texts(file.path("varies")));
    }

    private static Limits limits(JsonNode limits) {
        return new Limits(
                limits.optional("memory")
                        .map(memory -> Bytes.parse(memory.asString()).orElseThrow()),
                limits.optional("cpus").map(JsonNode::asDouble),
                limits.optional("pids").map(JsonNode::asInt));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
