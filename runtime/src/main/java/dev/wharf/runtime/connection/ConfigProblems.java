package dev.wharf.runtime.connection;

import dev.wharf.catalog.Nearest;
import dev.wharf.runtime.schema.ConfigCheck;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What is wrong with a connector's config, by the connector's spec. */
public final class ConfigProblems {

    private final Problems problems;
    private final String path;

    /** @param side {@code source} or {@code destination} */
    ConfigProblems(Problems problems, String side) {
        this.problems = problems;
        this.path = Paths.child(side, "config");
    }

    /** What is wrong with the config of an endpoint, by a spec that only its image could tell. */
    public static List<Problem> of(Connection connection, Endpoint endpoint, JsonNode spec) {
        Problems problems = new Problems(connection.lines());
        new ConfigProblems(problems, endpoint.role().word()).check(spec, endpoint.config(), endpoint.config());
        return problems.problems();
    }

    /**
     * @param spec the JSON Schema of the config
     * @param config with references resolved
     * @param written with references as they stand in the file
     */
    void check(JsonNode spec, JsonNode config, JsonNode written) {
        // What has a problem already, such as a secret that cannot be found, has no value that could be checked.
        List<ConfigCheck.Departure> departures = new ConfigCheck(spec)
                .check(config).stream()
                        .filter(departure -> problems.sound(at(departure.path())))
                        .toList();
        departures.forEach(departure -> problems.add(at(departure.path()), departure.message(), departure.fix()));
        warnUnknown(spec, config, path);
        warnPlainSecrets(spec, written, path);
    }

    private String at(List<String> steps) {
        String at = path;
        for (String step : steps) {
            boolean index = !step.isEmpty() && step.chars().allMatch(Character::isDigit);
            at = index ? Paths.element(at, Integer.parseInt(step)) : Paths.child(at, step);
        }
        return at;
    }

    /** A connector ignores what it does not know, so that a typing error in an optional field would go unseen. */
    private void warnUnknown(JsonNode spec, JsonNode config, String at) {
        Set<String> known = new HashSet<>(spec.path("properties").propertyNames());
        if (known.isEmpty() || !spec.path("additionalProperties").asBoolean(true) || spec.has("oneOf")) {
            return;
        }
        for (String name : config.propertyNames()) {
            if (!known.contains(name) && !name.startsWith("_")) {
                String fix = Nearest.to(name, known)
                        .map(near -> "Did you mean " + near + "?")
                        .orElse("Known fields: " + String.join(", ", sorted(known)) + ".");
                problems.warn(Paths.child(at, name), name + " is not a field that the connector's spec knows", fix);
            }
        }
    }

    private void warnPlainSecrets(JsonNode spec, JsonNode written, String at) {
        spec.path("properties").properties().forEach(field -> {
            JsonNode value = written.path(field.getKey());
            boolean secret = field.getValue().path("airbyte_secret").asBoolean(false);
            if (secret && value.isString() && !value.asString().isEmpty() && !Placeholders.in(value.asString())) {
                String fix = "Put it into a file outside version control: ${file:secrets/" + field.getKey() + "}.";
                problems.warn(Paths.child(at, field.getKey()), "a secret stands in the file itself", fix);
            }
        });
    }

    private static List<String> sorted(Set<String> names) {
        return new ArrayList<>(names).stream().sorted().toList();
    }
}
