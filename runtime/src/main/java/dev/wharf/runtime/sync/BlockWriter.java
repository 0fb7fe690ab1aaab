package dev.wharf.runtime.sync;

import dev.wharf.runtime.schema.Output;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes ranges of a block to the destination. Ranges that touch become one, so that a block of accepted lines costs one write of the
 * block's own bytes; small ranges between refused or altered lines are gathered in a buffer first, because a call of the system costs more than
 * copying them. Pump thread only. {@link #flush} must be called before the block's bytes change.
 */
@SuppressWarnings("ReferenceEquality") // which array, not what is in it
final class BlockWriter implements Output {

    private static final int GATHERED = 256 << 10;
    private static final int SMALL = 32 << 10;

    private final WritableByteChannel channel;
    private final Traffic traffic;
    private final ByteBuffer gathered = ByteBuffer.allocate(GATHERED);
    private byte[] block = new byte[0];
    private ByteBuffer buffer = ByteBuffer.wrap(block);
    private int from;
    private int to;

    BlockWriter(WritableByteChannel channel, Traffic traffic) {
        this.channel = channel;
        this.traffic = traffic;
    }

    /** Adds {@code bytes[start, end)}, which stay as they are until the next {@link #flush}. */
    @Override
    public void add(byte[] bytes, int start, int end) throws IOException {
        if (bytes == block && start == to && from < to) {
            to = end;
            return;
        }
        retire();
        if (bytes != block) {
            block = bytes;
            buffer = ByteBuffer.wrap(bytes);
        }
        from = start;
        to = end;
    }

    /** Adds bytes that may change as soon as this returns. */
    @Override
    public void copy(byte[] bytes, int start, int end) throws IOException {
        retire();
        put(ByteBuffer.wrap(bytes, start, end - start));
    }

    void endOfLine() throws IOException {
        retire();
        makeRoom(1);
        gathered.put((byte) '\n');
    }

    /** Writes what was added; blocks as long as the destination does not take it. */
    void flush() throws IOException {
        retire();
        writeGathered();
    }

    private void retire() throws IOException {
        if (from < to) {
            buffer.limit(to).position(from);
            from = 0;
            to = 0;
            put(buffer);
        }
    }

    private void put(ByteBuffer bytes) throws IOException {
        if (bytes.remaining() > SMALL) {
            writeGathered();
            write(bytes);
        } else {
            makeRoom(bytes.remaining());
            gathered.put(bytes);
        }
    }

    private void makeRoom(int length) throws IOException {
        if (gathered.remaining() < length) {
            writeGathered();
        }
    }

    private void writeGathered() throws IOException {
        write(gathered.flip());
        gathered.clear();
    }

    private void write(ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) {
            return;
        }
        traffic.now(Traffic.Doing.WRITING_DESTINATION);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
            traffic.now(Traffic.Doing.WRITING_DESTINATION);
        }
        traffic.now(Traffic.Doing.WORKING);
    }
}
