package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;

/** What a schema asks of the values of one kind that hold others. */
interface Rules {

    /** Nothing. */
    Rules NONE = new Rules() {

        @Override
        public int match(Walk walk, int from) {
            return JsonScanner.skip(walk.bytes, from);
        }

        @Override
        public void explain(Walk walk, int from, Explanation explanation) {}
    };

    /** @return the position behind the value at {@code from}, or {@link Walk#FAILED} */
    int match(Walk walk, int from);

    /** Adds why {@link #match} refused the value; nothing if it did not. */
    void explain(Walk walk, int from, Explanation explanation);
}
