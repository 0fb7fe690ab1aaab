package dev.wharf.runtime.cli;

import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import java.util.List;

/** A connection file has problems, so that nothing was started. */
final class Refused extends RuntimeException {

    private final transient List<Problem> problems;
    private final String file;

    /** @param file as people call it */
    Refused(String file, List<Problem> problems) {
        super(file + " has " + (problems.size() == 1 ? "one problem" : problems.size() + " problems")
                + ". Nothing was started.");
        this.file = file;
        this.problems = List.copyOf(problems);
    }

    /** Ends the command when there are problems. */
    static void unlessNone(String file, List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new Refused(file, problems);
        }
    }

    Failure failure() {
        return new Failure(FailureCode.CONNECTION_INVALID, String.valueOf(getMessage()));
    }

    String file() {
        return file;
    }

    List<Problem> problems() {
        return problems;
    }
}
