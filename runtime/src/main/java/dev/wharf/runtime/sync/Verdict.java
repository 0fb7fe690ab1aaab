package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which collections a source completed. Invariant 5 hangs on this: only these are declared complete to the destination, and only these replace what
 * the warehouse had.
 *
 * <p>A source that tells endings is believed collection by collection, whatever its exit status: it may fail on one and complete the others. One
 * that tells none, as old images do, has completed all of them if it ended well, by itself, and none otherwise.
 */
final class Verdict {

    private final Tallies tallies;
    private final boolean tellsEndings;
    private final boolean endedWell;

    /** @param endedWell exit status 0 after at least one message, no failure told, and not because it was stopped */
    Verdict(Tallies tallies, boolean tellsEndings, boolean endedWell) {
        this.tallies = tallies;
        this.tellsEndings = tellsEndings;
        this.endedWell = endedWell;
    }

    Set<StreamName> completed() {
        return tallies.all().stream()
                .filter(this::completed)
                .map(tally -> tally.name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private boolean completed(Tally tally) {
        boolean said = tellsEndings ? tally.ending == Tally.Ending.COMPLETE : endedWell;
        return said && tally.failure().isEmpty();
    }

    /**
     * Gives every collection that is not complete its reason, where it has none of its own.
     *
     * @param taken what was completed and the destination took whole
     */
    void blame(Optional<Failure> run, Set<StreamName> taken) {
        for (Tally tally : tallies.all()) {
            if (!taken.contains(tally.name) && tally.failure().isEmpty()) {
                tally.fail(run.map(failure -> new Failure(failure.code(), because(tally, failure)))
                        .orElseGet(() -> unfinished(tally)));
            }
        }
    }

    private static String because(Tally tally, Failure failure) {
        return (tally.ending == Tally.Ending.NONE && tally.records == 0 ? "Not begun" : "Not finished")
                + ": the run ended with " + failure.code().word() + ".";
    }

    private static Failure unfinished(Tally tally) {
        return tally.ending == Tally.Ending.INCOMPLETE
                ? new Failure(
                        FailureCode.COLLECTION_FAILED,
                        "The source gave up collection " + tally.name
                                + " without saying why; its log may (`wharf logs`).")
                : new Failure(
                        FailureCode.COLLECTION_INCOMPLETE,
                        "The source ended without finishing collection " + tally.name
                                + ", and without an error. What it had confirmed is kept; the next sync goes on from there.");
    }
}
