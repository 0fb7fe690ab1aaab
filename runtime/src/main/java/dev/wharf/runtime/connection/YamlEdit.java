package dev.wharf.runtime.connection;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Puts a list of texts, whose order means nothing, into a YAML text and leaves everything else as it stands, comments and blank lines included: what its author arranged is only cut
 * where the list is. Of a list with a line for each element, lines that stay are not touched either.
 */
final class YamlEdit {

    private final String text;

    private YamlEdit(String text) {
        this.text = text;
    }

    /**
     * @param text a YAML text that can be read
     * @param path keys of mappings, the list's last
     */
    static String set(String text, List<String> path, List<String> values) {
        YamlEdit edit = new YamlEdit(text);
        return new Compose(LoadSettings.builder().build())
                .composeString(text)
                .map(root -> edit.set(root, path, values))
                .orElseGet(() -> edit.appended(path, values));
    }

    private String set(Node root, List<String> path, List<String> values) {
        Node node = root;
        for (int depth = 0; depth < path.size(); depth++) {
            if (!(node instanceof MappingNode mapping)) {
                return replaced(node, flow(path.subList(depth, path.size()), values));
            }
            Optional<NodeTuple> entry = entry(mapping, path.get(depth));
            if (entry.isEmpty()) {
                return inserted(mapping, depth, path.subList(depth, path.size()), values);
            }
            Node value = entry.get().getValueNode();
            if (isEmpty(value)) {
                int after = text.indexOf(':', end(entry.get().getKeyNode())) + 1;
                return spliced(after, after, " " + flow(path.subList(depth + 1, path.size()), values));
            }
            node = value;
        }
        if (!(node instanceof SequenceNode list) || list.getFlowStyle() == FlowStyle.FLOW) {
            return replaced(node, list(values));
        }
        // It may stand right below its key, where nothing but a list with lines may.
        return values.isEmpty()
                ? spliced(start(list), lineEnd(end(list.getValue().getLast())), "  []\n")
                : relisted(list, values);
    }

    private static Optional<NodeTuple> entry(MappingNode mapping, String key) {
        return mapping.getValue().stream()
                .filter(entry -> entry.getKeyNode() instanceof ScalarNode name
                        && name.getValue().equals(key))
                .findFirst();
    }

    private boolean isEmpty(Node value) {
        return value instanceof ScalarNode && start(value) == end(value);
    }

    /** The new key stands before the others: where those end is less sure, because of what may follow them. */
    private String inserted(MappingNode mapping, int depth, List<String> path, List<String> values) {
        if (mapping.getFlowStyle() == FlowStyle.FLOW) {
            String comma = mapping.getValue().isEmpty() ? "" : ", ";
            int inside = start(mapping) + 1;
            return spliced(inside, inside, flowEntry(path, values) + comma);
        }
        if (depth == 0) {
            return appended(path, values);
        }
        Node first = mapping.getValue().getFirst().getKeyNode();
        int line = lineStart(start(first));
        return spliced(line, line, block(text.substring(line, start(first)), path, values));
    }

    private String appended(List<String> path, List<String> values) {
        String newline = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return text + newline + block("", path, values);
    }

    /** Of a list with a line for each: takes away the lines that go, and adds those that come behind the last that stays. */
    private String relisted(SequenceNode list, List<String> values) {
        Set<String> coming = new LinkedHashSet<>(values);
        List<Node> elements = list.getValue();
        BitSet going = new BitSet();
        int anchor = 0;
        for (int i = 0; i < elements.size(); i++) {
            if (elements.get(i) instanceof ScalarNode scalar && coming.remove(scalar.getValue())) {
                anchor = i;
            } else {
                going.set(i);
            }
        }
        String indent = text.substring(lineStart(start(elements.get(anchor))), start(elements.get(anchor)));
        StringBuilder added = new StringBuilder();
        coming.forEach(value -> added.append(indent).append(quoted(value)).append('\n'));
        StringBuilder edited = new StringBuilder(text);
        for (int i = elements.size() - 1; i >= 0; i--) {
            int to = lineEnd(end(elements.get(i)));
            if (i == anchor) {
                edited.insert(to, text.charAt(to - 1) == '\n' ? added : "\n" + added);
            }
            if (going.get(i)) {
                edited.delete(lineStart(start(elements.get(i))), to);
            }
        }
        return edited.toString();
    }

    private String replaced(Node node, String with) {
        return spliced(start(node), end(node), with);
    }

    private String spliced(int from, int to, String with) {
        return text.substring(0, from) + with + text.substring(to);
    }

    private static String block(String indent, List<String> path, List<String> values) {
        return path.size() == 1
                ? indent + flowEntry(path, values) + "\n"
                : indent + key(path.getFirst()) + ":\n" + block(indent + "  ", path.subList(1, path.size()), values);
    }

    private static String flow(List<String> path, List<String> values) {
        return path.isEmpty() ? list(values) : "{ " + flowEntry(path, values) + " }";
    }

    private static String flowEntry(List<String> path, List<String> values) {
        return key(path.getFirst()) + ": " + flow(path.subList(1, path.size()), values);
    }

    private static String list(List<String> values) {
        return "[" + String.join(", ", values.stream().map(YamlEdit::quoted).toList()) + "]";
    }

    private static String key(String key) {
        return key.matches("[A-Za-z_][A-Za-z0-9_]*") ? key : quoted(key);
    }

    /** JSON's way is one of YAML's. */
    private static String quoted(String value) {
        ArrayNode one = JsonNodeFactory.instance.arrayNode().add(value);
        String json = one.toString();
        return json.substring(1, json.length() - 1);
    }

    private int start(Node node) {
        return offset(node.getStartMark());
    }

    private int end(Node node) {
        return offset(node.getEndMark());
    }

    /** Marks count code points. */
    private int offset(Optional<Mark> mark) {
        return text.offsetByCodePoints(0, mark.orElseThrow().getIndex());
    }

    private int lineStart(int at) {
        return text.lastIndexOf('\n', at - 1) + 1;
    }

    private int lineEnd(int at) {
        int newline = text.indexOf('\n', at);
        return newline < 0 ? text.length() : newline + 1;
    }
}
