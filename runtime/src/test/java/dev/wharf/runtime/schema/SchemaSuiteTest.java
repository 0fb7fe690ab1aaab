package dev.wharf.runtime.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** The official JSON-Schema-Test-Suite of draft-07, answered by both engines. */
final class SchemaSuiteTest {

    private static final Path SUITE = Path.of("src/test/resources/json-schema-draft7");

    /** Of the optional part all but what is an annotation here (formats, content), and ECMA's regular expressions. */
    private static final List<String> OPTIONAL =
            List.of("bignum.json", "float-overflow.json", "id.json", "non-bmp-regex.json", "unknownKeyword.json");

    @TestFactory
    Stream<DynamicContainer> bothEnginesAnswerAsTheSuiteDoes() throws IOException {
        return files().stream()
                .map(file -> DynamicContainer.dynamicContainer(
                        file.getFileName().toString(), groups(file).stream().flatMap(SchemaSuiteTest::tests)));
    }

    private static Stream<DynamicTest> tests(JsonNode group) {
        CanonicalSchema schema = CanonicalSchema.of(group.path("schema"), Nulls.AS_DECLARED);
        if (schema.uncheckedBecause().isPresent()) {
            return Stream.empty();
        }
        RecordCheck check = RecordChecks.compile(schema);
        RecordCheck networknt = new NetworkntCheck(schema, "");
        return group.path("tests")
                .valueStream()
                .map(test -> DynamicTest.dynamicTest(
                        group.path("description").asString() + ": "
                                + test.path("description").asString(),
                        () -> {
                            boolean expected = test.path("valid").asBoolean();
                            byte[] data = padded(test.path("data"));
                            int to = data.length - 1;
                            assertEquals(expected, check.valid(data, 0, to), "by bytes");
                            assertEquals(expected, networknt.valid(data, 0, to), "by networknt");
                            assertEquals(expected, check.explain(data, 0, to).isEmpty(), "explained from bytes");
                            assertEquals(
                                    expected, networknt.explain(data, 0, to).isEmpty(), "explained by networknt");
                        }));
    }

    @Test
    void onlySchemasThatReferToAnotherDocumentAreNotChecked() throws IOException {
        Map<String, Integer> unchecked = new TreeMap<>();
        for (Path file : files()) {
            for (JsonNode group : groups(file)) {
                CanonicalSchema.of(group.path("schema"), Nulls.AS_DECLARED)
                        .uncheckedBecause()
                        .filter(why -> why.endsWith("which is not in it."))
                        .ifPresent(why -> unchecked.merge(file.getFileName().toString(), 1, Integer::sum));
            }
        }
        assertEquals(Map.of("definitions.json", 1, "ref.json", 1, "refRemote.json", 11), unchecked);
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> required = Files.list(SUITE)) {
            return Stream.concat(required, OPTIONAL.stream().map(SUITE.resolve("optional")::resolve))
                    .filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    private static List<JsonNode> groups(Path file) {
        try {
            return Json.read(Files.readAllBytes(file)).valueStream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record is an object; where the suite has a bare number, something must follow it to end it. */
    static byte[] padded(JsonNode data) {
        byte[] json = Json.write(data);
        byte[] padded = Arrays.copyOf(json, json.length + 1);
        padded[json.length] = '\n';
        return padded;
    }
}
