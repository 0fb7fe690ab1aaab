package dev.wharf.source.faker;

/**
 * Random numbers that depend on nothing but the seed and the position they are drawn for (SplitMix64), so that a record can be made without
 * those before it. One thread.
 */
final class Draw {

    private static final long STEP = 0x9e3779b97f4a7c15L;

    private final long seed;
    private long state;

    Draw(long seed) {
        this.seed = mix(seed + STEP);
    }

    /** Begins the numbers of a position. */
    Draw at(long position) {
        state = seed ^ (position * STEP);
        return this;
    }

    /** A number in {@code [0, bound)}. */
    int below(int bound) {
        return (int) (((next() >>> 33) * bound) >>> 31);
    }

    /** A number in {@code [0, bound)}. */
    long below(long bound) {
        return Long.remainderUnsigned(next(), bound);
    }

    /** True once in {@code n} times. */
    boolean oneIn(int n) {
        return below(n) == 0;
    }

    <T> T of(T[] choices) {
        return choices[below(choices.length)];
    }

    private long next() {
        state += STEP;
        return mix(state);
    }

    private static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
