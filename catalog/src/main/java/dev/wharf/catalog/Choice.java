package dev.wharf.catalog;

import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;

/** What becomes of a collection that a source offers, and why. */
public sealed interface Choice {

    Stream stream();

    /** For people. */
    String why();

    default StreamName name() {
        return stream().name();
    }

    /** @param rule the glob that chose it */
    record Selected(Stream stream, String rule) implements Choice {
        @Override
        public String why() {
            return "selected by " + rule;
        }
    }

    /** It was chosen, but the source says that its account may not read it. */
    record Denied(Stream stream, String why) implements Choice {}

    /** It was chosen and carried before, and the source no longer offers it. */
    record Vanished(Stream stream, String why) implements Choice {}

    record NotSelected(Stream stream, String why) implements Choice {}
}
