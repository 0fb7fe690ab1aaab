package dev.wharf.sdk.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each connection with the next text, whatever was asked, and closes it. */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final AtomicInteger answered = new AtomicInteger();

    RawServer(String... answers) throws IOException {
        Thread.ofVirtual().start(() -> {
            for (String answer : List.of(answers)) {
                answer(answer);
            }
        });
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + socket.getLocalPort());
    }

    int answered() {
        return answered.get();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void answer(String answer) {
        try (Socket connection = socket.accept()) {
            BufferedReader request = new BufferedReader(new InputStreamReader(connection.getInputStream(), ISO_8859_1));
            for (String line = request.readLine(); line != null && !line.isEmpty(); ) {
                line = request.readLine();
            }
            answered.incrementAndGet();
            connection.getOutputStream().write(answer.getBytes(ISO_8859_1));
        } catch (IOException closed) {
            // The test sees it as an answer that does not come.
            return;
        }
    }
}
