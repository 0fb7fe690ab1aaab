package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.Channels;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import javax.net.ssl.SSLSocket;

/** A connection to the engine of which each direction can be ended by itself. One thread reads, one writes, any closes. */
interface Wire extends ByteChannel, GatheringByteChannel {

    /** Tells the other side that nothing more is written; reading goes on. */
    void endOutput() throws IOException;

    /** Only its direction towards the engine, whose end this channel's close is. One thread writes, any closes. */
    final class Output implements GatheringByteChannel {

        private final Wire wire;
        private boolean closed;

        Output(Wire wire) {
            this.wire = wire;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return wire.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] blocks, int offset, int length) throws IOException {
            return wire.write(blocks, offset, length);
        }

        @Override
        public long write(ByteBuffer[] blocks) throws IOException {
            return wire.write(blocks);
        }

        @Override
        public synchronized boolean isOpen() {
            return !closed && wire.isOpen();
        }

        @Override
        public synchronized void close() throws IOException {
            if (isOpen()) {
                closed = true;
                wire.endOutput();
            }
        }
    }

    /** Over a Unix or a TCP socket. */
    record Plain(SocketChannel socket) implements Wire {

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return socket.read(bytes);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return socket.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] blocks, int offset, int length) throws IOException {
            return socket.write(blocks, offset, length);
        }

        @Override
        public long write(ByteBuffer[] blocks) throws IOException {
            return socket.write(blocks);
        }

        @Override
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public boolean isOpen() {
            return socket.isOpen();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Over TLS. */
    record Secured(SSLSocket socket, ReadableByteChannel input, WritableByteChannel output) implements Wire {

        static Secured of(SSLSocket socket) throws IOException {
            return new Secured(
                    socket,
                    Channels.newChannel(socket.getInputStream()),
                    Channels.newChannel(socket.getOutputStream()));
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return input.read(bytes);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return output.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] blocks, int offset, int length) throws IOException {
            long written = 0;
            for (int i = offset; i < offset + length; i++) {
                written += output.write(blocks[i]);
            }
            return written;
        }

        @Override
        public long write(ByteBuffer[] blocks) throws IOException {
            return write(blocks, 0, blocks.length);
        }

        @Override
        public void endOutput() throws IOException {
            socket.shutdownOutput();
        }

        @Override
        public boolean isOpen() {
            return !socket.isClosed();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
