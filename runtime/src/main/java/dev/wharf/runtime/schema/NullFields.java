package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.JsonText;
import dev.wharf.protocol.ObjectFields;
import dev.wharf.protocol.ObjectFields.Kind;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The policy {@code null}: puts null in the place of the top-level fields of a record that are at fault, and says so in the record's
 * {@code meta.changes}, as the protocol has it. All other bytes stay as they are. One instance serves one thread.
 *
 * <p>The reason is {@code PLATFORM_SERIALIZATION_ERROR}: the platform made the change, which is us, and of the platform's reasons it
 * is the only one that is not about size. {@code DESTINATION_TYPECAST_ERROR} means the same fault, but says that the destination
 * found it.
 */
public final class NullFields {

    private static final String REASON = "PLATFORM_SERIALIZATION_ERROR";
    private static final byte[] NULL = {'n', 'u', 'l', 'l'};

    private final Envelope altered = new Envelope();
    private final ObjectFields members = new ObjectFields();

    /** What stands in the place of {@code [from, to)} of the line. */
    private record Edit(int from, int to, byte[] text) {}

    /**
     * Writes the message that the envelope found, a RECORD, without an end of line.
     *
     * @param violations why the check refused its data
     * @param kept what is written of it; empty for all
     * @return false, and nothing is written, when it would be refused all the same: the fault is not in a field that is there, or
     *     null is not allowed in it
     */
    public boolean write(
            byte[] bytes,
            Envelope record,
            RecordCheck check,
            List<Violation> violations,
            Optional<FieldSelection> kept,
            Output out)
            throws IOException {
        byte[] line = bytes;
        Envelope envelope = record;
        List<Violation> faults = violations;
        while (!faults.isEmpty()) {
            Optional<byte[]> better = nulled(line, envelope, faults);
            if (better.isEmpty()) {
                return false;
            }
            line = better.get();
            envelope = altered;
            envelope.read(line, 0, line.length);
            // A check tells some of the violations, so there may be more.
            faults = check.explain(line, envelope.dataFrom(), envelope.dataTo());
        }
        if (kept.isPresent()) {
            kept.get().write(line, envelope, copied(out));
        } else {
            out.copy(line, 0, line.length);
        }
        return true;
    }

    /** What was altered is no range of the block. */
    private static Output copied(Output out) {
        return new Output() {
            @Override
            public void add(byte[] bytes, int from, int to) throws IOException {
                out.copy(bytes, from, to);
            }

            @Override
            public void copy(byte[] bytes, int from, int to) throws IOException {
                out.copy(bytes, from, to);
            }
        };
    }

    private Optional<byte[]> nulled(byte[] bytes, Envelope record, List<Violation> violations) {
        Set<String> faulty = violations.stream().map(Violation::field).collect(Collectors.toSet());
        Set<String> names = new LinkedHashSet<>();
        List<Edit> edits = new ArrayList<>();
        members.over(bytes, record.dataFrom(), record.dataTo());
        while (members.next()) {
            if (members.kind() != Kind.NULL && faulty.contains(members.key())) {
                names.add(members.key());
                edits.add(new Edit(members.valueFrom(), members.valueTo(), NULL));
            }
        }
        if (edits.isEmpty()) {
            return Optional.empty();
        }
        edits.add(meta(bytes, record, names.stream().map(NullFields::change).collect(Collectors.joining(","))));
        edits.sort(Comparator.comparingInt(Edit::from));
        return Optional.of(apply(edits, bytes, record.messageFrom(), record.messageTo()));
    }

    private static String change(String field) {
        return "{\"field\":%s,\"change\":\"NULLED\",\"reason\":\"%s\"}"
                .formatted(new String(JsonText.encode(field), UTF_8), REASON);
    }

    /** Puts changes where they belong, behind those that are there already. */
    private Edit meta(byte[] bytes, Envelope record, String changes) {
        if (!find("meta", bytes, record.payloadFrom(), record.payloadTo())) {
            return insertion(record.payloadFrom() + 1, "\"meta\":{\"changes\":[" + changes + "]},");
        }
        int metaFrom = members.valueFrom();
        int metaTo = members.valueTo();
        if (members.kind() != Kind.OBJECT) {
            return replacement(metaFrom, metaTo, "{\"changes\":[" + changes + "]}");
        }
        if (!find("changes", bytes, metaFrom, metaTo)) {
            String comma = bytes[Space.skip(bytes, metaFrom + 1)] == '}' ? "" : ",";
            return insertion(metaFrom + 1, "\"changes\":[" + changes + "]" + comma);
        }
        if (members.kind() != Kind.ARRAY) {
            return replacement(members.valueFrom(), members.valueTo(), "[" + changes + "]");
        }
        String comma = bytes[Space.skip(bytes, members.valueFrom() + 1)] == ']' ? "" : ",";
        return insertion(members.valueTo() - 1, comma + changes);
    }

    /** Leaves the cursor on the last member of that name. */
    private boolean find(String name, byte[] bytes, int from, int to) {
        int last = -1;
        members.over(bytes, from, to);
        for (int i = 0; members.next(); i++) {
            last = members.key().equals(name) ? i : last;
        }
        members.over(bytes, from, to);
        for (int i = 0; i <= last; i++) {
            members.next();
        }
        return last >= 0;
    }

    private static Edit insertion(int at, String text) {
        return replacement(at, at, text);
    }

    private static Edit replacement(int from, int to, String text) {
        return new Edit(from, to, text.getBytes(UTF_8));
    }

    private static byte[] apply(List<Edit> edits, byte[] bytes, int from, int to) {
        int length = to - from;
        for (Edit edit : edits) {
            length += edit.text.length - (edit.to - edit.from);
        }
        byte[] result = new byte[length];
        int read = from;
        int written = 0;
        for (Edit edit : edits) {
            System.arraycopy(bytes, read, result, written, edit.from - read);
            written += edit.from - read;
            System.arraycopy(edit.text, 0, result, written, edit.text.length);
            written += edit.text.length;
            read = edit.to;
        }
        System.arraycopy(bytes, read, result, written, to - read);
        return result;
    }
}
