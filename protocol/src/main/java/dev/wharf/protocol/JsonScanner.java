package dev.wharf.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the end of a JSON value in bytes, and accepts exactly what RFC 8259 does (UTF-8 included), to a bounded depth.
 * Stateless; any thread.
 *
 * <p>The bytes of every record pass here once, so this is written for speed. Strings are most of them: eight bytes are looked at in
 * one step, as a {@code long}, for the first byte that ends the run of plain ASCII. Which of the enclosing values are objects is one
 * bit each in a {@code long}; every 64 levels the method calls itself, so that nothing is allocated and the stack stays flat.
 * A position that is negative is a failure at {@code -1 - position}, here as well as at the surface.
 */
public final class JsonScanner {

    /** Values nested deeper are refused. */
    public static final int MAXIMUM_DEPTH = 1000;

    private static final int LEVELS_IN_A_LONG = 64;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    /** What each byte is outside of strings. */
    private static final byte[] CLASS = new byte[256];

    private static final byte SPACE = 1;
    private static final byte DIGIT = 2;

    static {
        CLASS[' '] = SPACE;
        CLASS['\t'] = SPACE;
        CLASS['\n'] = SPACE;
        CLASS['\r'] = SPACE;
        for (int c = '0'; c <= '9'; c++) {
            CLASS[c] = DIGIT;
        }
    }

    private JsonScanner() {}

    /** Whether the bytes are one JSON text: a value, and nothing around it but white space. */
    public static boolean document(byte[] bytes, int from, int to) {
        int end = value(bytes, from, to);
        return end >= 0 && space(bytes, end, to) == to;
    }

    /**
     * Scans one value; white space before it is skipped.
     *
     * @return the position behind the value, or, when the bytes are no JSON value, {@code -1 - p} with p the position of the first
     *     byte that does not belong there
     */
    public static int value(byte[] bytes, int from, int to) {
        return value(bytes, from, to, MAXIMUM_DEPTH);
    }

    /** As {@link #value(byte[], int, int)}, for a value that may nest {@code levels} deep. */
    static int value(byte[] bytes, int from, int to, int levels) {
        int p = from;
        long objects = 0; // of the enclosing values, innermost lowest: 1 is an object, 0 an array
        int depth = 0;
        do {
            p = space(bytes, p, to);
            byte c = p < to ? bytes[p] : 0;
            if (c != '{' && c != '[') {
                p = c == '"' ? string(bytes, p + 1, to) : scalar(bytes, p, to);
            } else if (depth == levels) {
                return -1 - p;
            } else if (depth == LEVELS_IN_A_LONG) {
                p = value(bytes, p, to, levels - depth);
            } else {
                p = space(bytes, p + 1, to);
                if (p >= to || bytes[p] != c + 2) { // in ASCII a closing bracket is two behind its opening one
                    depth++;
                    objects = (objects << 1) | (c == '{' ? 1 : 0);
                    p = c == '{' ? key(bytes, p, to) : p;
                    continue;
                }
                p++;
            }
            while (p >= 0 && depth > 0) {
                p = space(bytes, p, to);
                boolean object = (objects & 1) != 0;
                if (p < to && bytes[p] == ',') {
                    p = object ? key(bytes, p + 1, to) : p + 1;
                    break;
                }
                if (p >= to || bytes[p] != (object ? '}' : ']')) {
                    return -1 - p;
                }
                p++;
                depth--;
                objects >>>= 1;
            }
        } while (p >= 0 && depth > 0);
        return p;
    }

    /** Scans a member's key and the colon behind it. */
    static int key(byte[] bytes, int from, int to) {
        int p = space(bytes, from, to);
        if (p >= to || bytes[p] != '"') {
            return -1 - p;
        }
        p = string(bytes, p + 1, to);
        if (p < 0) {
            return p;
        }
        p = space(bytes, p, to);
        return p < to && bytes[p] == ':' ? p + 1 : -1 - p;
    }

