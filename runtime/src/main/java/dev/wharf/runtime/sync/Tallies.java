package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.sync.Reckoning.Stretch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All collections of a run, found by the bytes of their name as they stand in a record. An open-addressed table, because this is on the road of
 * a record; the collection of the last record is tried first, because records of a collection come in a row.
 */
final class Tallies {

    private record Entry(byte[] namespace, byte[] name, Tally tally) {

        boolean is(byte[] bytes, int namespaceFrom, int namespaceTo, int nameFrom, int nameTo) {
            return Arrays.equals(name, 0, name.length, bytes, nameFrom, nameTo)
                    && Arrays.equals(namespace, 0, namespace.length, bytes, namespaceFrom, namespaceTo);
        }
    }

    private final Map<StreamName, Tally> byName = new LinkedHashMap<>();
    private final @Nullable Entry[] table;
    private @Nullable Entry last;
    private volatile boolean published;

    Tallies(List<Tally> tallies) {
        table = new Entry[Integer.highestOneBit(Math.max(8, tallies.size() * 4))];
        for (Tally tally : tallies) {
            byName.put(tally.name, tally);
            byte[] namespace = tally.name.namespace().getBytes(StandardCharsets.UTF_8);
            byte[] name = tally.name.name().getBytes(StandardCharsets.UTF_8);
            int slot = slot(name, 0, name.length);
            while (table[slot] != null) {
                slot = (slot + 1) & (table.length - 1);
            }
            table[slot] = new Entry(namespace, name, tally);
        }
    }

    /** The collection with this namespace and name, given without escapes, as UTF-8. */
    @Nullable
    Tally find(byte[] bytes, int namespaceFrom, int namespaceTo, int nameFrom, int nameTo) {
        Entry recent = last;
        if (recent != null && recent.is(bytes, namespaceFrom, namespaceTo, nameFrom, nameTo)) {
            return recent.tally();
        }
        int slot = slot(bytes, nameFrom, nameTo);
        for (Entry entry = table[slot]; entry != null; entry = table[slot]) {
            if (entry.is(bytes, namespaceFrom, namespaceTo, nameFrom, nameTo)) {
                last = entry;
                return entry.tally();
            }
            slot = (slot + 1) & (table.length - 1);
        }
        return null;
    }

    Optional<Tally> find(StreamName name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The records since the last state: of its collection, or of all for one that covers all. */
    Stretch stretch(Optional<StreamName> collection) {
        if (collection.isPresent()) {
            return find(collection.get()).map(Tally::stretch).orElse(new Stretch(0, 0));
        }
        long arrived = 0;
        long sent = 0;
        for (Tally tally : all()) {
            Stretch own = tally.stretch();
            arrived += own.arrived();
            sent += own.sent();
        }
        return new Stretch(arrived, sent);
    }

    Collection<Tally> all() {
        return byName.values();
    }

    /** Makes the counters written so far visible to readers on other threads. The pump calls it once per block. */
    void publish() {
        published = true;
    }

    /** The counters as last published. Any thread. */
    List<Counts> counts() {
        return published ? byName.values().stream().map(Tally::counts).toList() : List.of();
    }

    private int slot(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        return (hash ^ hash >>> 15) & (table.length - 1);
    }
}
