package dev.wharf.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.CatalogOffer;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.Spec;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that docs/connectors.md begins with, run as its reader would: {@code java HelloSource.java VERB}. */
class HelloSourceTest {

    private static final Path SOURCE = Path.of("src/test/resources/HelloSource.java");
    private static final Stream GREETINGS = StreamOffer.events("greetings", Json.object("{}")).stream();

    @TempDir
    private Path directory;

    @Test
    void itsAuthorWroteFifteenLines() throws IOException {
        List<String> written = Files.readAllLines(SOURCE).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("import "))
                .toList();

        assertTrue(written.size() <= 15, () -> written.size() + " lines");
    }

    @Test
    void theyMakeAWholeSource() throws IOException, InterruptedException {
        Conversation files = new Conversation(directory, new EndlessSource());
        String config = files.file("config", "{\"whom\": \"world\"}");
        String catalog = files.catalog(GREETINGS);

        List<Message> read = run("read", "--config", config, "--catalog", catalog);

        assertTrue(run("spec").getFirst() instanceof Spec);
        assertEquals(List.of(new ConnectionStatus(true, "")), run("check", "--config", config));
        assertTrue(run("discover", "--config", config).getFirst() instanceof CatalogOffer);
        assertEquals(
                "{\"text\":\"Hello, world\"}", ((DataRecord) read.get(2)).data().toString());
        assertEquals(Status.STARTED, ((StreamStatus) read.get(0)).status());
        assertEquals(Status.RUNNING, ((StreamStatus) read.get(1)).status());
        assertEquals(Status.COMPLETE, ((StreamStatus) read.get(3)).status());
    }

    private static List<Message> run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(ChildProgram.java());
        command.add(SOURCE.toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Message> messages = Conversation.messages(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor());
        return messages;
    }
}
