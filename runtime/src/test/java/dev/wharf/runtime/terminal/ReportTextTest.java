package dev.wharf.runtime.terminal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.runtime.secret.Secrets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTextTest {

    @Test
    void refusedLinesOfNoCollectionAreTold() {
        assertTrue(text("""
                        {"connection": "shop", "refused": 5, "collections": [{"name": "users", "quarantined": 3, "outcome": "success"}]}""").contains("2 more lines were refused"));
    }

    @Test
    void refusedLinesThatTheTableCountsAreNotToldTwice() {
        assertEquals(-1, text("""
                        {"connection": "shop", "refused": 3, "collections": [{"name": "users", "quarantined": 3, "outcome": "success"}]}""").indexOf("more lines"));
    }

    private static String text(String report) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, UTF_8);
        Shell shell = new Shell(stream, stream, new ByteArrayInputStream(new byte[0]), Map.of(), Path.of(""), false);
        Secrets secrets = new Secrets();
        new ReportText(Json.object(report)).print(new Output(shell, new Screen(shell, secrets), secrets, false));
        return out.toString(UTF_8);
    }
}
