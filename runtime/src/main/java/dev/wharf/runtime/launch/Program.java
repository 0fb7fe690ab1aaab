package dev.wharf.runtime.launch;

import java.util.List;

/** What a connector is made of. */
public sealed interface Program {

    /** @param reference as a user writes it: {@code airbyte/source-faker:6.2.10}, a local tag, or with a digest */
    record Image(String reference) implements Program {}

    /** A program of this machine, run without any isolation: for connector development. */
    record Command(List<String> words) implements Program {
        public Command {
            words = List.copyOf(words);
        }
    }
}
