package dev.wharf.runtime.launch;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a connector is given besides its config and its pipes (invariant 9). Everything else is refused.
 *
 * @param memoryBytes limit of memory, swap included
 * @param cpus limit of processors, e.g. 1.5
 * @param pids limit of processes and threads
 * @param writable directories in the container that are writable besides /tmp: in memory, or, where the image has a directory of
 *     that name, a copy of it that is removed with the container
 * @param mounts directories of this machine that it may use
 * @param environment variables added to the image's own; never a secret
 * @param user overrides the image's user, {@code uid:gid}
 * @param network whether it has a network at all
 */
public record Confinement(
        long memoryBytes,
        double cpus,
        int pids,
        List<String> writable,
        List<Mount> mounts,
        Map<String, String> environment,
        Optional<String> user,
        Network network) {

    public static final long DEFAULT_MEMORY_BYTES = 2L << 30;

    public Confinement {
        writable = List.copyOf(writable);
        mounts = List.copyOf(mounts);
        environment = Map.copyOf(environment);
    }

    /** The limits of a connector of which nothing else is known. */
    public static Confinement standard() {
        return new Confinement(
                DEFAULT_MEMORY_BYTES, 2, 512, List.of(), List.of(), Map.of(), Optional.empty(), Network.BRIDGE);
    }

    /** The same with one more variable. */
    public Confinement with(String variable, String value) {
        Map<String, String> more = new HashMap<>(environment);
        more.put(variable, value);
        return new Confinement(memoryBytes, cpus, pids, writable, mounts, more, user, network);
    }

    public record Mount(Path host, String container, Access access) {
        public enum Access {
            READ,
            WRITE
        }
    }

    public enum Network {
        NONE,
        BRIDGE
    }
}
