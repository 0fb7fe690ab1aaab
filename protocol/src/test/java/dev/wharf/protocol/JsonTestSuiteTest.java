package dev.wharf.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The files of JSONTestSuite (MIT, see the licence beside them): y_ must parse, n_ must not, i_ is ours to choose. */
class JsonTestSuiteTest {

    @Test
    void acceptsWhatMustParse() throws Exception {
        verdicts("y_").forEach((file, accepted) -> assertEquals(true, accepted, file));
    }

    @Test
    void refusesWhatMustNotParse() throws Exception {
        verdicts("n_").forEach((file, accepted) -> assertEquals(false, accepted, file));
    }

    private static Map<String, Boolean> verdicts(String prefix) throws IOException, URISyntaxException {
        Path folder = Path.of(JsonTestSuiteTest.class
                .getResource("/json-parsing/test_parsing")
                .toURI());
        Map<String, Boolean> verdicts = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path file : files) {
                byte[] bytes = Files.readAllBytes(file);
                verdicts.put(file.getFileName().toString(), JsonScanner.document(bytes, 0, bytes.length));
            }
        }
        return verdicts;
    }
}
