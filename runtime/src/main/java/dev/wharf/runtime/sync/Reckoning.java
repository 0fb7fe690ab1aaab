package dev.wharf.runtime.sync;

import dev.wharf.protocol.Message.Stats;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.sync.Report.Miscount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Compares three counts at every state: of the records that the source says it sent, of those that arrived and were sent on, and of those that
 * the destination says it took. Who gives no count is not compared. The pump tells of the source, the reader of answers of the destination; one lock.
 */
final class Reckoning {

    /**
     * Records between two states of a collection, or of all for a state that covers all.
     *
     * @param arrived from the source, those that were refused included
     * @param sent to the destination
     */
    record Stretch(long arrived, long sent) {}

    /**
     * What an answer covers. A destination that returns fewer states than it got may count since the last one that it returned, or since the last one
     * that it got.
     *
     * @param last records sent between the state that was returned and the one before it
     * @param all records sent since the last state that had been returned
     */
    record Covered(long last, long all) {

        private boolean fits(long count) {
            return last <= count && count <= all;
        }
    }

    private record Place(Optional<StreamName> collection, String side) {}

    private final Miscounts policy;
    private final Map<Place, Miscount> miscounts = new LinkedHashMap<>();

    Reckoning(Miscounts policy) {
        this.policy = policy;
    }

    /** @return why the run ends, if it does: the state must not go on then */
    Optional<Failure> source(Optional<StreamName> collection, Optional<Stats> told, Stretch stretch) {
        Optional<Long> said = told.flatMap(Stats::records);
        if (said.isEmpty() || said.get() == stretch.arrived()) {
            return Optional.empty();
        }
        return differs(new Miscount(collection, "source", 1, said.get(), 0, stretch.arrived()));
    }

    /** @return why the run ends, if it does: the state must not be saved then */
    Optional<Failure> destination(Optional<StreamName> collection, Optional<Stats> told, Covered covered) {
        Optional<Long> said = told.flatMap(Stats::records);
        long rejected = told.flatMap(Stats::rejected).orElse(0L);
        if (said.isEmpty() || (covered.fits(said.get()) && rejected == 0)) {
            return Optional.empty();
        }
        return differs(new Miscount(collection, "destination", 1, said.get(), rejected, covered.all()));
    }

    synchronized List<Miscount> miscounts() {
        return List.copyOf(miscounts.values());
    }

    private synchronized Optional<Failure> differs(Miscount one) {
        miscounts.merge(new Place(one.collection(), one.side()), one, Miscount::and);
        return policy == Miscounts.REPORT
                ? Optional.empty()
                : Optional.of(new Failure(
                        FailureCode.COUNTS_DIFFER,
                        one.sentence()
                                + " The connection says `miscounts: fail`, so that state was not saved. Look into the log of the "
                                + one.side() + " (`wharf logs`), then sync again."));
    }
}
