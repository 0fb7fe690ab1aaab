package dev.wharf.source.faker;

import dev.wharf.sdk.Config;
import java.util.Locale;
import java.util.Optional;

/**
 * What goes wrong on purpose, so that a runtime can be tested with a real program.
 *
 * @param delayMillis milliseconds after each record
 * @param after records of this run before the fault; empty when nothing goes wrong
 * @param firstRunOnly whether a run that goes on from a state is spared
 */
record Faults(long delayMillis, Optional<Long> after, Kind kind, int exitStatus, int largeBytes, boolean firstRunOnly) {

    enum Kind {
        ERROR,
        EXIT,
        MEMORY,
        HANG,
        HALF_LINE,
        TEXT,
        BROKEN,
        LARGE,
        COLLECTION
    }

    static Faults of(Config faults) {
        return new Faults(
                faults.integer("delay_ms", 0),
                faults.has("after") ? Optional.of(faults.integer("after")) : Optional.empty(),
                Kind.valueOf(faults.text("kind", "error").toUpperCase(Locale.ROOT)),
                (int) faults.integer("exit_status", 1),
                (int) faults.integer("large_bytes", 64 << 20),
                faults.flag("first_run_only", false));
    }
}
