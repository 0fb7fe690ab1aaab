package dev.wharf.standin;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/** Brings an answer onto the wire, whole or as the network's faults leave it. Blocks the thread of its call. */
final class Delivery {
    private static final int WORTH_COMPRESSING = 1024;

    private final Request request;
    private final Response response;
    private final Pause pause;

    /** How to wait; a test may not wait at all. */
    interface Pause {
        void take(Duration duration);
    }

    Delivery(Request request, Response response, Pause pause) {
        this.request = request;
        this.response = response;
        this.pause = pause;
    }

    /** Sends a reply piece by piece, without its length. */
    void stream(Reply reply) {
        head(reply);
        reply.body().accept(piece -> write(false, piece, 0, piece.length));
        write(true, new byte[0], 0, 0);
    }

    void whole(Reply reply) {
        byte[] body = prepare(reply);
        write(true, body, 0, body.length);
    }

    void slowly(Reply reply, int pieces, Duration between) {
        byte[] body = prepare(reply);
        for (int piece = 0; piece < pieces; piece++) {
            int from = (int) ((long) body.length * piece / pieces);
            int to = (int) ((long) body.length * (piece + 1) / pieces);
            pause.take(between);
            write(piece == pieces - 1, body, from, to - from);
        }
    }

    /** Half of what was announced, then the end of the connection. */
    void truncated(Reply reply) {
        byte[] body = prepare(reply);
        write(false, body, 0, body.length / 2);
        endPoint().close();
    }

    /** Tears the connection down so that the other side sees a reset. */
    void reset() {
        EndPoint endPoint = endPoint();
        Object transport = endPoint;
        while (transport instanceof EndPoint wrapper) {
            transport = wrapper.getTransport();
        }
        if (transport instanceof SocketChannel socket) {
            try {
                // Closing without lingering sends RST, not FIN.
                socket.setOption(StandardSocketOptions.SO_LINGER, 0);
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot reset the connection", e);
            }
        }
        endPoint.close();
    }

    private EndPoint endPoint() {
        return request.getConnectionMetaData().getConnection().getEndPoint();
    }

    private byte[] prepare(Reply reply) {
        head(reply);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        reply.body().accept(all::writeBytes);
        byte[] body = all.size() > WORTH_COMPRESSING && takesGzip() ? gzip(all) : all.toByteArray();
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        return body;
    }

    private void head(Reply reply) {
        response.setStatus(reply.status());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
        reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    }

    private boolean takesGzip() {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING))
                .orElse("")
                .contains("gzip");
    }

    private byte[] gzip(ByteArrayOutputStream body) {
        response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(body.size() / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            body.writeTo(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot compress in memory", e);
        }
        return compressed.toByteArray();
    }

    private void write(boolean last, byte[] bytes, int from, int length) {
        try {
            Content.Sink.write(response, last, ByteBuffer.wrap(bytes, from, length));
        } catch (IOException e) {
            throw new UncheckedIOException("the client went away", e);
        }
    }
}
