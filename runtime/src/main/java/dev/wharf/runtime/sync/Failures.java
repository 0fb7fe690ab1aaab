package dev.wharf.runtime.sync;

import dev.wharf.protocol.Message.TraceError;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.launch.Connector.Exit;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The sentences in which a connector's failure is told. Stateless; any thread. */
public final class Failures {

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;

    private Failures() {}

    /** A source that says why it failed, of the whole run. */
    public static Failure ofSource(TraceError error) {
        return error.reason().flatMap(reason -> ofReason(reason, error)).orElseGet(() -> ofType(error));
    }

    /** What a source that knows Wharf says more of than the type; it holds whether it had begun or not. */
    private static Optional<Failure> ofReason(TraceError.Reason reason, TraceError error) {
        return switch (reason) {
            case ACCESS_DENIED ->
                Optional.of(new Failure(
                        FailureCode.ACCESS_DENIED,
                        "The vendor refused the source: " + sentence(error.message())
                                + " Correct the config of the source, then try `wharf check`."));
            case BUDGET_REACHED ->
                Optional.of(new Failure(
                        FailureCode.BUDGET_REACHED, "The source stopped in time: " + sentence(error.message())));
            case PERMISSION_MISSING, QUERY_REFUSED -> Optional.empty();
        };
    }

    private static Failure ofType(TraceError error) {
        return switch (error.type()) {
            case CONFIG_ERROR ->
                new Failure(
                        FailureCode.ACCESS_DENIED,
                        "The source refused its config or was refused by its vendor: " + sentence(error.message())
                                + " Correct the config of the source, then try `wharf check`.");
            case TRANSIENT_ERROR ->
                new Failure(
                        FailureCode.SOURCE_TRANSIENT,
                        "The source could not go on for now: " + sentence(error.message()));
            case SYSTEM_ERROR ->
                new Failure(
                        FailureCode.SOURCE_FAILED,
                        "The source failed: " + sentence(error.message())
                                + " If it fails again, tell its author, with the log of this run (`wharf logs`).");
        };
    }

    /** The same, of a source that had read something before: whatever it says, it was let in. */
    static Failure ofSourceMidway(TraceError error) {
        return error.type() == TraceError.FailureType.CONFIG_ERROR
                        && error.reason().isEmpty()
                ? new Failure(
                        FailureCode.SOURCE_FAILED,
                        "The source had begun, and then refused its config or was refused by its vendor: "
                                + sentence(error.message()) + " Look at its config, then sync again.")
                : ofSource(error);
    }

    /** A source that says why it failed on one collection. */
    public static Failure ofCollection(TraceError error, String collection) {
        boolean denied = error.reason().equals(Optional.of(TraceError.Reason.PERMISSION_MISSING));
        return new Failure(
                denied ? FailureCode.COLLECTION_DENIED : FailureCode.COLLECTION_FAILED,
                "The source could not read collection " + collection + ": " + sentence(error.message()));
    }

    public static Failure ofDestination(TraceError error) {
        if (error.reason().equals(Optional.of(TraceError.Reason.QUERY_REFUSED))) {
            return new Failure(
                    FailureCode.QUERY_REFUSED,
                    "It cannot be answered as it was put: " + error.message().strip());
        }
        return switch (error.type()) {
            case CONFIG_ERROR ->
                new Failure(
                        FailureCode.DESTINATION_CONFIG,
                        "The destination refused its config or was refused by the warehouse: "
                                + sentence(error.message())
                                + " Correct the config of the destination, then try `wharf check`.");
            case TRANSIENT_ERROR ->
                new Failure(
                        FailureCode.DESTINATION_TRANSIENT,
                        "The destination could not go on for now: " + sentence(error.message()));
            case SYSTEM_ERROR ->
                new Failure(
                        FailureCode.DESTINATION_FAILED,
                        "The destination failed: " + sentence(error.message())
                                + " Nothing that it had not confirmed counts as loaded.");
        };
    }

