package dev.wharf.standin.stripe;

/**
 * Chance without memory: the same question about the same slot has the same answer, always and in any order. So nothing of the data set needs to
 * be kept.
 */
record Dice(long seed) {
    /** Between 0 and {@code bound - 1}. */
    int below(String question, long slot, int bound) {
        return (int) Math.floorMod(roll(question, slot), (long) bound);
    }

    boolean chance(String question, long slot, double probability) {
        return fraction(question, slot) < probability;
    }

    /** From 0 to just below 1. */
    double fraction(String question, long slot) {
        return (roll(question, slot) >>> 11) * 0x1.0p-53;
    }

    <T> T pick(String question, long slot, T[] among) {
        return among[below(question, slot, among.length)];
    }

    /** The finaliser of SplitMix64 over seed, question and slot. */
    private long roll(String question, long slot) {
        long z = seed + question.hashCode() * 0x9E3779B97F4A7C15L + slot * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
