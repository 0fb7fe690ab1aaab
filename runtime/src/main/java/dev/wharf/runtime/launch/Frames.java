package dev.wharf.runtime.launch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * One stream of an attached container, taken out of the frames in which the engine sends it: a byte that names the stream, three
 * of nothing, the length in four, the payload. The engine reads a container's output in pieces of at most 32 KiB; here many
 * frames are read in one call. One thread reads, any closes.
 */
final class Frames implements ReadableByteChannel {

    private static final int BLOCK = 1 << 19;
    private static final int HEADER = 8;

    private final ReadableByteChannel wire;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK).limit(0);
    /** Bytes of the current frame that were not handed out yet. */
    private int left;

    Frames(ReadableByteChannel wire) {
        this.wire = wire;
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
        int start = bytes.position();
        while (bytes.hasRemaining() && (ready() || (bytes.position() == start && fill()))) {
            if (!ready()) {
                continue;
            }
            if (left == 0) {
                left = block.getInt(block.position() + 4);
                block.position(block.position() + HEADER);
            } else {
                copy(bytes);
            }
        }
        int read = bytes.position() - start;
        return read == 0 && bytes.hasRemaining() ? -1 : read;
    }

    /** Whether the block holds something to go on with. */
    private boolean ready() {
        return left > 0 ? block.hasRemaining() : block.remaining() >= HEADER;
    }

    /** @return false at the end of the stream */
    private boolean fill() throws IOException {
        block.compact();
        int read = wire.read(block);
        block.flip();
        if (read < 0 && (left > 0 || block.hasRemaining())) {
            throw new EOFException("the engine cut the connector's stream off");
        }
        return read >= 0;
    }

    private void copy(ByteBuffer bytes) {
        int size = Math.min(left, Math.min(block.remaining(), bytes.remaining()));
        bytes.put(bytes.position(), block, block.position(), size);
        bytes.position(bytes.position() + size);
        block.position(block.position() + size);
        left -= size;
    }

    @Override
    public boolean isOpen() {
        return wire.isOpen();
    }

    @Override
    public void close() throws IOException {
        wire.close();
    }
}