    /** An image whose program could not even be started; empty when that is not how it ended. */
    public static Optional<Failure> ofMissingProgram(Exit exit, List<String> lastWords) {
        if (exit.status() != NOT_EXECUTABLE && exit.status() != NOT_FOUND) {
            return Optional.empty();
        }
        return Optional.of(new Failure(
                FailureCode.IMAGE_UNSUITABLE,
                "It ended with exit status " + exit.describe() + " before it said anything" + lastWords(lastWords)
                        + "\nUse a connector's image; its author can mend one whose entrypoint is wrong."));
    }

    /** A source that ended without saying why. */
    public static Failure ofSourceExit(Exit exit, List<String> lastWords, boolean silent) {
        if (exit.outOfMemory()) {
            return new Failure(
                    FailureCode.SOURCE_OUT_OF_MEMORY,
                    "The source was killed for want of memory" + peak(exit)
                            + ". Give it more with source.limits.memory in the connection file.");
        }
        if (exit.status() == Exit.UNKNOWN) {
            return lost("source", exit);
        }
        FailureCode code = exit.status() == 137 ? FailureCode.SOURCE_KILLED : FailureCode.SOURCE_FAILED;
        String before = silent ? " before it said anything" : "";
        return new Failure(
                code,
                "The source ended with exit status " + exit.describe() + before + explanation(exit)
                        + lastWords(lastWords));
    }

    /** A source that ended well and had not said one word of the protocol: that is no answer, least of all that there is nothing. */
    static Failure ofMuteSource(List<String> lastWords) {
        return new Failure(
                FailureCode.SOURCE_PROTOCOL,
                "The source ended with exit status 0 and had sent no message at all, so nothing counts as complete. Is it the right image, and does its command"
                        + " `read` speak the Airbyte protocol?" + lastWords(lastWords));
    }

    /** A destination that ended without saying why. */
    public static Failure ofDestinationExit(Exit exit, List<String> lastWords) {
        if (exit.outOfMemory()) {
            return new Failure(
                    FailureCode.DESTINATION_OUT_OF_MEMORY,
                    "The destination was killed for want of memory" + peak(exit)
                            + ". Give it more with destination.limits.memory in the connection file.");
        }
        if (exit.status() == Exit.UNKNOWN) {
            return lost("destination", exit);
        }
        if (exit.status() == 0) {
            return new Failure(
                    FailureCode.DESTINATION_PROTOCOL,
                    "The destination ended, with exit status 0, before it was told that its input was over"
                            + lastWords(lastWords));
        }
        FailureCode code = exit.status() == 137 ? FailureCode.DESTINATION_KILLED : FailureCode.DESTINATION_FAILED;
        return new Failure(
                code,
                "The destination ended with exit status " + exit.describe() + explanation(exit) + lastWords(lastWords));
    }

    /** A destination that takes no more input and stays. */
    static Failure ofClosedInput(Duration grace, List<String> lastWords) {
        return new Failure(
                FailureCode.DESTINATION_PROTOCOL,
                "The destination closed its input before that was over, and was ended because it did not end within "
                        + grace.toSeconds() + " s" + lastWords(lastWords));
    }

    private static Failure lost(String side, Exit exit) {
        return new Failure(
                FailureCode.ENGINE_FAILED,
                "Cannot follow the " + side + " to its end: "
                        + exit.explanation().orElse("the Docker engine does not say how it ended")
                        + ". What the destination had confirmed is saved; look at the engine (`wharf doctor`), then sync again.");
    }

    private static String peak(Exit exit) {
        return exit.peakMemoryBytes()
                .map(bytes -> " (it had used " + (bytes >> 20) + " MiB)")
                .orElse("");
    }

    private static String explanation(Exit exit) {
        return exit.explanation().map(text -> " (" + text + ")").orElse("");
    }

    private static String lastWords(List<String> lines) {
        return lines.isEmpty() ? ". It said nothing on stderr." : ". Its last words:\n  " + String.join("\n  ", lines);
    }

    private static String sentence(String text) {
        String trimmed = text.strip();
        return trimmed.isEmpty() ? "it did not say why." : trimmed.endsWith(".") ? trimmed : trimmed + ".";
    }
}
