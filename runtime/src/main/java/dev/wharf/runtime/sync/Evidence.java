package dev.wharf.runtime.sync;

import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.launch.Connector.Exit;
import dev.wharf.runtime.sync.Traffic.Doing;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is known when silence ended a run.
 *
 * @param doing what the pump was waiting for
 * @param records handed to the destination, in this run
 * @param waiting states that had not come back
 * @param lastWords the last lines of the side that was waited for
 */
record Evidence(
        Doing doing,
        Duration silence,
        long records,
        long bytes,
        int waiting,
        Speaker source,
        Speaker destination,
        List<String> lastWords) {

    /**
     * One side.
     *
     * @param lastMessage e.g. {@code RECORD of users}; empty when it said nothing
     */
    record Speaker(String lastMessage, Exit exit) {

        private String describe(RunLog.Side side) {
            String said = lastMessage.isEmpty() ? "had sent no message" : "had last sent a " + lastMessage;
            String peak = exit.peakMemoryBytes()
                    .map(bytes -> ", at most " + (bytes >> 20) + " MiB of memory")
                    .orElse("");
            return "The " + side.word() + " " + said + "; when it was killed, its exit was " + exit.describe() + peak
                    + ".";
        }
    }

    /** The side that was waited for. */
    static RunLog.Side waitedFor(Doing doing) {
        return doing == Doing.READING_SOURCE ? RunLog.Side.SOURCE : RunLog.Side.DESTINATION;
    }

    Failure failure() {
        String tail = lastWords.isEmpty()
                ? "It had logged nothing."
                : "Its last lines (`wharf logs` has all):\n  " + String.join("\n  ", lastWords);
        return new Failure(
                FailureCode.HUNG,
                String.format(
                        Locale.ROOT,
                        "Killed: for %d s %s. Until then %,d records (%,d bytes) had been carried, and %d states were on their way.\n%s\n%s\nThe %s was waited for. %s\n"
                                + "Raise `silence` in the connection file if that is normal for it.",
                        silence.toSeconds(),
                        what(),
                        records,
                        bytes,
                        waiting,
                        source.describe(RunLog.Side.SOURCE),
                        destination.describe(RunLog.Side.DESTINATION),
                        waitedFor(doing).word(),
                        tail));
    }

    private String what() {
        return switch (doing) {
            case STARTING -> "the connectors did not open their pipes";
            case READING_SOURCE -> "the source sent nothing";
            case WRITING_DESTINATION -> "the destination read nothing";
            case AWAITING_DESTINATION -> "the destination neither answered nor ended after its input was over";
            case WORKING -> "Wharf itself did not go on";
        };
    }
}
