package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Locale;

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
        int index = plain(bytes, from, to);
        if (index == NONE && JsonText.escaped(bytes, from, to)) {
            byte[] text = JsonText.decode(bytes, from, to).getBytes(UTF_8);
            return plain(text, 0, text.length);
        }
        return index;
    }

    /** As {@link #find}, for words in capitals that the string may have in any case. */
    int findIgnoringCase(byte[] bytes, int from, int to) {
        int index = plain(bytes, from, to);
        if (index == NONE) {
            byte[] text =
                    JsonText.decode(bytes, from, to).toUpperCase(Locale.ROOT).getBytes(UTF_8);
            return plain(text, 0, text.length);
        }
        return index;
    }

    private int plain(byte[] bytes, int from, int to) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].length == to - from && Arrays.equals(words[i], 0, to - from, bytes, from, to)) {
                return i;
            }
        }
        return NONE;
    }
}
