package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.protocol.Envelope;
import java.io.ByteArrayOutputStream;

/** A line with a record, in the middle of a block, and what is written of it. */
final class RecordLine implements Output {

    private static final String BEFORE = "{\"type\":\"STATE\"}\n";

    final byte[] bytes;
    final Envelope envelope = new Envelope();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    /** How many ranges of the block were written. */
    int ranges;

    RecordLine(String line) {
        bytes = (BEFORE + line + "\n").getBytes(UTF_8);
        Envelope.Kind kind = envelope.read(bytes, BEFORE.length(), bytes.length - 1);
        if (kind != Envelope.Kind.RECORD) {
            throw new IllegalArgumentException(line + " is " + kind + " " + envelope.problem());
        }
    }

    /** Around that data. */
    static RecordLine of(String data) {
        return new RecordLine(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"s\",\"data\":" + data + ",\"emitted_at\":1}}");
    }

    @Override
    public void add(byte[] bytes, int from, int to) {
        ranges++;
        copy(bytes, from, to);
    }

    @Override
    public void copy(byte[] bytes, int from, int to) {
        written.write(bytes, from, to - from);
    }

    String written() {
        return written.toString(UTF_8);
    }
}
