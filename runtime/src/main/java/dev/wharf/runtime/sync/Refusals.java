package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.state.RefusedLine;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The lines of a run that are not loaded. They are gathered and made durable before the state that covers them goes on (invariant 2), or when
 * they take much memory. Pump thread only.
 */
final class Refusals {

    private static final int BATCH_BYTES = 4 << 20;

    private final OpenRun store;
    private final String run;
    private final int limit;
    private final Clock clock;
    private final List<RefusedLine> batch = new ArrayList<>();
    private long batchBytes;
    private int count;

    Refusals(OpenRun store, String run, int limit, Clock clock) {
        this.store = store;
        this.run = run;
        this.limit = limit;
        this.clock = clock;
    }

    /** Keeps a record that departs from its schema. */
    void schema(StreamName collection, long position, Violation why, byte[] bytes, int from, int to) {
        keep(Optional.of(collection), position, "schema", why, bytes, from, to, to - from);
    }

    /** Keeps a line for another reason; {@code length} is what the whole line had. */
    void line(
            Optional<StreamName> collection,
            long position,
            String reason,
            String found,
            byte[] bytes,
            int from,
            int to,
            long length) {
        keep(collection, position, reason, new Violation("", "", "a record", found, ""), bytes, from, to, length);
    }

    private void keep(
            Optional<StreamName> collection,
            long position,
            String reason,
            Violation why,
            byte[] bytes,
            int from,
            int to,
            long length) {
        byte[] line = Arrays.copyOfRange(bytes, from, to);
        batch.add(new RefusedLine(
                run,
                collection,
                position,
                reason,
                why.path(),
                why.expected(),
                why.found(),
                line,
                length,
                clock.instant()));
        batchBytes += line.length;
        count++;
        if (batchBytes > BATCH_BYTES) {
            flush();
        }
        if (count > limit) {
            flush();
            throw new WharfException(
                    FailureCode.SCHEMA_REFUSED,
                    "Stopped after " + count + " refused lines, more than the limit of " + limit
                            + " of this connection. The last: " + reason + why(collection, why)
                            + ". Look at them with `wharf quarantine list`, then correct the source, raise quarantine.limit, or choose another policy for"
                            + " invalid records.");
        }
    }

    private static String why(Optional<StreamName> collection, Violation why) {
        return collection.map(name -> " in collection " + name).orElse("") + " at "
                + (why.path().isEmpty() ? "the top" : why.path()) + ", expected " + why.expected() + ", found "
                + why.found();
    }

    /** Makes durable what was kept so far. */
    void flush() {
        if (!batch.isEmpty()) {
            store.quarantine(batch);
            batch.clear();
            batchBytes = 0;
        }
    }

    int count() {
        return count;
    }
}
