package dev.wharf.runtime.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * A process of a machine, told apart from a later one with the same id.
 *
 * @param started when it was started, in milliseconds since 1970; 0 where the system does not tell
 */
record Owner(String host, long id, long started) {

    static Owner current() {
        ProcessHandle handle = ProcessHandle.current();
        return new Owner(hostName(), handle.pid(), started(handle));
    }

    /** Whether a process of this machine is still there. */
    static boolean runs(long id, long started) {
        return ProcessHandle.of(id)
                .filter(handle -> handle.isAlive() && started(handle) == started)
                .isPresent();
    }

    private static long started(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Without asking a name server, which may take seconds. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return System.getenv().getOrDefault("HOSTNAME", "localhost");
        }
    }
}
