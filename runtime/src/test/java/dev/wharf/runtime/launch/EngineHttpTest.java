package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.dockerjava.transport.DockerHttpClient.Request;
import com.github.dockerjava.transport.DockerHttpClient.Response;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class EngineHttpTest {

    private final ServerSocketChannel server;
    private final EngineHttp http;
    private CompletableFuture<Void> served = CompletableFuture.completedFuture(null);

    EngineHttpTest(@TempDir Path directory) throws IOException {
        Path socket = directory.resolve("engine.sock");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        http = new EngineHttp(Endpoint.find(Map.of("DOCKER_HOST", "unix://" + socket)));
    }

    @AfterEach
    void close() throws IOException {
        served.join();
        server.close();
    }

    private interface Exchange {
        void with(SocketChannel client) throws IOException;
    }

    /** Serves one connection. */
    private void serve(Exchange exchange) {
        served = CompletableFuture.runAsync(() -> {
            try (SocketChannel client = server.accept()) {
                exchange.with(client);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String until(InputStream input, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            text.append((char) input.read());
        }
        return text.toString();
    }

    private static void say(SocketChannel client, String text) throws IOException {
        client.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String body(Response response) throws IOException {
        try (response) {
            return new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Request get() {
        return Request.builder().method("GET").path("/x").build();
    }

    @Test
    void bodyInChunksIsPutTogether() throws IOException {
        serve(client -> {
            until(Channels.newInputStream(client), "\r\n\r\n");
            say(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            say(client, "2;extension\r\nde\r\n0\r\n\r\n");
        });
        assertEquals("abcde", body(http.execute(get())));
    }

    @Test
    void bodyOfAKnownLengthEndsThere() throws IOException {
        serve(client -> {
            until(Channels.newInputStream(client), "\r\n\r\n");
            say(client, "HTTP/1.1 404 Not Found\r\ncontent-length: 3\r\n\r\nabcdef");
        });
        Response response = http.execute(get());
        assertEquals(404, response.getStatusCode());
        assertEquals("abc", body(response));
    }

    @Test
    void bodyThatIsCutOffIsAFault() {
        serve(client -> {
            until(Channels.newInputStream(client), "\r\n\r\n");
            say(client, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
        });
        assertThrows(IOException.class, () -> body(http.execute(get())));
    }

    @Test
    void streamIsSentInChunks() throws IOException {
        serve(client -> {
            String request = until(Channels.newInputStream(client), "0\r\n\r\n");
            assertEquals("3\r\nabc\r\n0\r\n\r\n", request.substring(request.indexOf("\r\n\r\n") + 4));
            say(client, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        });
        Request put = Request.builder()
                .method("PUT")
                .path("/x")
                .body(new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8)))
                .build();
        assertEquals("", body(http.execute(put)));
    }

    @Test
    void upgradedWireCanEndItsOutputAndReadOn() throws IOException {
        serve(client -> {
            InputStream input = Channels.newInputStream(client);
            until(input, "\r\n\r\n");
            say(client, "HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\n\r\nhello ");
            String all = new String(input.readAllBytes(), StandardCharsets.UTF_8);
            say(client, "after the end of " + all);
        });
        try (Wire wire = http.upgrade("/attach")) {
            OutputStream output = Channels.newOutputStream(wire);
            output.write("input".getBytes(StandardCharsets.UTF_8));
            wire.endOutput();
            String read = new String(Channels.newInputStream(wire).readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("hello after the end of input", read);
        }
    }

    @Test
    void whatIsNoHttpIsAnUnreachableEngine() {
        serve(client -> {
            until(Channels.newInputStream(client), "\r\n\r\n");
            say(client, "SSH-2.0-OpenSSH\r\n\r\n");
        });
        assertEquals(
                FailureCode.ENGINE_UNREACHABLE,
                assertThrows(WharfException.class, () -> http.execute(get())).code());
    }

    @Test
    void connectionThatIsClosedIsAnUnreachableEngine() {
        serve(client -> until(Channels.newInputStream(client), "\r\n\r\n"));
        assertEquals(
                FailureCode.ENGINE_UNREACHABLE,
                assertThrows(WharfException.class, () -> http.execute(get())).code());
    }
}
