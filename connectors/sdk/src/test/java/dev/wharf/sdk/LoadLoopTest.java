package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredCatalog.Origin;
import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class LoadLoopTest {

    private static final Stream A = StreamOffer.objects("a", Json.object("{\"type\":\"object\"}")).stream();
    private static final Stream B = StreamOffer.objects("b\u00e9", Json.object("{\"type\":\"object\"}")).stream();

    private static final String RECORD_A = """
            {"type":"RECORD","record":{"stream":"a","data":{"id":1},"emitted_at":1}}
            """;
    private static final String RECORD_B = """
            {"type":"RECORD","record":{"stream":"b\\u00e9","namespace":null,"data":{"id":2},"emitted_at":1}}
            """;
    private static final String STATE_A = """
            {"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"a"},"stream_state":{"n":1}},"id":7,"odd":[1.50]}}
            """;
    private static final String COMPLETE_A = """
            {"type":"TRACE","trace":{"type":"STREAM_STATUS","emitted_at":1.5,"stream_status":{"stream_descriptor":{"name":"a"},"status":"COMPLETE"}}}
            """;
    private static final String COMPLETE_B = COMPLETE_A.replace("\"a\"", "\"b\u00e9\"");

    @TempDir
    private Path directory;

    private final Diary diary = new Diary();

    @Test
    void recordsStatesAndStatusesReachTheLoadInTheirOrder() throws IOException {
        assertEquals(0, write(RECORD_A + RECORD_B + STATE_A + COMPLETE_A + COMPLETE_B));

        assertEquals(
                List.of("record 0 {\"id\":1}", "record 1 {\"id\":2}", "state 1 of 0", "completed 0", "completed 1"),
                diary.entries.stream()
                        .filter(entry -> !entry.equals("commit"))
                        .toList()
                        .subList(0, 5));
        assertEquals("close", diary.entries.getLast());
    }

    @Test
    void aStateComesBackAsItCameWithTheCountOfItsRecords() throws IOException {
        write(RECORD_A + RECORD_B + STATE_A + COMPLETE_A + COMPLETE_B);

        assertEquals(
                STATE_A.replace("[1.50]}}", "[1.50],\"destinationStats\":{\"recordCount\":1.0}}}"),
                out.toString(UTF_8));
    }

    @Test
    void anEmptyStateComesBackAsJson() throws IOException {
        write("{\"type\":\"STATE\",\"state\":{ }}\n" + COMPLETE_A + COMPLETE_B);

        assertEquals(
                "{\"type\":\"STATE\",\"state\":{ \"destinationStats\":{\"recordCount\":0.0}}}\n", out.toString(UTF_8));
    }

    @Test
    void noStateComesBackBeforeItIsDurable() throws IOException {
        diary.durable = false;

        write(RECORD_A + STATE_A + COMPLETE_A + COMPLETE_B);

        assertEquals("", out.toString(UTF_8));
    }

    @Test
    void aStateIsEchoedWhileTheInputIsQuiet() throws IOException {
        PipedInputStream stdin = new PipedInputStream();
        PipedInputStream echoes = new PipedInputStream();
        PipedOutputStream stdout = new PipedOutputStream(echoes);
        PipedOutputStream platform = new PipedOutputStream(stdin);
        CompletableFuture<Integer> status = CompletableFuture.supplyAsync(() -> write(stdin, stdout, false));
        try (platform;
                BufferedReader echoed = new BufferedReader(new InputStreamReader(echoes, UTF_8))) {
            platform.write((STATE_A + STATE_A + RECORD_A).getBytes(UTF_8));
            platform.flush();
            assertTrue(echoed.readLine().contains("\"id\":7"));
            assertTrue(echoed.readLine().contains("\"id\":7"));
            platform.write((COMPLETE_A + COMPLETE_B).getBytes(UTF_8));
        }
        assertEquals(0, status.join());
    }

    @Test
    void heldCheckpointsAreToldFirstWhenTheCatalogAsks() throws IOException {
        diary.held = List.of(Json.object("{\"type\":\"STREAM\",\"wharf\":{\"held\":true}}"));

        write(new ByteArrayInputStream(STATE_A.getBytes(UTF_8)), out, true);

        List<Message> messages = Conversation.messages(out.toByteArray());
        assertEquals(new State(diary.held.getFirst()), messages.getFirst());
        assertEquals(2, messages.size());
    }

    @Test
    void aRuntimeThatDoesNotKnowWharfLearnsOfACutOffStreamByTheExitStatus() throws IOException {
        assertEquals(1, write(RECORD_A + STATE_A + COMPLETE_A));

        TraceError error = (TraceError) Conversation.messages(out.toByteArray()).getLast();
        assertEquals(FailureType.TRANSIENT_ERROR, error.type());
        assertEquals(
                "The input ended before these streams were complete: b\u00e9. What their states cover has been loaded.",
                error.message());
    }

    @Test
    void aRecordOfAnUnknownStreamEndsTheWrite() throws IOException {
        assertEquals(1, write(RECORD_A.replace("\"a\"", "\"other\"")));

        assertTrue(out.toString(UTF_8).contains("is of the stream other, which the catalog does not have"));
        assertEquals("close", diary.entries.getLast());
    }

    @Test
    void aBrokenRecordEndsTheWriteInsteadOfBeingLost() throws IOException {
        assertEquals(1, write("{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"id\":NaN}}}\n"));

        assertEquals(List.of("close"), diary.entries);
    }

    @Test
    void messagesGluedOnOneLineAreAllTaken() throws IOException {
        assertEquals(0, write(RECORD_A.strip() + RECORD_A.strip() + STATE_A + COMPLETE_A + COMPLETE_B));

        assertEquals(
                2, diary.entries.stream().filter("record 0 {\"id\":1}"::equals).count());
        assertTrue(out.toString(UTF_8).contains("\"destinationStats\":{\"recordCount\":2.0}"));
    }

    @Test
    void textAmongTheMessagesIsCountedAndLeftAlone() throws IOException {
        assertEquals(0, write("starting up\n" + COMPLETE_A + COMPLETE_B));

        assertTrue(out.toString(UTF_8).contains("Ignored 1 texts on stdin"));
    }

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private int write(String input) throws IOException {
        return write(new ByteArrayInputStream(input.getBytes(UTF_8)), out, false);
    }

    private int write(InputStream in, OutputStream stdout, boolean asWharf) {
        try {
            Path config = Files.writeString(directory.resolve("config"), "{}");
            ConfiguredCatalog catalog = new ConfiguredCatalog(
                    List.of(Conversation.configured(A), Conversation.configured(B)),
                    asWharf ? Optional.of(new Origin("c", 1, "r", Map.of())) : Optional.empty());
            Path file = Files.write(directory.resolve("catalog"), Messages.write(catalog));
            String[] arguments = {"write", "--config", config.toString(), "--catalog", file.toString()};
            return Connectors.run(diary, arguments, in, stdout);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A destination that writes down what is asked of it, and holds its rows nowhere. */
    private static final class Diary implements Destination, Load {

        private final List<String> entries = new ArrayList<>();
        private final List<Checkpoint> pending = new ArrayList<>();
        private List<ObjectNode> held = List.of();
        private boolean durable = true;

        @Override
        public ObjectNode spec() {
            return Json.object("{\"connectionSpecification\":{\"type\":\"object\"}}");
        }

        @Override
        public ConnectionStatus check(Config config) {
            return new ConnectionStatus(true, "");
        }

        @Override
        public Load write(Config config, ConfiguredCatalog catalog, Notices notices) {
            return this;
        }

        @Override
        public List<ObjectNode> held() {
            return held;
        }

        @Override
        public void record(int stream, byte[] bytes, Envelope at) {
            entries.add(
                    "record " + stream + " " + new String(bytes, at.dataFrom(), at.dataTo() - at.dataFrom(), UTF_8));
        }

        @Override
        public void state(Checkpoint state) {
            entries.add("state " + state.position() + " of " + state.stream());
            pending.add(state);
        }

        @Override
        public void completed(int stream) {
            entries.add("completed " + stream);
        }

        @Override
        public List<Checkpoint> commit() {
            entries.add("commit");
            return release();
        }

        @Override
        public List<Checkpoint> finish() {
            entries.add("finish");
            return release();
        }

        @Override
        public void close() {
            entries.add("close");
        }

        private List<Checkpoint> release() {
            List<Checkpoint> released = durable ? List.copyOf(pending) : List.of();
            pending.clear();
            return released;
        }
    }
}
