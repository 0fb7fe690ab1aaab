package dev.wharf.runtime.sync;

import dev.wharf.protocol.Envelope;
import dev.wharf.runtime.schema.NullFields;
import dev.wharf.runtime.schema.Output;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Tells of single records of a collection what a run would do with them, before one is begun. One thread. */
public final class Judge {

    private final Tally tally;
    private final Envelope envelope = new Envelope();
    private final NullFields nullFields = new NullFields();

    public Judge(Plan.Selected selected) {
        this.tally = Tally.of(selected);
    }

    /** Whether a run would hand this line, one RECORD of the collection, to the destination: as it is, or with nulls. */
    public boolean passes(byte[] line) {
        if (envelope.read(line, 0, line.length) != Envelope.Kind.RECORD) {
            return false;
        }
        int from = envelope.dataFrom();
        int to = envelope.dataTo();
        return tally.check.valid(line, from, to)
                || switch (tally.policy) {
                    case FAIL, QUARANTINE -> false;
                    case FORWARD -> true;
                    case NULL -> canBeNulled(line, from, to);
                };
    }

    private boolean canBeNulled(byte[] line, int from, int to) {
        try {
            return nullFields.write(
                    line, envelope, tally.check, tally.check.explain(line, from, to), Optional.empty(), NOWHERE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final Output NOWHERE = new Output() {
        @Override
        public void add(byte[] bytes, int from, int to) {}

        @Override
        public void copy(byte[] bytes, int from, int to) {}
    };
}
