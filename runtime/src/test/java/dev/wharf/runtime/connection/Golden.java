package dev.wharf.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text that is reviewed as a file. {@code -Dwharf.golden=write} writes the files anew; then the diff is read. */
public final class Golden {

    private Golden() {}

    public static void assertMatches(Path file, String actual) throws IOException {
        if ("write".equals(System.getProperty("wharf.golden"))) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, actual);
        }
        assertEquals(Files.readString(file), actual, () -> "differs from " + file);
    }
}
