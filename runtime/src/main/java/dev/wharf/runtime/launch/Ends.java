package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.CompletableFuture;

/** The runtime's ends of a connector's pipes, neither of which blocks for much longer than the connector lives. */
final class Ends {

    private static final long GONE = -1;

    private Ends() {}

    /** At its end when the connector is gone and nothing more comes. */
    record Output(ReadableByteChannel channel, LastCall last) implements ReadableByteChannel {

        static Output of(ReadableByteChannel channel, CompletableFuture<?> exited) {
            return new Output(channel, LastCall.of(channel, exited));
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            return (int) last.run(() -> channel.read(bytes), GONE);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A broken pipe when the connector is gone. */
    record Input(GatheringByteChannel channel, LastCall last) implements GatheringByteChannel {

        static Input of(GatheringByteChannel channel, CompletableFuture<?> exited) {
            return new Input(channel, LastCall.of(channel, exited));
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return (int) written(last.run(() -> channel.write(bytes), GONE));
        }

        @Override
        public long write(ByteBuffer[] blocks, int offset, int length) throws IOException {
            return written(last.run(() -> channel.write(blocks, offset, length), GONE));
        }

        @Override
        public long write(ByteBuffer[] blocks) throws IOException {
            return write(blocks, 0, blocks.length);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }

        private static long written(long bytes) throws IOException {
            if (bytes == GONE) {
                throw new IOException("Broken pipe: the connector ended without reading");
            }
            return bytes;
        }
    }
}
