package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.JsonText;
import dev.wharf.protocol.ObjectFields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds a field's place from the bytes of its key, without making objects: first behind the field that came before, since records of a
 * stream look alike, then by hash. One thread.
 */
final class Fields {

    /** Equal to no key on the wire. */
    private static final byte[] NO_KEY = {'"'};

    private final List<byte[]> keys = new ArrayList<>();
    private final Map<String, Integer> byName = new HashMap<>();
    /** Open addressing: places by the hash of the key, -1 where none is. */
    private final int[] table;

    private int expected;

    Fields(List<String> names) {
        table = new int[Integer.highestOneBit(Math.max(4, names.size())) * 4];
        Arrays.fill(table, -1);
        for (String name : names) {
            byName.put(name, keys.size());
            if (isAlwaysEscaped(name)) {
                keys.add(NO_KEY);
                continue;
            }
            byte[] key = name.getBytes(UTF_8);
            int slot = slot(key, 0, key.length);
            while (table[slot] >= 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = keys.size();
            keys.add(key);
        }
    }

    /** The place of the member on which {@code member} stands; -1 when the stream does not declare it. */
    int place(byte[] bytes, ObjectFields member) {
        int from = member.keyFrom();
        int to = member.keyTo();
        if (expected < keys.size() && matches(expected, bytes, from, to)) {
            return expected++;
        }
        for (int slot = slot(bytes, from, to); table[slot] >= 0; slot = slot + 1 & table.length - 1) {
            if (matches(table[slot], bytes, from, to)) {
                expected = table[slot] + 1;
                return table[slot];
            }
        }
        return member.keyEscaped() ? byName.getOrDefault(member.key(), -1) : -1;
    }

    /** A new record begins. */
    void restart() {
        expected = 0;
    }

    /** Whether the bytes of the name cannot stand on the wire as they are. */
    private static boolean isAlwaysEscaped(String name) {
        return name.indexOf('\\') >= 0 || !JsonText.replaceLoneSurrogates(name).equals(name);
    }

    private boolean matches(int place, byte[] bytes, int from, int to) {
        byte[] key = keys.get(place);
        return Arrays.equals(bytes, from, to, key, 0, key.length);
    }

    private int slot(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ hash >>> 16) & table.length - 1;
    }
}
