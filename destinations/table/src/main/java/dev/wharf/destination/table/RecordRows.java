package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.JsonText;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.ObjectFields;
import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * The records of a segment as rows of a table. Where each field of a record lies is found in one pass over its bytes; then the columns
 * are written in their order, straight from those bytes. No object is made per record or per value. One thread at a time.
 */
final class RecordRows implements Rows {

    /** Stands for the time of a record that no database knows. */
    static final long UNKNOWN_TIME = Long.MIN_VALUE;

    private static final int ABSENT = -1;
    private static final byte[] NOTHING = {};
    private static final byte[] CHANGES = "changes".getBytes(US_ASCII);
    private static final byte[] WHARF = "wharf".getBytes(US_ASCII);

    private final Layout layout;
    private final Losses losses;
    private final long generation;
    private final byte[] metaOpening;
    private final byte[] plainMeta;
    private final ColumnType[] types;
    /** The field of each column that is a field's own. */
    private final int[] fieldOf;

    private final Fields fields;
    private final RawIds rawIds = new RawIds();
    private final Values values = new Values();
    private final ObjectFields members = new ObjectFields();
    private final ByteArrayOutputStream changes = new ByteArrayOutputStream();
    private Segment.Reader reader = new Segment().reader();
    /** Where the values of the present record are, by field. */
    private final int[] from;

    private final int[] to;
    private long order;
    /** The fields by which the present record patches others, as JSON. */
    private Optional<String> patch = Optional.empty();

    private final Set<String> patched = new TreeSet<>();

    /** @param sync grows with every sync of the connection */
    RecordRows(Layout layout, Losses losses, long generation, long sync) {
        this.layout = layout;
        this.losses = losses;
        this.generation = generation;
        metaOpening = ("{\"sync_id\":" + sync + ",\"changes\":[").getBytes(US_ASCII);
        plainMeta = (new String(metaOpening, US_ASCII) + "]}").getBytes(US_ASCII);
        types = layout.columns().stream().map(Column::type).toArray(ColumnType[]::new);
        fieldOf = new int[layout.own()];
        for (int field = 0; field < layout.fields().size(); field++) {
            if (layout.columnOf().get(field) < layout.own()) {
                fieldOf[layout.columnOf().get(field)] = field;
            }
        }
        fields = new Fields(layout.fields());
        from = new int[layout.fields().size()];
        to = new int[layout.fields().size()];
    }

    /** The records of a segment, once. */
    RecordRows over(Segment segment) {
        reader = segment.reader();
        return this;
    }

    /** From here on identifiers of rows begin with something else. */
    void renewIds() {
        rawIds.renew();
    }

    /** What identifiers of rows begin with. */
    String commonId() {
        return rawIds.common();
    }

    /** By which fields records since the last call patch others, each as JSON. */
    Set<String> takePatched() {
        Set<String> taken = Set.copyOf(patched);
        patched.clear();
        return taken;
    }

    /** What a row writes. */
    List<Column> columns() {
        return layout.columns();
    }

    @Override
    public boolean next(BulkWriter into) throws SQLException {
        if (!reader.next()) {
            return false;
        }
        byte[] bytes = reader.bytes();
        locate(bytes);
        changes.reset();
        takeMeta(bytes);
        for (int column = 0; column < fieldOf.length; column++) {
            write(fieldOf[column], types[column], bytes, into);
        }
        for (int column = fieldOf.length; column < types.length; column++) {
            writeOurs(layout.columns().get(column).name(), bytes, into);
        }
        if (reader.leave()) {
            // A page may be one record of many megabytes, and what follows needs as much again.
            members.over(NOTHING, 0, 0);
            values.leave();
        }
        return true;
    }

    private void locate(byte[] bytes) {
        Arrays.fill(from, ABSENT);
        fields.restart();
        members.over(bytes, reader.dataFrom(), reader.dataTo());
        while (members.next()) {
            int field = fields.place(bytes, members);
            if (field < 0) {
                losses.undeclared(members.key());
            } else {
                from[field] = bytes[members.valueFrom()] == 'n' ? ABSENT : members.valueFrom();
                to[field] = members.valueTo();
            }
        }
    }

