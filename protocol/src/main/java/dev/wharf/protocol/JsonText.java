package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * The text in a JSON string, to and from its form on the wire. Ranges are without quotes, and known to be well-formed (see
 * {@link JsonScanner}). Stateless; any thread.
 */
public final class JsonText {

    private static final char REPLACEMENT = '\ufffd';

    private JsonText() {}

    /** Whether a string holds escapes, so that its bytes are not its text. */
    public static boolean escaped(byte[] bytes, int from, int to) {
        for (int p = from; p < to; p++) {
            if (bytes[p] == '\\') {
                return true;
            }
        }
        return false;
    }

    /** The text. A lone surrogate ({@code \\ud800}) stays one: such a text has no UTF-8 form, see {@link #replaceLoneSurrogates}. */
    public static String decode(byte[] bytes, int from, int to) {
        if (!escaped(bytes, from, to)) {
            return new String(bytes, from, to - from, UTF_8);
        }
        StringBuilder text = new StringBuilder(to - from);
        int plain = from;
        int p = from;
        while (p < to) {
            if (bytes[p] != '\\') {
                p++;
                continue;
            }
            text.append(new String(bytes, plain, p - plain, UTF_8));
            text.append(unescape(bytes, p));
            p += length(bytes, p);
            plain = p;
        }
        return text.append(new String(bytes, plain, p - plain, UTF_8)).toString();
    }

    /**
     * Writes the text as UTF-8. It is never longer than the range, so that a text may be decoded onto itself. A lone surrogate, which
     * has no UTF-8 form, becomes U+FFFD.
     *
     * @return the position behind the last byte written
     */
    public static int decode(byte[] bytes, int from, int to, byte[] target, int at) {
        int p = from;
        int q = at;
        while (p < to) {
            if (bytes[p] != '\\') {
                target[q++] = bytes[p++];
                continue;
            }
            int character = unescape(bytes, p);
            p += length(bytes, p);
            if (Character.isSurrogate((char) character)) {
                boolean paired = Character.isHighSurrogate((char) character)
                        && p + 1 < to
                        && bytes[p] == '\\'
                        && bytes[p + 1] == 'u'
                        && Character.isLowSurrogate(unescape(bytes, p));
                if (paired) {
                    character = Character.toCodePoint((char) character, unescape(bytes, p));
                    p += length(bytes, p);
                } else {
                    character = REPLACEMENT;
                }
            }
            q = utf8(character, target, q);
        }
        return q;
    }

    /** The same text, with U+FFFD in the place of each surrogate that has no partner. */
    public static String replaceLoneSurrogates(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        int[] codePoints = text.codePoints()
                .map(c -> c <= Character.MAX_VALUE && Character.isSurrogate((char) c) ? REPLACEMENT : c)
                .toArray();
        return new String(codePoints, 0, codePoints.length);
    }

    /**
     * The JSON string of a text, with its quotes. Only what must be is escaped, and what other tools take for the end of a line
     * (U+0085, U+2028, U+2029), and lone surrogates, so that {@link #decode} gives the same text back.
     */
    public static byte[] encode(String text) {
        byte[] target = new byte[6 * text.length() + 2];
        int q = 0;
        target[q++] = '"';
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            i += Character.charCount(character);
            q = mustEscape(character) ? escape((char) character, target, q) : utf8(character, target, q);
        }
        target[q++] = '"';
        return Arrays.copyOf(target, q);
    }

    static boolean mustEscape(int character) {
        return character < ' '
                || character == '"'
                || character == '\\'
                || character == 0x85
                || character == 0x2028
                || character == 0x2029
                || (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    }

    private static int escape(char character, byte[] target, int at) {
        int q = at;
        target[q++] = '\\';
        int letter = "\b\f\n\r\t\"\\".indexOf(character);
        if (letter >= 0) {
            target[q++] = (byte) "bfnrt\"\\".charAt(letter);
            return q;
        }
        target[q++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            target[q++] = (byte) Character.forDigit((character >> shift) & 0xf, 16);
        }
        return q;
    }

    /** What the escape at {@code from} stands for: one UTF-16 unit. */
    private static char unescape(byte[] bytes, int from) {
        byte c = bytes[from + 1];
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                int unit = 0;
                for (int p = from + 2; p < from + 6; p++) {
                    unit = (unit << 4) | Character.digit(bytes[p], 16);
                }
                yield (char) unit;
            }
            default -> (char) c;
        };
    }

    private static int length(byte[] bytes, int from) {
        return bytes[from + 1] == 'u' ? 6 : 2;
    }

    private static int utf8(int character, byte[] target, int at) {
        int q = at;
        if (character < 0x80) {
            target[q++] = (byte) character;
        } else if (character < 0x800) {
            target[q++] = (byte) (0xc0 | character >> 6);
            target[q++] = continuation(character);
        } else if (character < 0x10000) {
            target[q++] = (byte) (0xe0 | character >> 12);
            target[q++] = continuation(character >> 6);
            target[q++] = continuation(character);
        } else {
            target[q++] = (byte) (0xf0 | character >> 18);
            target[q++] = continuation(character >> 12);
            target[q++] = continuation(character >> 6);
            target[q++] = continuation(character);
        }
        return q;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3f));
    }
}
