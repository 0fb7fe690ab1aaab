package dev.wharf.protocol;

import java.util.Optional;

/**
 * A connector's command line: the one value that the runtime turns into arguments and a connector reads back. What a file is
 * (bytes to be delivered, or a path) depends on the side.
 *
 * @param <F> a file
 */
public sealed interface Invocation<F> {

    record Spec<F>() implements Invocation<F> {}

    record Check<F>(F config) implements Invocation<F> {}

    record Discover<F>(F config) implements Invocation<F> {}

    record Read<F>(F config, F catalog, Optional<F> state) implements Invocation<F> {}

    record Write<F>(F config, F catalog) implements Invocation<F> {}

    /** Asks a destination for the first rows of its tables, as records. An addition of ours; third parties do not know it. */
    record Preview<F>(F config, F catalog) implements Invocation<F> {}

    /** The word on the command line. */
    default String verb() {
        return switch (this) {
            case Spec<F> _ -> "spec";
            case Check<F> _ -> "check";
            case Discover<F> _ -> "discover";
            case Read<F> _ -> "read";
            case Write<F> _ -> "write";
            case Preview<F> _ -> "preview";
        };
    }
}
