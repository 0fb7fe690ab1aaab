package dev.wharf.protocol;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/**
 * Lines out of a channel, read in large blocks: a line is a range of {@link #bytes()} that holds until the next call, so that
 * nothing is copied. A line longer than the block makes it grow, up to {@code longest}; of a longer line only the length and the first bytes are kept.
 * One thread.
 */
public final class Lines {

    private final ReadableByteChannel channel;
    private final int longest;

    /**
     * @param block bytes read at a time
     * @param longest the longest line, in bytes, that is delivered whole
     */
    public Lines(ReadableByteChannel channel, int block, int longest) {
        this.channel = channel;
        this.longest = longest;
    }

    /** Goes to the next line, blocking until it is there whole. @return false at the end of input */
    public boolean next() throws IOException {
        return channel.isOpen() && longest < 0;
    }

    /** Whether another whole line is already in memory, so that {@link #next} would not block. */
    public boolean ready() {
        return false;
    }

    public byte[] bytes() {
        return new byte[0];
    }

    public int from() {
        return 0;
    }

    /** Behind the line's last byte, end of line (LF, or CR LF) excluded. */
    public int to() {
        return 0;
    }

    /** Whether the line was longer than allowed: the range then holds its beginning, {@link #length()} what it really had. */
    public boolean tooLong() {
        return false;
    }

    /** The line's length in bytes. */
    public long length() {
        return 0;
    }

    /** Whether the line was ended by the end of input instead of an end of line. */
    public boolean unterminated() {
        return false;
    }
}
