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
    record Output(ReadableByteChannel channel, LastCall last, Runnable atEnd) implements ReadableByteChannel {

        static Output of(ReadableByteChannel channel, CompletableFuture<?> exited, Runnable atEnd) {
            return new Output(channel, LastCall.of(channel, exited), atEnd);
        }

        @Override
        public int read(ByteBuffer bytes) throws IOException {
            int read = (int) last.run(() -> channel.read(bytes), GONE);
            if (read < 0) {
                atEnd.run();
            }
            return read;
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

    /** A broken pipe when the connector is gone, even where whatever is in between would still take bytes for it. */
    record Input(GatheringByteChannel channel, LastCall last, CompletableFuture<?> exited)
            implements GatheringByteChannel {

        static Input of(GatheringByteChannel channel, CompletableFuture<?> exited) {
            return new Input(channel, LastCall.of(channel, exited), exited);
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return (int) transfer(() -> channel.write(bytes));
        }

        @Override
        public long write(ByteBuffer[] blocks, int offset, int length) throws IOException {
            return transfer(() -> channel.write(blocks, offset, length));
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

        private long transfer(LastCall.Transfer write) throws IOException {
            long written = exited.isDone() ? GONE : last.run(write, GONE);
            if (written == GONE) {
                throw new IOException("Broken pipe: the connector ended");
            }
            return written;
        }
    }
}
