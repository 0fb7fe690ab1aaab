package dev.wharf.protocol;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/**
 * Lines out of a channel, read in large blocks: a line is a range of {@link #bytes()}, so that nothing is copied. A line longer than
 * the block makes it grow, up to {@code longest}; of a longer line only the length and the first bytes are kept. One thread.
 *
 * <p>Ranges hold as long as {@link #next} need not read. So whoever collects ranges of several lines, to write them out in one call,
 * does that when {@link #ready} says no:
 *
 * {@snippet :
 * while (lines.next()) {
 *     collect(lines.from(), lines.to());
 *     if (!lines.ready()) {
 *         writeOut(lines.bytes());
 *     }
 * }
 * }
 */
public final class Lines {

    /** So much is kept of a line that is too long. */
    private static final int KEPT = 1 << 16;

    private static final int LONGEST_END_OF_LINE = 2;

    /** Up to here the bytes double when a line does not fit; then they grow by a quarter, for two of them must fit the memory. */
    private static final int LARGE = 1 << 24;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private final ReadableByteChannel channel;
    private final int block;
    private final int longest;

    private byte[] bytes;
    private ByteBuffer buffer;

    /** Where the next line begins. */
    private int position;
    /** Behind the last byte that was read. */
    private int filled;
    /** Up to here no end of line was found behind {@link #position}. */
    private int searched;
    /** The length of the longest line of late, halved with every line: the bytes do not shrink under it. */
    private int recent;

    private boolean ended;

    private int from;
    private int to;
    private long length;
    private boolean unterminated;

    /**
     * Lines of a channel that blocks until it has bytes.
     *
     * @param block bytes read at a time
     * @param longest the longest line, in bytes, that is delivered whole
     */
    public Lines(ReadableByteChannel channel, int block, int longest) {
        if (block < 1 || longest < 1 || longest > Integer.MAX_VALUE - 16) {
            throw new IllegalArgumentException("block " + block + " and longest " + longest + " must be at least 1");
        }
        this.channel = channel;
        this.block = block;
        this.longest = longest;
        this.bytes = new byte[block];
        this.buffer = ByteBuffer.wrap(bytes);
    }

    /** Goes to the next line, blocking until it is there whole. @return false at the end of input */
    public boolean next() throws IOException {
        while (!ready()) {
            if (ended) {
                return deliverRest();
            }
            if (filled - position >= longest + LONGEST_END_OF_LINE) {
                return skipToItsEnd();
            }
            makeRoom();
            read();
        }
        deliverLine(searched);
        return true;
    }

    /** Whether another whole line is already in memory, so that {@link #next} would neither block nor move what it delivered. */
    public boolean ready() {
        searched = endOfLine(bytes, searched, filled);
        return searched < filled;
    }

    /** The array that holds the current line, and the earlier ones since the last read. */
    public byte[] bytes() {
        return bytes;
    }

    public int from() {
        return from;
    }

    /** Behind the line's last byte, end of line (LF, or CR LF) excluded. */
    public int to() {
        return to;
    }

    /** Whether the line was longer than allowed: the range then holds its beginning, {@link #length()} what it really had. */
    public boolean tooLong() {
        return length > longest;
    }

    /** The line's length in bytes, end of line excluded. */
    public long length() {
        return length;
    }

    /** Whether the line was ended by the end of input instead of an end of line. */
    public boolean unterminated() {
        return unterminated;
    }

    private void deliverLine(int lineFeed) {
        int behind = lineFeed > position && bytes[lineFeed - 1] == '\r' ? lineFeed - 1 : lineFeed;
        deliver(position, behind, behind - position, false);
        recent = Math.max(lineFeed - position, recent >> 1);
        position = lineFeed + 1;
        searched = position;
    }

    private boolean deliverRest() {
        if (position == filled) {
            return false;
        }
        deliver(position, filled, filled - position, true);
        position = filled;
        return true;
    }

    private void deliver(int from, int to, long length, boolean unterminated) {
        this.from = from;
        this.to = length > longest ? Math.min(to, from + Math.min(longest, KEPT)) : to;
        this.length = length;
        this.unterminated = unterminated;
    }

    /** Delivers a line that is too long: its beginning moves to the front, the rest is read over it and let go. */
    private boolean skipToItsEnd() throws IOException {
        int kept = Math.min(longest, KEPT);
        long gone = (long) filled - position - kept;
        boolean carriageReturn = bytes[filled - 1] == '\r';
        System.arraycopy(bytes, position, bytes, 0, kept);
        while (true) {
            filled = kept;
            read();
            int lineFeed = endOfLine(bytes, kept, filled);
            if (lineFeed < filled || ended) {
                boolean twoBytes = lineFeed > kept ? bytes[lineFeed - 1] == '\r' : carriageReturn;
                gone += lineFeed - kept - (twoBytes && !ended ? 1 : 0);
                deliver(0, kept, kept + gone, ended);
                position = Math.min(lineFeed + 1, filled);
                searched = position;
                return true;
            }
            gone += filled - kept;
            carriageReturn = bytes[filled - 1] == '\r';
        }
    }

    /** Moves what is left to the front, into another array when this one is too small for the line, or far too large. */
    private void makeRoom() {
        int left = filled - position;
        byte[] target = bytes;
        if (left == bytes.length) {
            long more = Math.max(Math.min(left, LARGE), left / 4);
            target = new byte[(int) Math.min(left + more, longest + LONGEST_END_OF_LINE)];
        } else if (bytes.length > block && Math.max(left, recent) <= bytes.length / 2) {
            target = new byte[Math.max(bytes.length / 2, block)];
        }
        System.arraycopy(bytes, position, target, 0, left);
        if (target.length != bytes.length) {
            buffer = ByteBuffer.wrap(target);
        }
        bytes = target;
        searched -= position;
        position = 0;
        filled = left;
    }

    /** Reads behind {@link #filled}, once. */
    private void read() throws IOException {
        int limit = (int) Math.min((long) filled + block, bytes.length);
        int read = channel.read(buffer.limit(limit).position(filled));
        if (read < 0) {
            ended = true;
        } else {
            filled += read;
        }
    }

    private static int endOfLine(byte[] bytes, int from, int to) {
        int p = from;
        for (; p <= to - 8; p += 8) {
            long lineFeed = (long) EIGHT.get(bytes, p) ^ ONES * '\n';
            long found = (lineFeed - ONES) & ~lineFeed & HIGH;
            if (found != 0) {
                return p + (Long.numberOfTrailingZeros(found) >>> 3);
            }
        }
        while (p < to && bytes[p] != '\n') {
            p++;
        }
        return p;
    }
}
