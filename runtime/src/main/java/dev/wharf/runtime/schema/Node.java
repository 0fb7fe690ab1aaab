package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;

/**
 * A schema compiled: it walks over one value in well-formed bytes and tells whether the value is valid, making no objects. The parts
 * that a schema does not have are those that admit anything.
 *
 * <p>A compiled schema is a graph of these: one that refers to itself is a circle. The fields are set once, by the compiler. The
 * nodes remember the order of the fields of the last record, so they belong to one thread.
 */
final class Node {

    /** Admits everything. */
    static final Node ANY = new Node();

    /** Admits nothing. */
    static final Node NOTHING = new Node();

    static {
        NOTHING.kinds = 0;
    }

    int kinds = Kinds.ALL;
    StringRules strings = StringRules.ANY;
    NumberRules numbers = NumberRules.ANY;
    Rules arrays = Rules.NONE;
    Rules objects = Rules.NONE;
    Constants constants = Constants.ANY;
    Alternatives[] alternatives = {};

    /** Whether there is nothing else than alternatives, so that they alone walk over the value. */
    boolean onlyAlternatives;

    /** @return the position behind the value at {@code from}, or {@link Walk#FAILED} */
    int match(Walk walk, int from) {
        int end = onlyAlternatives ? from : structure(walk, from);
        if (end == Walk.FAILED || (!constants.any() && !constants.contain(walk.bytes, from, end))) {
            return Walk.FAILED;
        }
        for (Alternatives one : alternatives) {
            end = one.match(walk, from);
            if (end == Walk.FAILED) {
                return Walk.FAILED;
            }
        }
        return end;
    }

    private int structure(Walk walk, int from) {
        byte first = walk.bytes[from];
        if ((kinds & Kinds.of(first)) == 0) {
            return Walk.FAILED;
        }
        return switch (first) {
            case '"' -> strings.match(walk.bytes, from);
            case '{' -> objects.match(walk, from);
            case '[' -> arrays.match(walk, from);
            case 'n', 't' -> from + 4;
            case 'f' -> from + 5;
            default -> numbers.match(walk.bytes, from);
        };
    }

    /** Adds why {@link #match} refused the value; nothing if it did not. */
    void explain(Walk walk, int from, Explanation explanation) {
        if (explanation.full() || !walk.effort.spend()) {
            return;
        }
        byte[] bytes = walk.bytes;
        int kind = Kinds.of(bytes[from]);
        if ((kinds & kind) == 0 || (kind == Kinds.NUMBER && !numbers.rightKind(bytes, from))) {
            explanation.add(expected(), bytes, from);
            return;
        }
        switch (kind) {
            case Kinds.STRING -> strings.explain(bytes, from, explanation);
            case Kinds.OBJECT -> objects.explain(walk, from, explanation);
            case Kinds.ARRAY -> arrays.explain(walk, from, explanation);
            case Kinds.NUMBER -> numbers.explain(bytes, from, explanation);
            default -> {}
        }
        if (!constants.any() && !constants.contain(bytes, from, JsonScanner.skip(bytes, from))) {
            explanation.add(constants.words(), bytes, from);
        }
        for (Alternatives one : alternatives) {
            one.explain(walk, from, explanation);
        }
    }

    /** What the value should be, in a few words. */
    String expected() {
        if (kinds == Kinds.ALL && !constants.any()) {
            return constants.words();
        }
        if (onlyAlternatives) {
            return alternatives[0].words();
        }
        String text = strings.words();
        return text.isEmpty() || (kinds & Kinds.STRING) == 0
                ? Kinds.words(kinds)
                : (kinds & ~Kinds.STRING) == 0 ? text : text + " or " + Kinds.words(kinds & ~Kinds.STRING);
    }
}
