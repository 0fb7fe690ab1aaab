package dev.wharf.destination.table;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/** Counts what of a stream's values did not fit their columns. One thread at a time. */
final class Losses {

    private static final int MOST_NAMES = 100;

    private final List<String> fields;
    private final long[] nulled;
    private final long[] changed;
    private final Map<String, Long> undeclared = new TreeMap<>();

    Losses(List<String> fields) {
        this.fields = List.copyOf(fields);
        nulled = new long[fields.size()];
        changed = new long[fields.size()];
    }

    void add(int field, Kept kept) {
        switch (kept) {
            case NOT -> nulled[field]++;
            case CHANGED -> changed[field]++;
            case WHOLE -> {}
        }
    }

    /** A value of a field that the stream does not declare, and that has no column therefore. */
    void undeclared(String field) {
        boolean named = undeclared.size() < MOST_NAMES || undeclared.containsKey(field);
        undeclared.merge(named ? field : "(others)", 1L, Long::sum);
    }

    boolean isEmpty() {
        return sum(nulled) + sum(changed) == 0 && undeclared.isEmpty();
    }

    /** What the analytics message {@code wharf.nulled} says, see docs/destinations.md. */
    String report(StreamName stream) {
        ObjectNode report = Json.object();
        if (!stream.namespace().isEmpty()) {
            report.put("namespace", stream.namespace());
        }
        report.put("stream", stream.name());
        put(report, "nulled", nulled);
        put(report, "changed", changed);
        ObjectNode others = report.putObject("undeclared");
        undeclared.forEach(others::put);
        return report.toString();
    }

    private void put(ObjectNode report, String name, long[] counts) {
        ObjectNode byField = report.putObject(name);
        for (int field = 0; field < counts.length; field++) {
            if (counts[field] > 0) {
                byField.put(fields.get(field), counts[field]);
            }
        }
    }

    private static long sum(long[] counts) {
        long sum = 0;
        for (long count : counts) {
            sum += count;
        }
        return sum;
    }
}
