package dev.wharf.destination.postgres;

/**
 * Whether the values of a row are sure to fit its page. PostgreSQL moves long values out of a row, but what stays of each has to fit
 * one page of 8 KiB, or the whole COPY fails with "row is too big". So this adds up the most that they can take there. One thread.
 */
final class Page {

    /** A page less its header, the header of a row with the null bits of as many columns as a table may have, and our own columns. */
    private static final int ROOM = 8160 - 224 - 140;

    /** A longer value can be moved out. */
    private static final int LONGEST_INLINE = 20;

    /** What is left of a longer one: a pointer, or what compression made of it. */
    private static final int REST = 27;

    private int used;
    private int aligned;
    private int others;

    void clear() {
        used = 0;
        aligned = 0;
        others = 0;
    }

    /** Takes room for a value of 8 bytes, or a multiple. @return whether there was any */
    boolean takeAligned(int length) {
        return take(length, 1, 0);
    }

    /** Takes room for a value of any other length. @return whether there was any */
    boolean take(int length) {
        return take(length > LONGEST_INLINE ? REST : length + 1, 0, 1);
    }

    private boolean take(int length, int moreAligned, int moreOthers) {
        // Whatever the order of the columns, there is a gap only between one that is aligned and one that is not.
        int gaps = 7 * Math.min(aligned + moreAligned, others + moreOthers);
        if (used + length + gaps > ROOM) {
            return false;
        }
        used += length;
        aligned += moreAligned;
        others += moreOthers;
        return true;
    }
}
