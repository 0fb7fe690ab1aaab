package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;
import dev.wharf.protocol.JsonText;

/** What a schema asks of strings. */
final class StringRules {

    static final StringRules ANY = new StringRules(0, Integer.MAX_VALUE, ValueFormat.ANY);

    private final int least;
    private final int most;
    private final ValueFormat format;

    /** @param least the least number of characters (code points) */
    StringRules(int least, int most, ValueFormat format) {
        this.least = least;
        this.most = most;
        this.format = format;
    }

    int match(byte[] bytes, int from) {
        int end = JsonScanner.skip(bytes, from);
        return this == ANY || (rightLength(bytes, from + 1, end - 1) && rightFormat(bytes, from + 1, end - 1))
                ? end
                : Walk.FAILED;
    }

    private boolean rightLength(byte[] bytes, int from, int to) {
        if (least == 0 && to - from <= most) {
            return true;
        }
        int length = length(bytes, from, to);
        return length >= least && length <= most;
    }

    private boolean rightFormat(byte[] bytes, int from, int to) {
        if (format == ValueFormat.ANY) {
            return true;
        }
        return JsonText.escaped(bytes, from, to)
                ? format.matches(JsonText.decode(bytes, from, to))
                : format.matches(bytes, from, to);
    }

    /** The number of code points in the content of a string; a surrogate without a partner counts as one. */
    static int length(byte[] bytes, int from, int to) {
        int length = 0;
        int p = from;
        while (p < to) {
            byte c = bytes[p];
            if (c == '\\') {
                boolean first = surrogate(bytes, p, to, 'b');
                p += bytes[p + 1] == 'u' ? 6 : 2;
                if (first && surrogate(bytes, p, to, 'f')) {
                    p += 6;
                }
                length++;
            } else {
                p++;
                length += (c & 0xc0) == 0x80 ? 0 : 1;
            }
        }
        return length;
    }

    /** Whether there is the escape of the first half of a character, {@code \\ud800} to {@code dbff}, or of the second, {@code dc00} to {@code dfff}. */
    private static boolean surrogate(byte[] bytes, int from, int to, char last) {
        if (from + 6 > to || bytes[from] != '\\' || bytes[from + 1] != 'u' || (bytes[from + 2] | 0x20) != 'd') {
            return false;
        }
        int c = bytes[from + 3] | 0x20;
        return last == 'b' ? c == ('8' | 0x20) || c == ('9' | 0x20) || c == 'a' || c == 'b' : c >= 'c' && c <= 'f';
    }

    void explain(byte[] bytes, int from, Explanation explanation) {
        int to = JsonScanner.skip(bytes, from) - 1;
        int length = length(bytes, from + 1, to);
        if (length < least) {
            explanation.add(Wording.size("minLength", least), bytes, from);
        }
        if (length > most) {
            explanation.add(Wording.size("maxLength", most), bytes, from);
        }
        if (!rightFormat(bytes, from + 1, to)) {
            explanation.add(format.description(), bytes, from);
        }
    }

    /** What a string should be, where it is more than a string. */
    String words() {
        return format == ValueFormat.ANY ? "" : format.description();
    }
}
