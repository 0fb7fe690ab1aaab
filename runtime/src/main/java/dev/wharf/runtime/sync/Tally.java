package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.schema.FieldSelection;
import dev.wharf.runtime.schema.RecordCheck;
import dev.wharf.runtime.schema.RecordChecks;
import dev.wharf.runtime.sync.Reckoning.Stretch;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happens to one collection during a run. The counters are written by the pump alone; others read them through {@link Counts}, after the
 * pump published (see {@link Tallies#publish}).
 */
final class Tally {

    final StreamName name;
    final InvalidPolicy policy;
    final RecordCheck check;
    final @Nullable FieldSelection fields;

    long records;
    long bytes;
    long quarantined;
    long nulled;
    long forwardedInvalid;
    long states;
    long arrivedSinceState;
    long sentSinceState;
    long firstNanos;
    long lastNanos;
    Ending ending = Ending.NONE;
    private @Nullable Failure failure;

    /** What the source said about the collection's end. */
    enum Ending {
        NONE,
        STARTED,
        COMPLETE,
        INCOMPLETE
    }

    Tally(StreamName name, InvalidPolicy policy, RecordCheck check, @Nullable FieldSelection fields) {
        this.name = name;
        this.policy = policy;
        this.check = check;
        this.fields = fields;
    }

    static Tally of(Plan.Selected selected) {
        Optional<FieldSelection> fields = selected.fields().map(FieldSelection::of);
        ObjectNode schema = selected.stream().jsonSchema();
        RecordCheck check = RecordChecks.compile(
                fields.map(selection -> selection.schema(schema)).orElse(schema));
        return new Tally(selected.name(), selected.invalid(), check, fields.orElse(null));
    }

    /** The first failure is the cause; later ones follow from it. */
    synchronized void fail(Failure why) {
        if (failure == null) {
            failure = why;
        }
    }

    synchronized Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    /** Forgets what the source said of its end, for another attempt; counts go on. */
    synchronized void again() {
        ending = Ending.NONE;
        stretch();
        failure = null;
    }

    /** The records since the last time that this was asked, which is at every state. */
    Stretch stretch() {
        Stretch stretch = new Stretch(arrivedSinceState, sentSinceState);
        arrivedSinceState = 0;
        sentSinceState = 0;
        return stretch;
    }

    Counts counts() {
        return new Counts(name, records, bytes, quarantined, nulled, forwardedInvalid, states);
    }
}
