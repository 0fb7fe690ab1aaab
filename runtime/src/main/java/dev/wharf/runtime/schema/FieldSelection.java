package dev.wharf.runtime.schema;

import dev.wharf.catalog.FieldTree;
import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.JsonScanner;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves fields out of records, also inside their objects, by passing their bytes over: what is kept stays as it is, byte for byte (invariant 3). A kept field takes the comma in front
 * of it along, so that nothing has to be written in between. An object of which no field is kept stays, empty; what is no object where one was expected stays whole. One instance
 * serves one thread.
 */
public final class FieldSelection {

    private final FieldTree fields;
    private final Part root;

    /** Where begins what is to be written and is not yet. */
    private int from;

    /** What is kept of the objects at one place. */
    private static final class Part {

        private final KeyTable names;

        /** By number of a name plus one: null where the field is kept whole. */
        private final @Nullable Part[] parts;

        /** By number of a name plus one, the number plus one of the kept field that followed it the last time. */
        private final int[] followers;

        Part(FieldTree fields) {
            List<String> kept = List.copyOf(fields.fields().keySet());
            names = new KeyTable(kept);
            followers = new int[kept.size() + 1];
            parts = new Part[kept.size() + 1];
            for (int i = 0; i < kept.size(); i++) {
                FieldTree inner = fields.field(kept.get(i)).orElseThrow();
                parts[i + 1] = inner.whole() ? null : new Part(inner);
            }
        }

        /** The number plus one of the name at {@code p}; 0 if it is not kept. */
        int field(byte[] bytes, int p, int previous) {
            int expected = followers[previous];
            if (expected != 0 && names.at(expected - 1, bytes, p + 1)) {
                return expected;
            }
            int field = names.find(bytes, p + 1, JsonScanner.skip(bytes, p) - 1) + 1;
            if (field != 0) {
                followers[previous] = field;
            }
            return field;
        }
    }

    private FieldSelection(FieldTree fields) {
        this.fields = fields;
        root = new Part(fields);
    }

    /** Keeps these fields, not all. */
    public static FieldSelection of(FieldTree fields) {
        return new FieldSelection(fields);
    }

    /** Writes the message that the envelope found, a RECORD, with the kept fields only. */
    public void write(byte[] bytes, Envelope record, Output out) throws IOException {
        from = record.messageFrom();
        object(root, bytes, record.dataFrom(), out);
        out.add(bytes, from, record.messageTo());
    }

    /** @return the position behind the object */
    private int object(Part part, byte[] bytes, int open, Output out) throws IOException {
        boolean first = true;
        int previous = 0;
        int p = Space.skip(bytes, open + 1);
        int to = p;
        int comma = p;
        while (bytes[p] != '}') {
            int field = part.field(bytes, p, previous);
            int value = Space.skip(bytes, Space.skip(bytes, JsonScanner.skip(bytes, p)) + 1);
            int end;
            if (field == 0) {
                end = JsonScanner.skip(bytes, value);
            } else {
                omit(bytes, to, first ? p : comma, out);
                end = value(part.parts[field], bytes, value, out);
                to = end;
                first = false;
                previous = field;
            }
            comma = Space.skip(bytes, end);
            p = Space.skipWithComma(bytes, end);
        }
        omit(bytes, to, p, out);
        return p + 1;
    }

    /** Leaves out {@code [gone, next)}. */
    private void omit(byte[] bytes, int gone, int next, Output out) throws IOException {
        if (next > gone) {
            out.add(bytes, from, gone);
            from = next;
        }
    }

    private int value(@Nullable Part part, byte[] bytes, int value, Output out) throws IOException {
        if (part != null && bytes[value] == '{') {
            return object(part, bytes, value, out);
        }
        return part != null && bytes[value] == '[' ? array(part, bytes, value, out) : JsonScanner.skip(bytes, value);
    }

    /** Arrays in arrays are one loop: only their objects matter. */
    private int array(Part part, byte[] bytes, int open, Output out) throws IOException {
        int depth = 0;
        int p = open;
        do {
            switch (bytes[p]) {
                case '[' -> {
                    depth++;
                    p++;
                }
                case ']' -> {
                    depth--;
                    p++;
                }
                case '{' -> p = object(part, bytes, p, out);
                case ',', ' ', '\t', '\r', '\n' -> p++;
                default -> p = JsonScanner.skip(bytes, p);
            }
        } while (depth > 0);
        return p;
    }

    /** The schema of what is kept, by which a whole record is checked before the rest is left out of it: of that it asks nothing. */
    public ObjectNode schema(ObjectNode schema) {
        return ReducedSchema.of(schema, fields);
    }
}
