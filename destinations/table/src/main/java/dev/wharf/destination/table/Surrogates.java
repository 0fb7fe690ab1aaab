package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wharf.protocol.JsonText;
import java.util.Arrays;

/**
 * Finds escapes of surrogates that have no partner ({@code \\ud800}): JSON allows them, UTF-8 has no form for them, and no database
 * takes them. Ranges are well-formed JSON. Stateless; any thread.
 */
final class Surrogates {

    private static final int ESCAPE = 6;
    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(US_ASCII);

    private Surrogates() {}

    /** Whether there is one. */
    static boolean lone(byte[] bytes, int from, int to) {
        return JsonText.escaped(bytes, from, to) && next(bytes, from, to) < to;
    }

    /** The same JSON, with U+FFFD in the place of each. */
    static byte[] replaced(byte[] bytes, int from, int to) {
        byte[] copy = Arrays.copyOfRange(bytes, from, to);
        for (int at = next(copy, 0, copy.length); at < copy.length; at = next(copy, at, copy.length)) {
            System.arraycopy(REPLACEMENT, 0, copy, at, ESCAPE);
        }
        return copy;
    }

    /** Where the next one begins; {@code to} when there is none. */
    private static int next(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (bytes[at] != '\\') {
                at++;
            } else if (bytes[at + 1] != 'u') {
                at += 2;
            } else {
                char unit = unit(bytes, at);
                boolean paired = Character.isHighSurrogate(unit)
                        && at + 2 * ESCAPE <= to
                        && bytes[at + ESCAPE] == '\\'
                        && bytes[at + ESCAPE + 1] == 'u'
                        && Character.isLowSurrogate(unit(bytes, at + ESCAPE));
                if (Character.isSurrogate(unit) && !paired) {
                    return at;
                }
                at += paired ? 2 * ESCAPE : ESCAPE;
            }
        }
        return to;
    }

    private static char unit(byte[] bytes, int at) {
        int unit = 0;
        for (int i = at + 2; i < at + ESCAPE; i++) {
            unit = unit << 4 | Character.digit(bytes[i], 16);
        }
        return (char) unit;
    }
}
