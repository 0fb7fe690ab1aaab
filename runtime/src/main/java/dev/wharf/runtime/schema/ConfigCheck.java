package dev.wharf.runtime.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.wharf.catalog.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * Tells how a connector's config departs from the JSON Schema in its spec, for the person who wrote it. Messages never contain a
 * value: it may be a secret. Formats are not asserted, as no connector does. Any thread.
 */
public final class ConfigCheck {

    private static final int NONE = -1;

    private final JsonNode spec;
    private final Schema schema;

    /** @param spec the JSON Schema of the config */
    public ConfigCheck(JsonNode spec) {
        this.spec = spec;
        this.schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(spec);
    }

    /**
     * @param path from the config's top: names of fields, and numbers of elements
     * @param message what is wrong, a sentence without its full stop
     * @param fix what to do, a sentence, or empty
     */
    public record Departure(List<String> path, String message, String fix) {

        public Departure {
            path = List.copyOf(path);
        }
    }

    /** Every departure; none for a config that the connector accepts. */
    public List<Departure> check(JsonNode config) {
        List<Error> errors = schema.validate(config);
        Map<String, Integer> branches = chosenBranches(errors);
        return errors.stream()
                .filter(error -> matters(error, branches))
                .map(this::departure)
                .distinct()
                .toList();
    }

    /**
     * For each {@code oneOf} or {@code anyOf} that did not fit, the one alternative that was meant: the only one whose constants
     * (Airbyte's specs tell alternatives apart by them) are right. {@link #NONE} when that cannot be told.
     */
    private static Map<String, Integer> chosenBranches(List<Error> errors) {
        Map<String, TreeSet<Integer>> tried = new TreeMap<>();
        Map<String, TreeSet<Integer>> excluded = new TreeMap<>();
        for (Error error : errors) {
            NodePath path = error.getEvaluationPath();
            String innermost = "";
            for (int i = 0; i + 1 < path.getNameCount(); i++) {
                if (alternative(path.getElement(i)) && path.getElement(i + 1) instanceof Integer branch) {
                    innermost = prefix(path, i + 1);
                    tried.computeIfAbsent(innermost, _ -> new TreeSet<>()).add(branch);
                }
            }
            if (!innermost.isEmpty() && error.getKeyword().equals("const")) {
                excluded.computeIfAbsent(innermost, _ -> new TreeSet<>()).add(branchOf(path, innermost));
            }
        }
        return tried.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, entry -> {
            TreeSet<Integer> meant = new TreeSet<>(entry.getValue());
            meant.removeAll(excluded.getOrDefault(entry.getKey(), new TreeSet<>()));
            // networknt reports the failure of a oneOf itself, of an anyOf only those of its alternatives.
            return meant.size() == 1 || (!meant.isEmpty() && entry.getKey().endsWith("anyOf")) ? meant.first() : NONE;
        }));
    }

    private static int branchOf(NodePath path, String group) {
        String below = path.toString().substring(group.length() + 1);
        return Integer.parseInt(below.split("/", 2)[0]);
    }

    private static boolean matters(Error error, Map<String, Integer> branches) {
        NodePath path = error.getEvaluationPath();
        if (alternative(error.getKeyword()) && branches.getOrDefault(path.toString(), NONE) != NONE) {
            return false;
        }
        for (int i = 0; i + 1 < path.getNameCount(); i++) {
            Integer chosen = branches.get(prefix(path, i + 1));
            if (chosen != null && !chosen.equals(path.getElement(i + 1))) {
                return false;
            }
        }
        return true;
    }

    private static boolean alternative(Object keyword) {
        return keyword.equals("oneOf") || keyword.equals("anyOf");
    }

    /** The first {@code count} steps, written as the whole path would be. */
    private static String prefix(NodePath path, int count) {
        NodePath prefix = path;
        while (prefix.getNameCount() > count) {
            prefix = prefix.getParent();
        }
        return prefix.toString();
    }

    private Departure departure(Error error) {
        List<String> path = new ArrayList<>();
        for (int i = 0; i < error.getInstanceLocation().getNameCount(); i++) {
            path.add(String.valueOf(error.getInstanceLocation().getElement(i)));
        }
        String property = error.getProperty();
        if (property != null
                && (error.getKeyword().equals("required") || error.getKeyword().equals("additionalProperties"))) {
            path.add(property);
        }
        JsonNode said = Described.at(spec, path);
        Object[] arguments = error.getArguments();
        String message = switch (error.getKeyword()) {
            case "required" -> String.valueOf(property) + " is missing";
            case "additionalProperties" -> String.valueOf(property) + " is not a field that the connector knows";
            case "type" -> "expected " + arguments[1] + ", found " + arguments[0];
            case "enum" -> "expected one of " + String.join(", ", words(said.path("enum")));
            case "const" -> "expected " + arguments[0];
            case "pattern" ->
                "expected the form "
                        + said.path("pattern_descriptor")
                                .asString(said.path("pattern").asString(""));
            case "oneOf", "anyOf" ->
                "it fits none of the alternatives: " + Described.alternatives(error.getSchemaNode());
            default -> "it " + error.getMessage();
        };
        String fix = error.getKeyword().equals("additionalProperties") ? near(path) : Described.sentence(said);
        return new Departure(path, message, fix);
    }

    private String near(List<String> unknown) {
        JsonNode parent = Described.at(spec, unknown.subList(0, unknown.size() - 1));
        return Nearest.to(unknown.getLast(), parent.path("properties").propertyNames())
                .map(name -> "Did you mean " + name + "?")
                .orElse("");
    }

    private static List<String> words(JsonNode list) {
        return list.valueStream().map(JsonNode::asString).toList();
    }
}
