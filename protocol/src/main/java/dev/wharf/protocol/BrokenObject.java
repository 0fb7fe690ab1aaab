package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What can be told of an object that is not JSON, without repeating its bytes: they may hold secrets. */
final class BrokenObject {

    /** An object that names a message within so many bytes was meant to be one. */
    static final int RECOGNISED_WITHIN = 2048;

    /** Names what must not be lost. Of the other messages only their text can be, and that is logged. */
    private static final Pattern NAMES_A_MESSAGE =
            Pattern.compile("\"record\"|\"type\"\\s*:\\s*\"(state|control)\"", Pattern.CASE_INSENSITIVE);

    /** How such an object begins, white space left out: for one that was cut off before it said more. */
    private static final List<String> OPENINGS = List.of(
            "{\"type\":\"record\"",
            "{\"type\":\"state\"",
            "{\"type\":\"control\"",
            "{\"record\":{",
            "{\"state\":{",
            "{\"control\":{");

    private BrokenObject() {}

    /** Whether it was meant to be a message that must not be lost: a record, a state or a new config. */
    static boolean meantAsMessage(byte[] bytes, int from, int to) {
        String beginning = new String(bytes, from, Math.min(to - from, RECOGNISED_WITHIN), ISO_8859_1);
        if (NAMES_A_MESSAGE.matcher(beginning).find()) {
            return true;
        }
        String dense = beginning.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
        return OPENINGS.stream().anyMatch(opening -> opening.startsWith(dense) || dense.startsWith(opening));
    }

    /**
     * Why it is not JSON: a sentence about a value that begins at {@code from} and is well-formed up to {@code fault}, where {@link JsonScanner} gave up.
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
