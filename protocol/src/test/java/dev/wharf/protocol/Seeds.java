package dev.wharf.protocol;

import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** Tries a property with many seeds, others in each run. A failure names its seed, and {@code -Dwharf.seed=N} tries that one alone. */
final class Seeds {

    private Seeds() {}

    static void each(int tries, Consumer<Random> property) {
        Long only = Long.getLong("wharf.seed");
        if (only != null) {
            property.accept(new Random(only));
            return;
        }
        for (int i = 0; i < tries; i++) {
            long seed = ThreadLocalRandom.current().nextLong();
            try {
                property.accept(new Random(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Fails with -Dwharf.seed=" + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
