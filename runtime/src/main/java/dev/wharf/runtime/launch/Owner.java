package dev.wharf.runtime.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The process that started a connector, as a label and as part of a directory's name, so that the reaper never touches what belongs
 * to a process that lives (of this machine, of another one that shares the engine, or in another container of this machine).
 *
 * @param machine told apart from others by its id, in short
 * @param boot which of its boots
 * @param processes its space of process ids: a container has one of its own
 * @param started in the kernel's ticks since boot; the wall clock may be set in between
 */
record Owner(String machine, String boot, String processes, long id, long started) {

    private static final Owner CURRENT = read();

    static Owner current() {
        return CURRENT;
    }

    /** Empty when this is no text that {@link #toString} made. */
    static Optional<Owner> parse(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            return parts.length == 5
                    ? Optional.of(
                            new Owner(parts[0], parts[1], parts[2], Long.parseLong(parts[3]), Long.parseLong(parts[4])))
                    : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    /** Whether its process ended for certain. False where it cannot be told from here. */
    boolean isGone() {
        return machine.equals(CURRENT.machine)
                && boot.equals(CURRENT.boot)
                && processes.equals(CURRENT.processes)
                && !runs(id, started);
    }

    /** Whether it was a process of this machine before its last boot. */
    boolean isOfEarlierBoot() {
        return machine.equals(CURRENT.machine) && !boot.equals(CURRENT.boot);
    }

    /** Whether the process with this id is still the one that started at that time. */
    static boolean runs(long id, long started) {
        return started(id).filter(now -> now == started).isPresent();
    }

    /** When a process was started: ticks since boot on Linux, else milliseconds since 1970. */
    static Optional<Long> started(long id) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(id), "stat"));
            // The name of the program may hold anything, parentheses too; the start is the 20th field behind it.
            return Optional.of(
                    Long.valueOf(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19]));
        } catch (IOException _) {
            return ProcessHandle.of(id)
                    .filter(ProcessHandle::isAlive)
                    .map(handle -> handle.info()
                            .startInstant()
                            .map(Instant::toEpochMilli)
                            .orElse(0L));
        }
    }

    @Override
    public String toString() {
        return machine + "." + boot + "." + processes + "." + id + "." + started;
    }

    private static Owner read() {
        long id = ProcessHandle.current().pid();
        return new Owner(
                first("/etc/machine-id", 12)
                        .or(() -> first("/proc/sys/kernel/hostname", 12))
                        .orElse("unknown"),
                first("/proc/sys/kernel/random/boot_id", 8).orElse("0"),
                namespace(),
                id,
                started(id).orElse(0L));
    }

    private static Optional<String> first(String file, int characters) {
        try {
            String text = Files.readString(Path.of(file)).strip().replaceAll("[^A-Za-z0-9-]", "");
            return Optional.of(text.substring(0, Math.min(characters, text.length())))
                    .filter(part -> !part.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("\\D", "");
        } catch (IOException _) {
            return "0";
        }
    }
}
