package dev.wharf.runtime.launch;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The transport under docker-java: HTTP/1.1, each exchange on a connection of its own, which costs nothing on a Unix socket. Those
 * that come with docker-java cannot end the input of an attached container without ending its output, and take longer to load
 * than a container takes to start. Any thread.
 */
final class EngineHttp implements DockerHttpClient {

    private static final int BLOCK = 1 << 16;

    private final Endpoint endpoint;

    EngineHttp(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Response execute(Request request) {
        Wire wire = endpoint.dial();
        try {
            send(wire, request);
            return HttpAnswer.read(wire, request.method());
        } catch (IOException e) {
            throw broken(wire, request.method() + " " + request.path(), e);
        }
    }

    /** Asks for an exchange of raw bytes; the wire stands right behind the head of the engine's answer. */
    Wire upgrade(String path) {
        Wire wire = endpoint.dial();
        try {
            Map<String, String> headers = Map.of("Connection", "Upgrade", "Upgrade", "tcp", "Content-Length", "0");
            write(wire, head("POST", path, headers));
            HttpAnswer answer = HttpAnswer.read(wire, "POST");
            if (answer.getStatusCode() != 101 && answer.getStatusCode() != 200) {
                throw new IOException("it answered " + answer.getStatusCode() + " to POST " + path + ": "
                        + new String(answer.getBody().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
            return wire;
        } catch (IOException e) {
            throw broken(wire, "POST " + path, e);
        }
    }

    @Override
    public void close() {}

    private RuntimeException broken(Wire wire, String exchange, IOException cause) {
        try (wire) {
            return endpoint.unreachable("the connection broke at " + exchange + " (" + cause.getMessage() + ")", cause);
        } catch (IOException e) {
            cause.addSuppressed(e);
            return endpoint.unreachable("the connection broke at " + exchange, cause);
        }
    }

    private static void send(Wire wire, Request request) throws IOException {
        Map<String, String> headers = new LinkedHashMap<>(request.headers());
        headers.put("Connection", "close");
        Optional<byte[]> bytes = Optional.ofNullable(request.bodyBytes());
        Optional<InputStream> stream = bytes.isPresent() ? Optional.empty() : Optional.ofNullable(request.body());
        if (stream.isPresent()) {
            headers.put("Transfer-Encoding", "chunked");
        } else if (!request.method().equals("GET")) {
            headers.put(
                    "Content-Length",
                    String.valueOf(bytes.map(body -> body.length).orElse(0)));
        }
        write(wire, head(request.method(), request.path(), headers));
        if (bytes.isPresent()) {
            write(wire, bytes.get());
        }
        if (stream.isPresent()) {
            sendChunks(Channels.newOutputStream(wire), stream.get());
        }
    }

    private static void sendChunks(OutputStream wire, InputStream body) throws IOException {
        byte[] block = new byte[BLOCK];
        for (int size = body.read(block); size >= 0; size = body.read(block)) {
            if (size > 0) {
                wire.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                wire.write(block, 0, size);
                wire.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        }
        wire.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] head(String method, String path, Map<String, String> headers) {
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: docker\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    }

    private static void write(Wire wire, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            wire.write(left);
        }
    }
}
