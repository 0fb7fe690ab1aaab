package dev.wharf.destination.postgres;

import dev.wharf.destination.table.Kept;

/**
 * What {@code jsonb} refuses of well-formed JSON: U+0000 and surrogates without a partner, which it cannot store as text, numbers out of
 * the range of {@code numeric}, and values of more parts than its containers count. Stateless; any thread.
 */
final class Jsonb {

    /** Up to this length a value cannot have too many parts, not even as {@code [1,1,1]}. */
    private static final int SURELY_FITS = 1 << 25;

    /** Pairs of one object or elements of one array: the server collects them in memory, in at most 1 GiB. */
    private static final int MOST_PARTS = 1 << 23;

    /** What one container holds, in bytes of the server's form, where a part is longer than here by no more than BYTES_PER_PART. */
    private static final long MOST_BYTES = 0x0fffffff;

    private static final int BYTES_PER_PART = 24;

    /** How long {@code \}{@code u0000} is. */
    private static final int UNICODE_ESCAPE = 6;

    private Jsonb() {}

    /** How much of a value can be kept; one that is {@link Kept#CHANGED} must pass {@link #mend} before it is sent. */
    static Kept check(byte[] bytes, int from, int to) {
        Kept kept = Kept.WHOLE;
        boolean inString = false;
        int parts = 0;
        int p = from;
        while (p < to) {
            byte c = bytes[p];
            if (c == '\\') {
                kept = storable(bytes, p, to) ? kept : Kept.CHANGED;
                p += escapeLength(bytes, p, to);
            } else if (c == '"') {
                inString = !inString;
                p++;
            } else if (inString || (c != '-' && (c < '0' || c > '9'))) {
                parts += inString || c <= ' ' ? 0 : 1;
                p++;
            } else {
                int end = numberEnd(bytes, p, to);
                if (!Decimals.readable(bytes, p, end)) {
                    return Kept.NOT;
                }
                p = end;
            }
        }
        return to - from <= SURELY_FITS || partsFit(to - from, parts) ? kept : Kept.NOT;
    }

    /** Replaces in place what cannot be stored by U+FFFD, which is an escape of the same length. */
    static void mend(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to) {
            if (bytes[p] != '\\') {
                p++;
                continue;
            }
            int length = escapeLength(bytes, p, to);
            if (!storable(bytes, p, to)) {
                bytes[p + 2] = 'f';
                bytes[p + 3] = 'f';
                bytes[p + 4] = 'f';
                bytes[p + 5] = 'd';
            }
            p += length;
        }
    }

    /** Whether the character that an escape stands for, with the low surrogate behind it if it is a high one, is one of text. */
    private static boolean storable(byte[] bytes, int escape, int to) {
        if (bytes[escape + 1] != 'u') {
            return true;
        }
        char unit = unit(bytes, escape);
        return unit != 0 && (!Character.isSurrogate(unit) || paired(unit, bytes, escape, to));
    }

    private static int escapeLength(byte[] bytes, int escape, int to) {
        if (bytes[escape + 1] != 'u') {
            return 2;
        }
        return paired(unit(bytes, escape), bytes, escape, to) ? 2 * UNICODE_ESCAPE : UNICODE_ESCAPE;
    }

    private static boolean paired(char unit, byte[] bytes, int escape, int to) {
        int next = escape + UNICODE_ESCAPE;
        return Character.isHighSurrogate(unit)
                && next + UNICODE_ESCAPE <= to
                && bytes[next] == '\\'
                && bytes[next + 1] == 'u'
                && Character.isLowSurrogate(unit(bytes, next));
    }

    private static char unit(byte[] bytes, int escape) {
        int unit = 0;
        for (int p = escape + 2; p < escape + UNICODE_ESCAPE; p++) {
            unit = unit << 4 | Character.digit(bytes[p], 16);
        }
        return (char) unit;
    }

    private static int numberEnd(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && bytes[p] > ' ' && bytes[p] != ',' && bytes[p] != ']' && bytes[p] != '}') {
            p++;
        }
        return p;
    }

    /** A guess on the safe side: as if all were in one container. */
    private static boolean partsFit(int length, int parts) {
        return parts <= MOST_PARTS && length + (long) BYTES_PER_PART * parts <= MOST_BYTES;
    }
}
