package dev.wharf.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.schema.ConfigCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class FileShapeTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final ConfigCheck EDITOR = new ConfigCheck(FileShape.jsonSchema());

    /** Values of every kind, to be put in the place of every value of a good file. */
    private static final List<JsonNode> OTHERS = List.of(
            JSON.nullNode(),
            JSON.booleanNode(true),
            JSON.numberNode(0),
            JSON.numberNode(-1),
            JSON.numberNode(1.5),
            JSON.numberNode(7),
            JSON.numberNode(3_000_000_000L),
            JSON.stringNode(""),
            JSON.stringNode(" "),
            JSON.stringNode("word"),
            JSON.stringNode("null"),
            JSON.stringNode("/a"),
            JSON.stringNode("10m"),
            JSON.stringNode("12:00"),
            JSON.stringNode("1 per day"),
            JSON.stringNode("1GiB"),
            JSON.arrayNode(),
            JSON.arrayNode().add("word"),
            JSON.arrayNode().add(1),
            JSON.objectNode(),
            JSON.objectNode().put("word", "word"),
            JSON.objectNode().put("word", 1));

    @Test
    void editorsAndTheLoaderAcceptTheSameFiles() throws IOException {
        List<JsonNode> files = new ArrayList<>();
        for (String example : List.of("good/full.yaml", "good/small.yaml", "bad/zone.yaml")) {
            JsonNode file = Yaml.parse(Files.readString(Path.of("src/test/resources/connection", example)))
                    .tree()
                    .orElseThrow();
            files.add(file);
            variants(file, files::add);
        }
        long accepted = files.stream().filter(FileShapeTest::loaderAccepts).count();
        assertTrue(accepted > 50 && files.size() - accepted > 1000, accepted + " of " + files.size());
        for (JsonNode file : files) {
            assertEquals(editorAccepts(file), loaderAccepts(file), file::toPrettyString);
        }
    }

    @Test
    void theSchemaThatShipsIsTheLoaders() throws IOException {
        Golden.assertMatches(
                Path.of("../docs/connection.schema.json"),
                JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(FileShape.jsonSchema()) + "\n");
    }

    @Test
    void theDocumentationNamesEveryKey() throws IOException {
        String page = Files.readString(Path.of("../docs/connection-file.md"));
        List<String> missing = Shape.all(FileShape.FILE, "").keySet().stream()
                .map(path -> path.substring(path.lastIndexOf('.') + 1))
                .distinct()
                .filter(key -> !page.contains("`" + key + "`") && !page.contains("`" + key + ":"))
                .toList();
        assertEquals(List.of(), missing);
    }

    private static boolean editorAccepts(JsonNode file) {
        return EDITOR.check(file).isEmpty();
    }

    private static boolean loaderAccepts(JsonNode file) {
        Problems problems = new Problems(Map.of());
        FileShape.FILE.check(file, "", problems);
        return problems.problems().isEmpty();
    }

    /** Every file with one value removed, replaced, or put under another name. */
    private static void variants(JsonNode file, Consumer<JsonNode> take) {
        places(file).forEach(place -> {
            JsonNode without = file.deepCopy();
            if (without.at(place.parent()) instanceof ObjectNode object) {
                JsonNode value = object.remove(place.name());
                take.accept(without.deepCopy());
                object.set(place.name() + "x", value);
                take.accept(without);
            }
            for (JsonNode other : OTHERS) {
                JsonNode replaced = file.deepCopy();
                switch (replaced.at(place.parent())) {
                    case ObjectNode object -> object.set(place.name(), other);
                    case ArrayNode array -> array.set(Integer.parseInt(place.name()), other);
                    default -> throw new IllegalStateException(place.toString());
                }
                take.accept(replaced);
            }
        });
    }

    private record Place(String parent, String name) {}

    private static List<Place> places(JsonNode file) {
        List<Place> places = new ArrayList<>();
        collect(file, "", places);
        return places;
    }

    private static void collect(JsonNode node, String pointer, List<Place> places) {
        node.properties().forEach(entry -> {
            places.add(new Place(pointer, entry.getKey()));
            collect(
                    entry.getValue(),
                    pointer + "/" + entry.getKey().replace("~", "~0").replace("/", "~1"),
                    places);
        });
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            places.add(new Place(pointer, String.valueOf(i)));
            collect(node.path(i), pointer + "/" + i, places);
        }
    }
}
