package dev.wharf.conformance;

/**
 * One thing that a connector must do, tried on it.
 *
 * @param name a sentence that is true of a connector which passes
 */
public record Check(String name, Trial trial) {

    /** Tries it. @throws AssertionError when the connector departs; its message says what was expected and what came */
    public void run() throws Exception {
        trial.run();
    }

    /** What is done to find out. */
    public interface Trial {
        void run() throws Exception;
    }

    // The annotation that Error Prone asks for would be the only reason to depend on its library.
    @SuppressWarnings("AnnotateFormatMethod")
    static void require(boolean holds, String otherwise, Object... details) {
        if (!holds) {
            throw new AssertionError(otherwise.formatted(details));
        }
    }
}
