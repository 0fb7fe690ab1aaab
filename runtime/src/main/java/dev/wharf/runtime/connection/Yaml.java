package dev.wharf.runtime.connection;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * YAML 1.2 by its core schema, as a JSON tree that knows its lines. Where YAML would quietly turn what somebody wrote into
 * something else (a key twice, a number with a leading zero, a tag of another program), it is a problem instead.
 */
final class Yaml {

    /** Digits with a zero in front: a number to YAML, which loses the zero; to its author mostly a text. */
    private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9]+");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** A connection file is some four levels deep; whoever reads a tree of thousands goes as many calls deep. */
    private static final int DEEPEST = 100;

    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<Node> open = new HashSet<>();

    /**
     * @param tree what could be read; empty when nothing could
     * @param lines the line of each path
     */
    record Parsed(Optional<JsonNode> tree, Map<String, Integer> lines, List<Problem> problems) {}

    private Yaml() {}

    static Parsed parse(String text) {
        Yaml yaml = new Yaml();
        Optional<JsonNode> tree = yaml.read(text);
        return new Parsed(tree, yaml.lines, yaml.problems);
    }

    private Optional<JsonNode> read(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(true)
                .setAllowNonScalarKeys(true)
                .setParseComments(false)
                .build();
        try {
            Optional<Integer> tooDeep = tooDeep(settings, text);
            if (tooDeep.isPresent()) {
                problems.add(new Problem(
                        "",
                        tooDeep.get(),
                        "values are nested more than " + DEEPEST + " levels deep",
                        "No key of a connection file needs that."));
                return Optional.empty();
            }
            Iterator<Node> documents =
                    new Compose(settings).composeAllFromString(text).iterator();
            if (!documents.hasNext()) {
                return Optional.empty();
            }
            JsonNode tree = convert(documents.next(), "");
            if (documents.hasNext()) {
                add("", documents.next(), "there is a second YAML document", "Keep one connection per file");
            }
            return Optional.of(tree);
        } catch (MarkedYamlEngineException e) {
            // Its own message quotes the line, which may hold a secret (invariant 8).
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
            problems.add(
                    new Problem("", line, "not YAML: " + e.getProblem(), "Check indentation and quotes near here."));
        } catch (YamlEngineException e) {
            problems.add(unread(e));
        }
        return Optional.empty();
    }

    private static Problem unread(YamlEngineException why) {
        return why instanceof ReaderException
                ? new Problem(
                        "", 0, "not YAML: a character in it cannot be in a text", "Save the file as plain UTF-8 text.")
                : new Problem("", 0, "aliases are used too often", "Write the values out.");
    }

    /** The line in which it gets too deep. Events come one by one, where nodes are made by one call within another. */
    private static Optional<Integer> tooDeep(LoadSettings settings, String text) {
        int depth = 0;
        for (Event event : new Parse(settings).parseString(text)) {
            depth += switch (event.getEventId()) {
                case MappingStart, SequenceStart -> 1;
                case MappingEnd, SequenceEnd -> -1;
                default -> 0;
            };
            if (depth > DEEPEST) {
                return Optional.of(
                        event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0));
            }
        }
        return Optional.empty();
    }

    private JsonNode convert(Node node, String path) {
        lines.putIfAbsent(path, line(node));
        if (!open.add(node)) {
            add(path, node, "an alias refers to what it is a part of", "Write the value out");
            return JSON.nullNode();
        }
        try {
            return switch (node) {
                case MappingNode mapping -> mapping(mapping, path);
                case SequenceNode sequence -> sequence(sequence, path);
                case ScalarNode scalar -> scalar(scalar, path);
                default -> throw new IllegalStateException("an anchor was not resolved: " + node.getNodeType());
            };
        } finally {
            open.remove(node);
        }
    }

    private ObjectNode mapping(MappingNode mapping, String path) {
        untagged(mapping, Tag.MAP, path);
        ObjectNode object = JSON.objectNode();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                add(path, entry.getKeyNode(), "a key is no text", "Write the key as a word");
                continue;
            }
            String child = Paths.child(path, key.getValue());
            if (object.has(key.getValue())) {
                add(child, key, "the key stands twice, first in line " + lines.get(child), "Remove one of them");
                continue;
            }
            lines.put(child, line(key));
            object.set(key.getValue(), convert(entry.getValueNode(), child));
        }
        return object;
    }

    private ArrayNode sequence(SequenceNode sequence, String path) {
        untagged(sequence, Tag.SEQ, path);
        ArrayNode array = JSON.arrayNode();
        for (Node element : sequence.getValue()) {
            array.add(convert(element, Paths.element(path, array.size())));
        }
        return array;
    }

    private JsonNode scalar(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        boolean plain = scalar.getScalarStyle() == ScalarStyle.PLAIN;
        if (plain && LEADING_ZERO.matcher(text).matches()) {
            add(path, scalar, text + " is a number whose leading zero would be lost", "Quote it: \"" + text + "\"");
            return JSON.stringNode(text);
        }
        if (tag.equals(Tag.STR)) {
            return JSON.stringNode(text);
        }
        if (tag.equals(Tag.NULL)) {
            return JSON.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return JSON.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
        }
        if (tag.equals(Tag.INT)) {
            BigInteger value = integer(text);
            return value.bitLength() < 64 ? JSON.numberNode(value.longValue()) : JSON.numberNode(value);
        }
        if (tag.equals(Tag.FLOAT)) {
            return decimal(scalar, path);
        }
        meaningless(scalar, path);
        return JSON.stringNode(text);
    }

    private void untagged(Node node, Tag own, String path) {
        if (!node.getTag().equals(own)) {
            meaningless(node, path);
        }
    }

    private void meaningless(Node node, String path) {
        add(path, node, "the tag " + node.getTag() + " means nothing here", "Remove it");
    }

    private static BigInteger integer(String text) {
        String digits = text.startsWith("+") ? text.substring(1) : text;
        if (digits.startsWith("0x")) {
            return new BigInteger(digits.substring(2), 16);
        }
        return digits.startsWith("0o") ? new BigInteger(digits.substring(2), 8) : new BigInteger(digits);
    }

    private JsonNode decimal(ScalarNode scalar, String path) {
        String text = scalar.getValue();
        try {
            return JSON.numberNode(new BigDecimal(text.endsWith(".") ? text + "0" : text));
        } catch (NumberFormatException e) {
            add(path, scalar, text + " is no number that JSON knows", "Quote it if it is meant as text");
            return JSON.stringNode(text);
        }
    }

    private void add(String path, Node node, String message, String fix) {
        problems.add(new Problem(path, line(node), message, fix + "."));
    }

    private static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    }
}
