package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own can show. */
class ProcessTest {

    @TempDir
    private Path directory;

    @Test
    void aSourceThatIsTerminatedEndsBetweenTwoLines() throws IOException, InterruptedException {
        Process source = read();
        InputStream stdout = source.getInputStream();
        byte[] beginning = stdout.readNBytes(100_000);

        source.toHandle().destroy();
        byte[] rest = stdout.readAllBytes();

        assertEquals(143, source.waitFor());
        String output = new String(beginning, UTF_8) + new String(rest, UTF_8);
        assertTrue(output.endsWith("}}}\n"), () -> "ends with " + output.substring(output.length() - 80));
        assertTrue(Conversation.messages(output.getBytes(UTF_8)).size() > 100);
    }

    @Test
    void stdoutHoldsTheProtocolAndNothingElse() throws IOException, InterruptedException {
        Process source = read();
        byte[] beginning = source.getInputStream().readNBytes(1_000);
        source.toHandle().destroy();
        source.getInputStream().readAllBytes();
        String stderr = new String(source.getErrorStream().readAllBytes(), UTF_8);

        assertFalse(new String(beginning, UTF_8).contains("greets"));
        assertTrue(stderr.contains("a library greets"), stderr);
        assertTrue(stderr.contains("and prints ****"), stderr);
    }

    @Test
    void aReaderThatGoesAwayEndsTheSource() throws IOException, InterruptedException {
        Process source = read();
        source.getInputStream().readNBytes(1_000);

        source.getInputStream().close();

        assertEquals(1, source.waitFor());
        assertTrue(new String(source.getErrorStream().readAllBytes(), UTF_8).contains("Cannot write to stdout"));
    }

    @Test
    void anUncaughtExceptionIsOneMessageAndAStatusOfOne() throws IOException, InterruptedException {
        Conversation files = new Conversation(directory, new EndlessSource());

        Process source = ChildProgram.start(
                EndlessSource.class, "check", "--config", files.file("config", "{\"key\":\"secret\"}"));
        List<Message> messages = Conversation.messages(source.getInputStream().readAllBytes());

        assertEquals(1, source.waitFor());
        assertEquals(1, messages.size());
        assertFalse(messages.toString().contains("secret"), messages::toString);
    }

    private Process read() throws IOException {
        Conversation files = new Conversation(directory, new EndlessSource());
        return ChildProgram.start(
                EndlessSource.class,
                "read",
                "--config",
                files.file("config", "{\"key\":\"secret\"}"),
                "--catalog",
                files.catalog(EndlessSource.NUMBERS));
    }
}
