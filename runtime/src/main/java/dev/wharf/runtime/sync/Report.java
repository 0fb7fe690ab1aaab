package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.ExitStatus;
import dev.wharf.runtime.failure.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a run came to. Every selected collection has a line (invariant 10).
 *
 * @param failure of the run as a whole; collections have their own
 * @param attempts how often both connectors were started
 * @param source what ran, empty when it was never started
 * @param slowSide {@code source} or {@code destination}, whichever the other waited for; empty when nobody waited
 * @param refused lines kept in the quarantine, those of no collection included
 * @param findings departures from the declared schemas, aggregated
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
        List<CollectionLine> collections,
        List<FindingLine> findings,
        List<String> notes) {

    public Report {
        collections = List.copyOf(collections);
        findings = List.copyOf(findings);
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
     */
    public record Side(String label, String identity, String road, String exit, Optional<Long> peakMemoryBytes) {}

    /**
     * One collection.
     *
     * @param records handed to the destination
     * @param bytes of their data
     * @param acknowledgedStates states that the destination returned and that are saved
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
            Duration duration,
            Optional<Failure> failure) {}

    /** A way in which records of a collection departed from its schema, and how often. */
    public record FindingLine(StreamName collection, String path, String expected, String found, long count) {}
}
