package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.JsonText;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** A fixed set of texts, numbered, to be found as the content of JSON strings in bytes without making objects. Immutable. */
final class KeyTable {

    static final int NONE = -1;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** A byte that no JSON string holds: for a text that is always written with escapes. */
    private static final byte[] NEVER = {0};

    private final List<String> texts;

    /** The texts in UTF-8, each with its closing quote: two texts of which one begins the other differ within the shorter. */
    private final byte[][] quoted;

    /** The first eight bytes of each, and which of them belong to it. */
    private final long[] heads;

    private final long[] masks;

    /** Open addressing: a number plus one, or 0. */
    private final int[] slots;

    /** For strings with escapes. */
    private final Map<String, Integer> numbers = new HashMap<>();

    KeyTable(Collection<String> texts) {
        this.texts = List.copyOf(new LinkedHashSet<>(texts));
        int count = this.texts.size();
        quoted = new byte[count][];
        heads = new long[count];
        masks = new long[count];
        slots = new int[Integer.highestOneBit(count + 1) * 4];
        for (int i = 0; i < count; i++) {
            String text = this.texts.get(i);
            numbers.put(text, i);
            quoted[i] = plain(text) ? (text + '"').getBytes(UTF_8) : NEVER;
            heads[i] = (long) EIGHT.get(Arrays.copyOf(quoted[i], Long.BYTES), 0);
            masks[i] = quoted[i].length >= Long.BYTES ? -1 : (1L << (8 * quoted[i].length)) - 1;
            int slot = slot(hash(quoted[i], 0, quoted[i].length - 1));
            while (slots[slot] != 0) {
                slot = slot(slot + 1);
            }
            slots[slot] = i + 1;
        }
    }

    /** Whether the bytes of a text may stand in a JSON string as they are; a lone surrogate has none. */
    private static boolean plain(String text) {
        return text.indexOf('\\') < 0
                && text.indexOf('"') < 0
                && UTF_8.newEncoder().canEncode(text);
    }

    int size() {
        return texts.size();
    }

    String text(int number) {
        return texts.get(number);
    }

    /** The number of bytes that a text takes without escapes, with its closing quote. */
    int length(int number) {
        return quoted[number].length;
    }

    /** Whether the string whose content begins at {@code from} is this text, written without escapes. */
    boolean at(int number, byte[] bytes, int from) {
        byte[] text = quoted[number];
        int to = from + text.length;
        if (from + Long.BYTES > bytes.length) {
            return to <= bytes.length && Arrays.equals(text, 0, text.length, bytes, from, to);
        }
        if ((((long) EIGHT.get(bytes, from) ^ heads[number]) & masks[number]) != 0) {
            return false;
        }
        return text.length <= Long.BYTES
                || (to <= bytes.length && Arrays.equals(text, Long.BYTES, text.length, bytes, from + Long.BYTES, to));
    }

    /** The number of the text that a string is, {@link #NONE} if it is none; {@code [from, to)} is without quotes. */
    int find(byte[] bytes, int from, int to) {
        int hash = hash(bytes, from, to);
        for (int slot = slot(hash); slots[slot] != 0; slot = slot(slot + 1)) {
            int number = slots[slot] - 1;
            if (quoted[number].length == to - from + 1 && at(number, bytes, from)) {
                return number;
            }
        }
        return JsonText.escaped(bytes, from, to) ? numbers.getOrDefault(JsonText.decode(bytes, from, to), NONE) : NONE;
    }

    private int slot(int hash) {
        return hash & (slots.length - 1);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int p = from; p < to; p++) {
            hash = 31 * hash + bytes[p];
        }
        return hash ^ (hash >>> 16);
    }
}
