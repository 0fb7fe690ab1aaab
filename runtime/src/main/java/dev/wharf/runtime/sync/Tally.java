package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.schema.FieldSelection;
import dev.wharf.runtime.schema.RecordCheck;
import dev.wharf.runtime.schema.RecordChecks;
import java.util.Optional;
import java.util.OptionalLong;
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
    long sinceState;
    long firstNanos;
    long lastNanos;
    Ending ending = Ending.NONE;
    private long miscounts;
    private String miscount = "";
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
                fields.map(selection -> selection.lenient(schema)).orElse(schema));
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
        sinceState = 0;
        failure = null;
    }

    /** A state came by: compares what the source says it had sent since the one before with what arrived. */
    void state(OptionalLong saidBySource) {
        states++;
        if (saidBySource.isPresent() && saidBySource.getAsLong() != sinceState) {
            if (miscounts++ == 0) {
                miscount = "the source counted " + saidBySource.getAsLong() + " records before state " + states + ", "
                        + sinceState + " arrived";
            }
        }
        sinceState = 0;
    }

    /** A sentence about states whose counts differ, for the report. */
    Optional<String> miscounted() {
        return miscounts == 0
                ? Optional.empty()
                : Optional.of("Collection " + name + ": " + miscount
                        + (miscounts > 1 ? "; so it was at " + (miscounts - 1) + " more states." : "."));
    }

    Counts counts() {
        return new Counts(name, records, bytes, quarantined, nulled, forwardedInvalid, states);
    }
}
