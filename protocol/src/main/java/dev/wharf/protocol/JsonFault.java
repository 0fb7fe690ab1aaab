package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;

/** Says why bytes are not JSON, without repeating them: they may hold secrets. */
final class JsonFault {

    private JsonFault() {}

    /**
     * A sentence about a value that begins at {@code from} and is well-formed up to {@code fault}, where {@link JsonScanner} gave up.
     *
     * @param origin from where positions in the sentence are counted
     */
    static String describe(byte[] bytes, int from, int fault, int to, int origin) {
        if (fault >= to) {
            return "cut off after " + (to - origin) + " bytes";
        }
        for (String number : List.of("NaN", "Infinity")) {
            if (startsWith(bytes, fault, to, number)) {
                boolean negative = bytes[fault - 1] == '-';
                return (negative ? "-" : "") + number + " is not JSON" + at(negative ? fault - 1 : fault, origin);
            }
        }
        String place = at(fault, origin);
        byte c = bytes[fault];
        if (c >= 0 && c < ' ') {
            return "a control character where none may be" + place;
        }
        if (c < 0 || bytes[fault - 1] < 0) {
            return "not UTF-8" + place;
        }
        if ((c == '{' || c == '[') && depth(bytes, from, fault) >= JsonScanner.MAXIMUM_DEPTH) {
            return "nested deeper than " + JsonScanner.MAXIMUM_DEPTH + " levels" + place;
        }
        return "not JSON" + place;
    }

    private static String at(int position, int origin) {
        return " (at byte " + (position - origin) + ")";
    }

    private static boolean startsWith(byte[] bytes, int from, int to, String word) {
        return to - from >= word.length() && new String(bytes, from, word.length(), ISO_8859_1).equals(word);
    }

    /** How many values are open at {@code fault}, where no string is. */
    private static int depth(byte[] bytes, int from, int fault) {
        int depth = 0;
        int p = from;
        while (p >= 0 && p < fault) {
            switch (bytes[p++]) {
                case '"' -> p = JsonScanner.string(bytes, p, fault);
                case '{', '[' -> depth++;
                case '}', ']' -> depth--;
                default -> {}
            }
        }
        return depth;
    }
}
