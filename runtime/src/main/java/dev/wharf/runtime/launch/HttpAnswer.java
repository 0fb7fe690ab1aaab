package dev.wharf.runtime.launch;

import com.github.dockerjava.transport.DockerHttpClient;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the engine answers to one request; its body may go on for as long as a container lives. One thread reads, any closes. */
final class HttpAnswer implements DockerHttpClient.Response {

    private static final int LONGEST_HEAD = 1 << 16;

    private final Wire wire;
    private final int status;
    private final Map<String, List<String>> headers;
    private final InputStream body;

    private HttpAnswer(Wire wire, int status, Map<String, List<String>> headers, InputStream body) {
        this.wire = wire;
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    static HttpAnswer read(Wire wire, String method) throws IOException {
        InputStream input = Channels.newInputStream(wire);
        List<String> lines = head(input).lines().toList();
        String[] first = lines.getFirst().split(" ", 3);
        if (!first[0].startsWith("HTTP/1.") || first.length < 2) {
            throw new IOException("this is no HTTP: " + lines.getFirst());
        }
        int status = Integer.parseInt(first[1]);
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line : lines.subList(1, lines.size())) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon),
                        List.of(line.substring(colon + 1).strip()));
            }
        }
        return new HttpAnswer(wire, status, headers, body(method, status, headers, input));
    }

    @Override
    public int getStatusCode() {
        return status;
    }

    @Override
    public Map<String, List<String>> getHeaders() {
        return headers;
    }

    @Override
    public InputStream getBody() {
        return body;
    }

    @Override
    public void close() {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Byte by byte, because what follows the head of an upgrade is not ours to take. */
    private static String head(InputStream input) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = input.read();
            if (next < 0 || head.size() > LONGEST_HEAD) {
                throw new EOFException("it ended within the head of an answer");
            }
            head.write(next);
            newlines = next == '\n' ? newlines + 1 : next == '\r' ? newlines : 0;
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    private static InputStream body(String method, int status, Map<String, List<String>> headers, InputStream input) {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return InputStream.nullInputStream();
        }
        InputStream buffered = new BufferedInputStream(input);
        if (headers.getOrDefault("Transfer-Encoding", List.of()).contains("chunked")) {
            return new Chunks(buffered);
        }
        List<String> length = headers.getOrDefault("Content-Length", List.of());
        return length.isEmpty() ? buffered : new Chunks(buffered, Long.parseLong(length.getFirst()));
    }

    /** A body in chunks, or one of a known length. */
    private static final class Chunks extends InputStream {

        private static final long NONE_YET = -1;

        private final InputStream input;
        private final boolean single;
        private long left;

        Chunks(InputStream input) {
            this.input = input;
            this.single = false;
            this.left = NONE_YET;
        }

        Chunks(InputStream input, long length) {
            this.input = input;
            this.single = true;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (left <= 0 && !single) {
                nextChunk();
            }
            if (left == 0) {
                return -1;
            }
            int read = input.read(bytes, offset, (int) Math.min(length, left));
            if (read < 0) {
                throw new EOFException("the engine's answer was cut off");
            }
            left -= read;
            if (left == 0 && !single) {
                line();
                left = NONE_YET;
            }
            return read;
        }

        private void nextChunk() throws IOException {
            if (left == NONE_YET) {
                String size = line();
                left = Long.parseLong(size.split(";", 2)[0].strip(), 16);
            }
        }

        private String line() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int next = input.read(); next != '\n'; next = input.read()) {
                if (next < 0) {
                    throw new EOFException("the engine's answer was cut off");
                }
                line.append((char) next);
            }
            return line.toString().strip();
        }
    }
}
