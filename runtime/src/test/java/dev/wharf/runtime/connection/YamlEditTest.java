package dev.wharf.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A list is put into a file that a person wrote; all else stays as it is. */
class YamlEditTest {

    private static final List<String> SELECT = List.of("collections", "select");

    @Test
    void aListOnOneLineIsReplacedAndItsCommentStays() {
        assertEquals(
                "a: 1 # é\ncollections:\n  select: [\"charges\", \"!plans\"] # all\n  x: 2\n",
                YamlEdit.set(
                        "a: 1 # é\ncollections:\n  select: ['*'] # all\n  x: 2\n",
                        SELECT,
                        List.of("charges", "!plans")));
    }

    @Test
    void ofAListWithALineForEachOnlyTheLinesThatGoAreTouched() {
        assertEquals("""
                collections:
                  select:
                    # what finance wants
                    - charges   # since May
                    - "invoices"

                  settings: {}
                """, YamlEdit.set("""
                collections:
                  select:
                    # what finance wants
                    - charges   # since May
                    - plans     # old

                  settings: {}
                """, SELECT, List.of("charges", "invoices")));
    }

    @Test
    void aListOfWhichNothingStaysKeepsItsPlace() {
        assertEquals(
                "collections:\n  select:\n    - \"b\"\n",
                YamlEdit.set("collections:\n  select:\n    - a\n", SELECT, List.of("b")));
    }

    @Test
    void aListAtTheEndOfAFileWithoutANewlineGrows() {
        assertEquals(
                "collections:\n  select:\n    - a\n    - \"b\"\n",
                YamlEdit.set("collections:\n  select:\n    - a", SELECT, List.of("a", "b")));
    }

    @Test
    void whatIsMissingIsAdded() {
        assertEquals("a: 1\ncollections:\n  select: [\"x\"]\n", YamlEdit.set("a: 1", SELECT, List.of("x")));
        assertEquals(
                "collections:\n  select: [\"x\"]\n  # why\n  settings: {}\n".replace("  # why\n", ""),
                YamlEdit.set("collections:\n  settings: {}\n", SELECT, List.of("x")));
        assertEquals("collections: { select: [\"x\"] }\n", YamlEdit.set("collections:\n", SELECT, List.of("x")));
        assertEquals(
                "collections: {select: [\"x\"],  settings: {} }\n",
                YamlEdit.set("collections: { settings: {} }\n", SELECT, List.of("x")));
        assertEquals("collections:\n  select: [\"x\"]\n", YamlEdit.set("", SELECT, List.of("x")));
    }

    @Test
    void aKeyThatIsNoWordIsQuoted() {
        assertEquals(
                "collections:\n  settings:\n    \"a.b*\":\n      fields: [\"id\"]\n",
                YamlEdit.set("", List.of("collections", "settings", "a.b*", "fields"), List.of("id")));
    }

    /** Whatever the file looks like, afterwards it says the same with the list in it. */
    @Test
    void nothingElseOfAnyFileChanges() {
        Random random = new Random(7);
        for (int round = 0; round < 3_000; round++) {
            String text = file(random);
            List<String> values = random.ints(random.nextInt(4), 0, 6)
                    .distinct()
                    .mapToObj(number -> "v" + number)
                    .toList();
            ObjectNode expected = (ObjectNode) tree(text);
            ArrayNode list = expected.withObjectProperty("collections").putArray("select");
            values.stream().sorted().forEach(list::add);
            assertEquals(expected, sorted(tree(YamlEdit.set(text, SELECT, values))), text);
        }
    }

    private static JsonNode sorted(JsonNode file) {
        ArrayNode list = (ArrayNode) file.at("/collections/select");
        List<JsonNode> elements = list.valueStream()
                .sorted(Comparator.comparing(JsonNode::asString))
                .toList();
        list.removeAll().addAll(elements);
        return file;
    }

    private static JsonNode tree(String text) {
        return Yaml.parse(text).tree().orElseGet(JsonMapper.shared()::createObjectNode);
    }

    private static String file(Random random) {
        StringBuilder text = new StringBuilder();
        line(text, random, "", "a: \"ü\"");
        if (random.nextBoolean()) {
            String indent = " ".repeat(1 + random.nextInt(4));
            line(text, random, "", "collections:");
            boolean select = random.nextInt(3) > 0;
            if (select && random.nextBoolean()) {
                line(text, random, indent, "select: [v1, 'v2', \"v3\"]");
            } else if (select) {
                line(text, random, indent, "select:");
                String deeper = indent + " ".repeat(random.nextInt(3));
                for (int i = 0; i <= random.nextInt(4); i++) {
                    line(text, random, deeper, "- v" + i);
                }
            }
            line(text, random, indent, "settings: {charges: {fields: [id]}}");
        }
        line(text, random, "", "z: [1, 2]");
        return text.toString();
    }

    private static void line(StringBuilder text, Random random, String indent, String content) {
        if (random.nextInt(4) == 0) {
            text.append(random.nextBoolean() ? "\n" : indent + "# ✓ a comment: [x]\n");
        }
        text.append(indent)
                .append(content)
                .append(random.nextInt(3) == 0 ? "   # why" : "")
                .append('\n');
    }
}
