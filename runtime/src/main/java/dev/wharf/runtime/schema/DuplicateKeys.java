package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;
import dev.wharf.protocol.JsonText;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Finds objects that have a key twice. Makes objects: only for records that were refused. */
final class DuplicateKeys {

    private DuplicateKeys() {}

    /** Whether the value {@code bytes[from, to)} is such an object, or holds one. */
    static boolean within(byte[] bytes, int from, int to) {
        Deque<Set<String>> open = new ArrayDeque<>();
        int p = from;
        while (p < to) {
            switch (bytes[p]) {
                case '{', '[' -> open.push(new HashSet<>());
                case '}', ']' -> open.pop();
                case '"' -> {
                    int end = JsonScanner.skip(bytes, p);
                    boolean key = end < to && bytes[Space.skip(bytes, end)] == ':';
                    if (key && !open.element().add(JsonText.decode(bytes, p + 1, end - 1))) {
                        return true;
                    }
                    p = end - 1;
                }
                default -> {}
            }
            p++;
        }
        return false;
    }
}
