package dev.wharf.runtime.schema;

/**
 * How much more may be done about one record, so that no schema makes a record cost more than a multiple of its length. Alternatives
 * inside of alternatives may be tried exponentially often.
 */
final class Effort {

    private static final int LEAST = 100_000;
    private static final int PER_BYTE = 64;

    private long left;

    void begin(int length) {
        left = LEAST + (long) PER_BYTE * length;
    }

    /** Whether there is some left, after one more piece of work. */
    boolean spend() {
        return --left >= 0;
    }

    /** @throws Exhausted when there was not so much left */
    void spend(int work) {
        left -= work;
        if (left < 0) {
            throw new Exhausted();
        }
    }

    boolean exhausted() {
        return left < 0;
    }

    /** Ends networknt's work in the middle. */
    static final class Exhausted extends RuntimeException {
        private Exhausted() {
            super("too much work", null, false, false);
        }
    }
}
