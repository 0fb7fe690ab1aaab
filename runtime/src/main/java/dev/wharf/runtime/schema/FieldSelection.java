package dev.wharf.runtime.schema;

import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.JsonScanner;
import java.io.IOException;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Leaves top-level fields out of records by passing their bytes over: what is kept stays as it is, byte for byte (invariant 3). A
 * kept field takes the comma in front of it along, so that nothing has to be written in between. One instance serves one thread.
 */
public final class FieldSelection {

    private final Set<String> fields;
    private final KeyTable names;

    /** By number of a name plus one, the number plus one of the kept field that followed it the last time. */
    private final int[] followers;

    private FieldSelection(Set<String> fields) {
        this.fields = Set.copyOf(fields);
        names = new KeyTable(fields);
        followers = new int[names.size() + 1];
    }

    /** Keeps these fields. */
    public static FieldSelection of(Set<String> fields) {
        return new FieldSelection(fields);
    }

    /** Writes the message that the envelope found, a RECORD, with the kept fields only. */
    public void write(byte[] bytes, Envelope record, Output out) throws IOException {
        int from = record.messageFrom();
        boolean first = true;
        int previous = 0;
        int p = Space.skip(bytes, record.dataFrom() + 1);
        int to = p;
        int comma = p;
        while (bytes[p] != '}') {
            int field = field(bytes, p, previous);
            int end = JsonScanner.skip(bytes, Space.skip(bytes, Space.skip(bytes, JsonScanner.skip(bytes, p)) + 1));
            if (field != 0) {
                int start = first ? p : comma;
                if (start > to) {
                    out.add(bytes, from, to);
                    from = start;
                }
                to = end;
                first = false;
                previous = field;
            }
            comma = Space.skip(bytes, end);
            p = Space.skipWithComma(bytes, end);
        }
        if (p > to) {
            out.add(bytes, from, to);
            from = p;
        }
        out.add(bytes, from, record.messageTo());
    }

    /** The number plus one of the name at {@code p}; 0 if it is not kept. */
    private int field(byte[] bytes, int p, int previous) {
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

    /**
     * The schema by which a whole record is checked before fields are left out of it: of those that go it asks nothing, be they
     * declared or not.
     */
    public ObjectNode lenient(ObjectNode schema) {
        ObjectNode lenient = schema.deepCopy();
        if (lenient.get("properties") instanceof ObjectNode properties) {
            properties.retain(fields);
        }
        if (lenient.get("required") instanceof ArrayNode required) {
            required.removeIf(name -> !fields.contains(name.asString("")));
        }
        lenient.remove("additionalProperties");
        return lenient;
    }
}
