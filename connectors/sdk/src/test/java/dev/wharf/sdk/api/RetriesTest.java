package dev.wharf.sdk.api;

import static dev.wharf.sdk.api.Scene.ASK;
import static dev.wharf.sdk.api.Server.answer;
import static dev.wharf.sdk.api.Server.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.sdk.ConnectorFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What is tried again, for how long, and when it is given up. */
class RetriesTest {

    @Test
    void pausesGrowUpToABound() {
        try (Scene scene = new Scene(answer(503, "<html>down</html>"))) {
            ConnectorFailure failure = scene.failure(ASK);

            assertEquals(FailureType.TRANSIENT_ERROR, failure.type());
            assertEquals(
                    "Acme answered 503 to GET /v1/charges. It is in trouble. It was tried 8 times.",
                    failure.getMessage());
            assertEquals(
                    List.of("PT0.5S", "PT1S", "PT2S", "PT4S", "PT8S", "PT16S", "PT30S"),
                    scene.waits().stream().map(Duration::toString).toList(),
                    "half of each bound, as this chance draws");
        }
    }

    @Test
    void aServerThatRecoversIsAnswered() {
        try (Scene scene = new Scene(answer(500, ""), answer(502, ""), json("{\"a\":1}"))) {
            assertEquals("{\"a\":1}", scene.client.send(ASK).json().toString());
        }
    }

    @Test
    void aServerInTroubleThatSaysHowLongIsLeftAloneUntilThen() {
        try (Scene scene = new Scene(answer(503, "", "Retry-After", "20"), json("{}"))) {
            scene.client.send(ASK);

            assertEquals(List.of(Duration.ofSeconds(20)), scene.waits());
        }
    }

    @Test
    void aPageOfHtmlIsTriedAgain() {
        assertTriedAgain(answer(200, "<html>Checking your browser</html>", "Content-Type", "text/html"));
    }

    @Test
    void anEmptyBodyIsTriedAgain() {
        assertTriedAgain(answer(200, ""));
    }

    @Test
    void aConnectionThatIsResetIsTriedAgain() {
        assertTriedAgain(HttpExchange::close);
    }

    @Test
    void aBodyShorterThanItsLengthIsTriedAgain() {
        assertTriedAgain(exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("{\"data\":[]}".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        });
    }

    @Test
    void aBodyWithoutItsLastChunkIsTriedAgain() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String broken = head + "b\r\n{\"data\":[]}\r\n";
        try (RawServer server = new RawServer(broken, broken + "0\r\n\r\n");
                ApiClient client = ApiClient.open(
                        new Acme(),
                        server.uri(),
                        Transport.DIRECT,
                        Budget.unlimited(),
                        Waits.untold(),
                        new MovedTime(),
                        RandomGenerator.getDefault())) {
            assertEquals("{\"data\":[]}", client.send(ASK).json().toString());
            assertEquals(2, server.answered());
        }
    }

    @Test
    void aCompressedBodyIsReadAndATruncatedOneTriedAgain() {
        assertTriedAgain(exchange -> {
            byte[] whole = Server.gzip("{\"data\":[" + "1,".repeat(5000) + "2]}");
            compressed(exchange, Arrays.copyOf(whole, whole.length / 2));
        });
        try (Scene scene = new Scene(exchange -> compressed(exchange, Server.gzip("{\"a\":1}")))) {
            assertEquals("{\"a\":1}", scene.client.send(ASK).json().toString());
        }
    }

    @Test
    void aBodyThatBreaksOffIsReadAgainFromItsBeginning() {
        AtomicInteger readings = new AtomicInteger();
        Server.Turn truncated = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write("a,b\n".getBytes(UTF_8));
            exchange.getResponseBody().flush();
        };
        try (Scene scene = new Scene(truncated, json("a,b\nc,d\n"))) {
            String read = scene.client.send(ASK, (_, _, body) -> {
                readings.incrementAndGet();
                return new String(body.readAllBytes(), UTF_8);
            });

            assertEquals("a,b\nc,d\n", read);
            assertEquals(2, readings.get());
        }
    }

    @Test
    void everyAttemptIsCounted() {
        try (Scene scene = new Scene(answer(500, ""), answer(429, ""), json("{}"))) {
            scene.client.send(ASK);

            assertEquals(3, scene.budget.total());
        }
    }

    private static void assertTriedAgain(Server.Turn broken) {
        try (Scene scene = new Scene(broken, json("{\"whole\":true}"))) {
            assertEquals("{\"whole\":true}", scene.client.send(ASK).json().toString());
            assertEquals(2, scene.budget.total());
            assertEquals(2, scene.server.asked().size(), "nobody below us tries again uncounted");
        }
    }

    private static void compressed(HttpExchange exchange, byte[] bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