    /** What was done to the record on its way, in the words of those who did it, and whether it is a patch. */
    private void takeMeta(byte[] bytes) {
        patch = Optional.empty();
        if (reader.metaFrom() == reader.metaTo()) {
            return;
        }
        members.over(bytes, reader.metaFrom(), reader.metaTo());
        while (members.next()) {
            boolean here = Arrays.equals(bytes, members.keyFrom(), members.keyTo(), CHANGES, 0, CHANGES.length);
            if (here && members.kind() == ObjectFields.Kind.ARRAY && members.valueTo() - members.valueFrom() > 2) {
                String entries =
                        new String(bytes, members.valueFrom() + 1, members.valueTo() - members.valueFrom() - 2, UTF_8);
                changes.writeBytes(entries.strip().getBytes(UTF_8));
            }
            if (Arrays.equals(bytes, members.keyFrom(), members.keyTo(), WHARF, 0, WHARF.length)) {
                JsonNode by = Json.read(Arrays.copyOfRange(bytes, members.valueFrom(), members.valueTo()))
                        .path(Message.DataRecord.PATCH);
                patch = by.isArray() && !by.isEmpty() ? Optional.of(by.toString()) : Optional.empty();
                patch.ifPresent(patched::add);
            }
        }
    }

    private void write(int field, ColumnType type, byte[] bytes, BulkWriter into) throws SQLException {
        if (from[field] == ABSENT) {
            into.nothing();
            return;
        }
        Kept kept = values.write(type, bytes, from[field], to[field], into);
        if (kept == Kept.NOT) {
            into.nothing();
        }
        if (kept != Kept.WHOLE) {
            note(field, kept);
        }
    }

    private void note(int field, Kept kept) {
        losses.add(field, kept);
        if (changes.size() > 0) {
            changes.write(',');
        }
        changes.writeBytes("{\"field\":".getBytes(US_ASCII));
        changes.writeBytes(JsonText.encode(layout.fields().get(field)));
        String change = kept == Kept.NOT ? "NULLED" : "TRUNCATED";
        changes.writeBytes(
                (",\"change\":\"" + change + "\",\"reason\":\"DESTINATION_TYPECAST_ERROR\"}").getBytes(UTF_8));
    }

    private void writeOurs(String column, byte[] bytes, BulkWriter into) throws SQLException {
        switch (column) {
            case Names.OVERFLOW -> writeOverflow(bytes, into);
            case Names.RAW_ID -> {
                byte[] id = rawIds.next();
                into.text(id, 0, id.length);
            }
            case Names.EXTRACTED_AT -> {
                if (reader.emittedAt() == UNKNOWN_TIME || into.timestamp(reader.emittedAt()) == Kept.NOT) {
                    into.nothing();
                }
            }
            case Names.GENERATION -> into.integer(generation);
            case Names.ORDER -> into.integer(order++);
            case Names.PATCH -> {
                if (patch.isEmpty()) {
                    into.nothing();
                } else {
                    byte[] by = patch.get().getBytes(UTF_8);
                    into.text(by, 0, by.length);
                }
            }
            case Names.META -> {
                if (changes.size() == 0) {
                    into.json(plainMeta, 0, plainMeta.length);
                } else {
                    byte[] meta = meta();
                    // Names of fields are in it, and whatever a source says.
                    values.write(ColumnType.JSON, meta, 0, meta.length, into);
                }
            }
            default -> throw new IllegalArgumentException(column);
        }
    }

    private byte[] meta() {
        ByteArrayOutputStream meta = new ByteArrayOutputStream();
        meta.writeBytes(metaOpening);
        meta.writeBytes(changes.toByteArray());
        meta.writeBytes("]}".getBytes(US_ASCII));
        return meta.toByteArray();
    }

    /** The fields without a column, as one object. */
    private void writeOverflow(byte[] bytes, BulkWriter into) throws SQLException {
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        for (int field = 0; field < from.length; field++) {
            if (layout.columnOf().get(field) >= layout.own() && from[field] != ABSENT) {
                object.write(object.size() == 0 ? '{' : ',');
                object.writeBytes(JsonText.encode(
                        JsonText.replaceLoneSurrogates(layout.fields().get(field))));
                object.write(':');
                writeClean(field, bytes, object);
            }
        }
        if (object.size() == 0) {
            into.nothing();
            return;
        }
        object.write('}');
        Kept kept = into.json(object.toByteArray(), 0, object.size());
        if (kept == Kept.NOT) {
            into.nothing();
        }
        if (kept != Kept.WHOLE) {
            noteOverflow(kept);
        }
    }

    /** One value that the database cannot store spoils the whole object. */
    private void noteOverflow(Kept kept) {
        for (int field = 0; field < from.length; field++) {
            if (layout.columnOf().get(field) >= layout.own() && from[field] != ABSENT) {
                note(field, kept);
            }
        }
    }

    private void writeClean(int field, byte[] bytes, ByteArrayOutputStream object) {
        if (Surrogates.lone(bytes, from[field], to[field])) {
            object.writeBytes(Surrogates.replaced(bytes, from[field], to[field]));
            note(field, Kept.CHANGED);
        } else {
            object.write(bytes, from[field], to[field] - from[field]);
        }
    }
}
