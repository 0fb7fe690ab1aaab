package dev.wharf.runtime.sync;

import dev.wharf.runtime.failure.Failure;
import java.time.Duration;

/** Told what a run is doing, as it happens; at most a few calls a second, what connectors log aside. Called on the run's threads: it must not block. */
public interface Progress {

    /** A step that takes a moment, e.g. {@code launching stripe and duckdb}. */
    void step(String what);

    /** A transient failure; the run is tried again after {@code pause}. */
    void retrying(Failure failure, int attempt, Duration pause);

    /** A line that a connector logged, masked; as many as there are. */
    default void logged(String line) {}

    /** A progress that tells nobody. */
    static Progress silent() {
        return new Progress() {
            @Override
            public void step(String what) {}

            @Override
            public void retrying(Failure failure, int attempt, Duration pause) {}
        };
    }
}
