package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A few ASCII words, to be found as the content of a JSON string in bytes. The likeliest comes first. Immutable. */
final class Words {

    static final int NONE = -1;

    private final byte[][] words;

    Words(String... words) {
        this.words = Arrays.stream(words).map(word -> word.getBytes(ISO_8859_1)).toArray(byte[][]::new);
    }

    int count() {
        return words.length;
    }

    /** The index of the word that the string is, {@link #NONE} if it is none of them. */
    int find(byte[] bytes, int from, int to) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].length == to - from && Arrays.equals(words[i], 0, to - from, bytes, from, to)) {
                return i;
            }
        }
        if (JsonText.escaped(bytes, from, to)) {
            byte[] text = unescaped(bytes, from, to);
            return find(text, 0, text.length);
        }
        return NONE;
    }

    /** As {@link #find}, for words in capitals that the string may have in any case. */
    int findIgnoringCase(byte[] bytes, int from, int to) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].length == to - from && equalIgnoringCase(words[i], bytes, from)) {
                return i;
            }
        }
        if (JsonText.escaped(bytes, from, to)) {
            byte[] text = unescaped(bytes, from, to);
            return findIgnoringCase(text, 0, text.length);
        }
        return NONE;
    }

    private static boolean equalIgnoringCase(byte[] capitals, byte[] bytes, int from) {
        for (int i = 0; i < capitals.length; i++) {
            byte c = bytes[from + i];
            if (c != capitals[i] && (c < 'a' || c > 'z' || c - 'a' + 'A' != capitals[i])) {
                return false;
            }
        }
        return true;
    }

    /** The text without its escapes, except that a backslash which is left is none of any word: it ends the search. */
    private static byte[] unescaped(byte[] bytes, int from, int to) {
        String text = JsonText.decode(bytes, from, to);
        return text.indexOf('\\') < 0 ? text.getBytes(UTF_8) : new byte[0];
    }
}
