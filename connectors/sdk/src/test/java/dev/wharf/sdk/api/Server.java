package dev.wharf.sdk.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;

/** A server on loopback that plays a script: one turn for each request, the last one again and again. */
public final class Server implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Deque<Turn> script;
    private final List<String> asked = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    /** Answers one request; one that returns without an answer, or throws, breaks the connection. */
    @FunctionalInterface
    public interface Turn {
        void play(HttpExchange exchange) throws IOException;
    }

    public Server(Turn... script) {
        this.script = new ArrayDeque<>(Arrays.asList(script));
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::play);
        server.start();
    }

    public static Turn json(String body) {
        return answer(200, body);
    }

    /** @param headers names and values by turns */
    public static Turn answer(int status, String body, String... headers) {
        return exchange -> {
            byte[] bytes = body.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        };
    }

    static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Method and target of every request, in order. */
    public synchronized List<String> asked() {
        return List.copyOf(asked);
    }

    public synchronized List<String> bodies() {
        return List.copyOf(bodies);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void play(HttpExchange exchange) throws IOException {
        Turn turn;
        synchronized (this) {
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            turn = script.size() > 1 ? script.removeFirst() : script.getFirst();
        }
        try (exchange) {
            turn.play(exchange);
        }
    }
}
