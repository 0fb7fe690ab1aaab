package dev.wharf.catalog;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * What we know of a connector besides what its image says of itself.
 *
 * @param name how a connection file calls it
 * @param summary one sentence for a list
 * @param image the reference of its image
 * @param documentation a page, as an address or as a path in this repository
 * @param hosts the hosts it may reach, {@code ${field}} standing for a field of its config; an empty list is no network at all
 * @param writable directories inside the image that it writes to, besides /tmp
 * @param local the field of its config that names a file on this machine, of a destination that writes one
 * @param refreshes whether this destination knows generations: an overwrite then keeps the old rows until the new ones are complete
 * @param statuses whether this destination may be sent the terminal status of a collection
 * @param silence how long it may say nothing before it counts as hung; empty is left to the runtime's default
 * @param sample a config good enough for {@code discover}; empty when its collections depend on an account
 * @param varies fields of its config that change what it offers: with one of them it is asked, also where there is a sample
 */
public record Definition(
        String name,
        Role role,
        String summary,
        String image,
        String documentation,
        List<String> hosts,
        Limits limits,
        List<String> writable,
        Optional<String> local,
        boolean refreshes,
        boolean statuses,
        Optional<Duration> silence,
        Optional<ObjectNode> sample,
        List<String> varies) {

    public Definition {
        hosts = List.copyOf(hosts);
        writable = List.copyOf(writable);
        varies = List.copyOf(varies);
    }

    public enum Role {
        SOURCE,
        DESTINATION;

        /** {@code source} or {@code destination}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The most that its container may use; an empty one is left to the runtime's default. */
    public record Limits(Optional<Bytes> memory, Optional<Double> cpus, Optional<Integer> pids) {}
}
