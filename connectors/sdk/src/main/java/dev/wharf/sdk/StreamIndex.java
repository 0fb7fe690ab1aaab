package dev.wharf.sdk;

import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.JsonText;
import dev.wharf.protocol.StreamName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the position in the catalog of a record's stream from the bytes of its name, without making objects: first where the last one
 * was, then by hash. One thread.
 */
final class StreamIndex {

    /** Equal to no name on the wire: whoever has it is found by text. */
    private static final byte[] ALWAYS_ESCAPED = {'"'};

    private final Map<StreamName, Integer> positions = new HashMap<>();
    private final byte[][] names;
    private final byte[][] namespaces;
    /** Open addressing: positions by the hash of the name's bytes, -1 where none is. */
    private final int[] table;

    private int last;

    StreamIndex(List<StreamName> streams) {
        names = streams.stream().map(stream -> bytes(stream.name())).toArray(byte[][]::new);
        namespaces = streams.stream().map(stream -> bytes(stream.namespace())).toArray(byte[][]::new);
        table = new int[Integer.highestOneBit(Math.max(4, streams.size())) * 4];
        Arrays.fill(table, -1);
        for (int position = 0; position < names.length; position++) {
            positions.put(streams.get(position), position);
            int slot = hash(names[position], 0, names[position].length) & table.length - 1;
            while (table[slot] >= 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = position;
        }
    }

    /** @return the stream's position, -1 when the catalog does not have it */
    int of(StreamName stream) {
        return positions.getOrDefault(stream, -1);
    }

    /** The position of the stream of the record in {@code bytes}; -1 when the catalog does not have it. */
    int of(byte[] bytes, Envelope at) {
        if (last < names.length && matches(last, bytes, at)) {
            return last;
        }
        int slot = hash(bytes, at.streamFrom(), at.streamTo()) & table.length - 1;
        for (; table[slot] >= 0; slot = slot + 1 & table.length - 1) {
            if (matches(table[slot], bytes, at)) {
                last = table[slot];
                return last;
            }
        }
        return of(new StreamName(
                JsonText.decode(bytes, at.namespaceFrom(), at.namespaceTo()),
                JsonText.decode(bytes, at.streamFrom(), at.streamTo())));
    }

    private boolean matches(int position, byte[] bytes, Envelope at) {
        byte[] name = names[position];
        byte[] namespace = namespaces[position];
        return Arrays.equals(bytes, at.streamFrom(), at.streamTo(), name, 0, name.length)
                && Arrays.equals(bytes, at.namespaceFrom(), at.namespaceTo(), namespace, 0, namespace.length);
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return hash ^ hash >>> 16;
    }

    private static byte[] bytes(String text) {
        return text.indexOf('\\') >= 0 ? ALWAYS_ESCAPED : text.getBytes(StandardCharsets.UTF_8);
    }
}
