package dev.wharf.runtime.schema;

import java.util.Arrays;

/** What a matcher needs while it walks over one record: its bytes, the marks of the fields seen, and how much effort is left. */
final class Walk {

    /** What a match returns instead of the position behind the value. */
    static final int FAILED = -1;

    final Effort effort = new Effort();

    byte[] bytes = {};

    /**
     * Whether keys that are there twice may have been misjudged: some object had a declared field twice, or was refused at a value behind
     * which another of the same key may come. The record may be valid all the same, by another alternative.
     */
    boolean doubtful;

    /** Marks of the fields of the objects that are open, outermost first, {@code 64} fields a word. */
    private long[] seen = new long[64];

    private int top;

    void begin(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        doubtful = false;
        top = 0;
        effort.begin(to - from);
    }

    /** Opens an object whose marks need so many words. @return where they are */
    int open(int words) {
        int base = top;
        top += words;
        if (top > seen.length) {
            seen = Arrays.copyOf(seen, 2 * top);
        }
        Arrays.fill(seen, base, top, 0);
        return base;
    }

    void close(int base) {
        top = base;
    }

    void mark(int base, int field) {
        int word = base + (field >>> 6);
        long bit = 1L << field;
        doubtful |= (seen[word] & bit) != 0;
        seen[word] |= bit;
    }

    boolean marked(int base, int field) {
        return (seen[base + (field >>> 6)] & 1L << field) != 0;
    }

    /** Whether all the fields are marked that these words name. */
    boolean marked(int base, long[] fields) {
        for (int i = 0; i < fields.length; i++) {
            if ((fields[i] & ~seen[base + i]) != 0) {
                return false;
            }
        }
        return true;
    }
}