    /** The position of the first byte that is no white space, {@code to} if there is none. */
    static int space(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && CLASS[bytes[p] & 0xff] == SPACE) {
            p++;
        }
        return p;
    }

    /** Scans a string from behind its opening quote. @return the position behind its closing quote, or a failure */
    static int string(byte[] bytes, int from, int to) {
        int p = from;
        while (true) {
            p = plain(bytes, p, to);
            if (p >= to) {
                return -1 - to;
            }
            byte c = bytes[p];
            if (c == '"') {
                return p + 1;
            }
            if (c == '\\') {
                p = escape(bytes, p + 1, to);
            } else if (c < 0) {
                p = multibyte(bytes, p, to);
            } else {
                return -1 - p;
            }
            if (p < 0) {
                return p;
            }
        }
    }

    /**
     * The position of the first byte in a string that is a quote, a backslash, a control character or not ASCII. In each byte of
     * {@code ends} the highest bit says so: subtraction borrows only upwards, out of a byte that is marked already, so the lowest
     * mark is right.
     */
    private static int plain(byte[] bytes, int from, int to) {
        int p = from;
        for (; p <= to - 8; p += 8) {
            long eight = (long) EIGHT.get(bytes, p);
            long ends = (eight | (eight - ONES * ' ') | ((eight ^ ONES * '"') - ONES) | ((eight ^ ONES * '\\') - ONES))
                    & HIGH;
            if (ends != 0) {
                return p + (Long.numberOfTrailingZeros(ends) >>> 3);
            }
        }
        while (p < to && bytes[p] >= ' ' && bytes[p] != '"' && bytes[p] != '\\') {
            p++;
        }
        return p;
    }

    /** Scans what follows a backslash. */
    private static int escape(byte[] bytes, int from, int to) {
        if (from >= to) {
            return -1 - from;
        }
        return switch (bytes[from]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> from + 1;
            case 'u' -> fourHexDigits(bytes, from + 1, to);
            default -> -1 - from;
        };
    }

    private static int fourHexDigits(byte[] bytes, int from, int to) {
        for (int p = from; p < from + 4; p++) {
            if (p >= to || Character.digit(bytes[p], 16) < 0) {
                return -1 - p;
            }
        }
        return from + 4;
    }

    /** Scans one UTF-8 sequence of two to four bytes: no overlong form, no surrogate, nothing above U+10FFFF. */
    private static int multibyte(byte[] bytes, int from, int to) {
        int lead = bytes[from] & 0xff;
        int length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
        if (length == 0) {
            return -1 - from;
        }
        int low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
        int high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
        for (int p = from + 1; p < from + length; p++) {
            if (p >= to) {
                return -1 - to;
            }
            int next = bytes[p] & 0xff;
            if (next < low || next > high) {
                return -1 - p;
            }
            low = 0x80;
            high = 0xbf;
        }
        return from + length;
    }

    /** Scans a number, or one of the three words. */
    private static int scalar(byte[] bytes, int from, int to) {
        if (from >= to) {
            return -1 - from;
        }
        return switch (bytes[from]) {
            case 't' -> word(bytes, from, to, "true");
            case 'f' -> word(bytes, from, to, "false");
            case 'n' -> word(bytes, from, to, "null");
            default -> number(bytes, from, to);
        };
    }

    private static int word(byte[] bytes, int from, int to, String word) {
        for (int i = 1; i < word.length(); i++) {
            if (from + i >= to || bytes[from + i] != word.charAt(i)) {
                return -1 - (from + i);
            }
        }
        return from + word.length();
    }

    private static int number(byte[] bytes, int from, int to) {
        int p = bytes[from] == '-' ? from + 1 : from;
        if (p < to && bytes[p] == '0') {
            p++;
        } else {
            p = digits(bytes, p, to);
        }
        if (p >= 0 && p < to && bytes[p] == '.') {
            p = digits(bytes, p + 1, to);
        }
        if (p >= 0 && p < to && (bytes[p] | 0x20) == 'e') {
            p++;
            if (p < to && (bytes[p] == '+' || bytes[p] == '-')) {
                p++;
            }
            p = digits(bytes, p, to);
        }
        return p;
    }

    /** Scans one digit or more. */
    private static int digits(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && CLASS[bytes[p] & 0xff] == DIGIT) {
            p++;
        }
        return p > from ? p : -1 - p;
    }

    /**
     * The position behind the value that begins at {@code from}, in bytes that are known to be well-formed. Faster than
     * {@link #value}, and wrong on anything else.
     */
    public static int skip(byte[] bytes, int from) {
        int p = from;
        int depth = 0;
        do {
            switch (bytes[p]) {
                case '"' -> p = skipString(bytes, p + 1);
                case '{', '[' -> {
                    depth++;
                    p++;
                }
                case '}', ']' -> {
                    depth--;
                    p++;
                }
                case ',', ':', ' ', '\t', '\n', '\r' -> p++;
                default -> p = skipScalar(bytes, p);
            }
        } while (depth > 0);
        return p;
    }

    /** The position behind the closing quote, from behind the opening one; in well-formed bytes. */
    static int skipString(byte[] bytes, int from) {
        int p = from;
        while (bytes[p] != '"') {
            if (p <= bytes.length - 8) {
                long eight = (long) EIGHT.get(bytes, p);
                long quote = eight ^ ONES * '"';
                long backslash = eight ^ ONES * '\\';
                long ends = (((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash)) & HIGH;
                if (ends == 0) {
                    p += 8;
                    continue;
                }
                p += Long.numberOfTrailingZeros(ends) >>> 3;
            }
            if (bytes[p] == '\\') {
                p += 2;
            } else if (bytes[p] != '"') {
                p++;
            }
        }
        return p + 1;
    }

    private static int skipScalar(byte[] bytes, int from) {
        int p = from;
        while (p < bytes.length && bytes[p] > ' ' && bytes[p] != ',' && bytes[p] != '}' && bytes[p] != ']') {
            p++;
        }
        return p;
    }
}
