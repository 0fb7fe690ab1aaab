package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the kernel tells of a container's memory, where its control group can be seen from here (cgroup v1 and v2; not on a remote
 * engine). The group is gone when the engine tells of the container's end, so it is looked at when the end shows: at the end of
 * its output, and before it is killed. Any thread.
 */
final class CgroupMemory {

    private static final Pattern KILLS = Pattern.compile("^oom_kill (\\d+)$", Pattern.MULTILINE);

    private final List<Path> groups;
    private long peak = -1;
    private boolean killed;

    CgroupMemory(String container) {
        this.groups = Stream.of("/sys/fs/cgroup/memory", "/sys/fs/cgroup")
                .flatMap(root -> Stream.of("docker/" + container, "system.slice/docker-" + container + ".scope")
                        .map(group -> Path.of(root, group)))
                .toList();
    }

    synchronized void look() {
        for (Path group : groups) {
            first(group, "memory.max_usage_in_bytes", "memory.peak")
                    .ifPresent(bytes -> peak = Math.max(peak, Long.parseLong(bytes.strip())));
            first(group, "memory.oom_control", "memory.events").ifPresent(events -> {
                Matcher kills = KILLS.matcher(events);
                killed |= kills.find() && !kills.group(1).equals("0");
            });
        }
    }

    synchronized Optional<Long> peak() {
        return peak < 0 ? Optional.empty() : Optional.of(peak);
    }

    /** Whether the kernel killed one of its processes at the limit. */
    synchronized boolean killed() {
        return killed;
    }

    private static Optional<String> first(Path group, String... names) {
        for (String name : names) {
            try {
                return Optional.of(Files.readString(group.resolve(name)));
            } catch (IOException _) {
                // Another version of cgroup, or gone.
            }
        }
        return Optional.empty();
    }
}
