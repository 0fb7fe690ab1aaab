package dev.wharf.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The files of JSONTestSuite (MIT, the licence is beside them): y_ must parse, n_ must not, i_ is ours to choose. */
class JsonTestSuiteTest {

    @Test
    void acceptsWhatMustParse() throws Exception {
        Map<String, Boolean> verdicts = verdicts("y_");
        assertEquals(95, verdicts.size());
        verdicts.forEach((file, accepted) -> assertEquals(true, accepted, file));
    }

    @Test
    void refusesWhatMustNotParse() throws Exception {
        Map<String, Boolean> verdicts = verdicts("n_");
        assertEquals(188, verdicts.size());
        verdicts.forEach((file, accepted) -> assertEquals(false, accepted, file));
    }

    /** Numbers of any size and lone surrogates as escapes are JSON; bytes that are no UTF-8, and a byte order mark, are not. */
    @Test
    void choosesAsDocumentedWhereItMay() throws Exception {
        String chosen = verdicts("i_").entrySet().stream()
                .map(verdict -> (verdict.getValue() ? "accepts " : "refuses ") + verdict.getKey() + "\n")
                .sorted()
                .collect(Collectors.joining());
        assertEquals(Files.readString(resource("/json-parsing-choices.txt")), chosen);
    }

    private static Map<String, Boolean> verdicts(String prefix) throws IOException, URISyntaxException {
        Map<String, Boolean> verdicts = new TreeMap<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(resource("/json-parsing/test_parsing"), prefix + "*")) {
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                verdicts.put(file.getFileName().toString(), JsonScanner.document(bytes, 0, bytes.length));
            }
        }
        return verdicts;
    }

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(Objects.requireNonNull(JsonTestSuiteTest.class.getResource(name), name)
                .toURI());
    }
}
