package dev.wharf.source.faker;

import dev.wharf.sdk.Config;
import dev.wharf.source.faker.Collection.Size;

/**
 * The config, with its defaults.
 *
 * @param count records of the first sync, in all collections
 * @param newPerRun records of each later one
 * @param counts where they are given by collection
 */
record FakerConfig(
        long seed,
        long count,
        long newPerRun,
        Config counts,
        long checkpointEvery,
        long interleave,
        boolean resumable,
        boolean awkward,
        Faults faults) {

    private static final long DEFAULT_COUNT = 100_000;
    private static final int PERCENT = 100;
    private static final int USERS_IN_A_HUNDRED = 20;

    static FakerConfig of(Config config) {
        long count = config.integer("count", DEFAULT_COUNT);
        return new FakerConfig(
                config.integer("seed", 1),
                count,
                config.integer("new_per_run", count / PERCENT),
                config.object("counts"),
                config.integer("checkpoint_every", 10_000),
                config.integer("interleave", 0),
                config.flag("resumable", true),
                config.flag("awkward", false),
                Faults.of(config.object("faults")));
    }

    /** How much there is of a collection. */
    Size size(String collection) {
        if (collection.equals("oddities")) {
            return Oddities.size();
        }
        long first = counts.integer(collection, share(collection, count));
        return new Size(first, share(collection, newPerRun));
    }

    private static long share(String collection, long total) {
        long hundreds = total / PERCENT;
        return switch (collection) {
            case "products" -> hundreds;
            case "users" -> hundreds * USERS_IN_A_HUNDRED;
            default -> total - hundreds - hundreds * USERS_IN_A_HUNDRED;
        };
    }
}
