package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run came to. Every selected collection has a line (invariant 10).
 *
 * @param failure of the run as a whole; collections have their own
 * @param attempts how often both connectors were started
 * @param source what ran, empty when it was never started
 * @param slowSide {@code source} or {@code destination}, whichever the other waited for; empty when nobody waited
 * @param refused lines kept in the quarantine, those of no collection included
 * @param calls of the vendor's API, when the source counts them
 * @param findings departures from the declared schemas, aggregated
 * @param miscounts where the source or the destination counted other records than Wharf; {@code notes} tells them in words too
 * @param losses values that fit no column of the warehouse, as the destination counted them
 * @param notes what a reader should know besides, one sentence each
 */
public record Report(
        String connection,
        String run,
        Instant started,
        Instant ended,
        int attempts,
        Outcome outcome,
        Optional<Failure> failure,
        Optional<Side> source,
        Optional<Side> destination,
        Optional<String> slowSide,
        long refused,
        OptionalLong calls,
        List<CollectionLine> collections,
        List<FindingLine> findings,
        List<Miscount> miscounts,
        List<LossLine> losses,
        List<String> notes) {

    public Report {
        collections = List.copyOf(collections);
        findings = List.copyOf(findings);
        miscounts = List.copyOf(miscounts);
        losses = List.copyOf(losses);
        notes = List.copyOf(notes);
    }

    /** The exit status of a command that ran this. */
    public ExitStatus exit() {
        return switch (outcome) {
            case SUCCESS -> ExitStatus.SUCCESS;
            case PARTIAL, FAILURE -> failure.map(f -> f.code().exit()).orElse(ExitStatus.PARTIAL);
        };
    }

    public Duration duration() {
        return Duration.between(started, ended);
    }

    public enum Outcome {
        SUCCESS,
        /** Some collections succeeded. */
        PARTIAL,
        FAILURE;

        /** The word in reports. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * @param identity an image with its digest, or a command
     * @param road how its bytes travelled
     * @param exit how it ended, for people
     * @param lastWords of a run that failed, the last lines that it logged, masked
     */
    public record Side(
            String label,
            String identity,
            String road,
            String exit,
            Optional<Long> peakMemoryBytes,
            List<String> lastWords) {

        public Side {
            lastWords = List.copyOf(lastWords);
        }
    }

    /**
     * One collection.
     *
     * @param records handed to the destination
     * @param bytes of their data
     * @param acknowledgedStates states that the destination returned and that are saved
     * @param calls made for it, when the source counts them
     * @param duration from its first record to its last
     */
    public record CollectionLine(
            StreamName name,
            Outcome outcome,
            long records,
            long bytes,
            long quarantined,
            long nulled,
            long forwardedInvalid,
            long acknowledgedStates,
            OptionalLong calls,
            Duration duration,
            Optional<Failure> failure) {}

    /**
     * A way in which records of a collection departed from its schema, and how often.
     *
     * @param example of the first of them, masked; empty when a mask would tell nothing
     */
    public record FindingLine(
            StreamName collection, String path, String expected, String found, long count, String example) {}

    /**
     * Values of a field that the warehouse does not hold as they came.
     *
     * @param nulled that became null
     * @param changed that are there cut or rounded
     * @param undeclared that have no column, because the collection does not declare the field
     */
    public record LossLine(StreamName collection, String field, long nulled, long changed, long undeclared) {

        LossLine and(LossLine other) {
            return new LossLine(
                    collection, field, nulled + other.nulled, changed + other.changed, undeclared + other.undeclared);
        }
    }

    /**
     * States at which a side's count differs from Wharf's.
     *
     * @param collection empty for states that cover all collections
     * @param side {@code source} or {@code destination}
     * @param said records by that side's count, in all these states together
     * @param rejected those that the destination says it did not write
     * @param counted records that arrived from the source, or were sent to the destination
     */
    public record Miscount(
            Optional<StreamName> collection, String side, long states, long said, long rejected, long counted) {

        Miscount and(Miscount other) {
            return new Miscount(
                    collection,
                    side,
                    states + other.states,
                    said + other.said,
                    rejected + other.rejected,
                    counted + other.counted);
        }

        String sentence() {
            String of = collection.map(name -> "Collection " + name).orElse("All collections");
            String at = states == 1 ? "one state" : states + " states";
            return of + ": at " + at + " the " + side + " counted " + said + " records"
                    + (rejected > 0 ? " and rejected " + rejected : "") + ", " + counted
                    + (side.equals("source") ? " arrived." : " were sent to it.");
        }
    }
}
