package dev.wharf.runtime.launch;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files and FIFOs of one connector, in memory. The outer directory lets only this process's user in, so no other user of this
 * machine reaches what is inside (invariant 8); the inner one is what the connector is given, readable by whatever user its image
 * has, of which only a container's own processes can make use (invariant 9).
 */
final class PrivateDirectory implements AutoCloseable {

    private static final String PREFIX = "wharf-";
    /** Which process group to kill when the runtime was killed: its id and its start. */
    private static final String GROUP = "group";

    private final Path outer;
    private final Path inner;

    private PrivateDirectory(Path outer) {
        this.outer = outer;
        this.inner = outer.resolve("connector");
    }

    /** @param environment of this process, for XDG_RUNTIME_DIR */
    static PrivateDirectory create(Map<String, String> environment) throws IOException {
        Path base = bases(environment).stream()
                .filter(Files::isWritable)
                .findFirst()
                .orElseThrow(() -> new IOException("No directory for temporary files is writable; set TMPDIR."));
        String random = UUID.randomUUID().toString().substring(0, 8);
        Path outer = base.resolve(PREFIX + Owner.current() + "." + random);
        Files.createDirectory(
                outer, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        PrivateDirectory directory = new PrivateDirectory(outer);
        Files.createDirectory(directory.inner);
        permit(directory.inner, "rwxr-xr-x");
        return directory;
    }

    /** What the connector is given. */
    Path shared() {
        return inner;
    }

    Path write(String name, byte[] content) throws IOException {
        Path file = Files.write(inner.resolve(name), content);
        permit(file, "r--r--r--");
        return file;
    }

    Path makeFifo(String name) throws IOException {
        Path path = inner.resolve(name);
        Posix.makeFifo(path);
        permit(path, "rw-rw-rw-");
        return path;
    }

    /** Lets a later process end what runs here, should this one be killed. */
    void remember(long group) throws IOException {
        long started = Owner.started(group).orElse(0L);
        Files.writeString(outer.resolve(GROUP), group + " " + started);
    }

    @Override
    public void close() {
        delete(outer);
    }

    /**
     * Removes the directories of processes that are gone, and kills the process groups that they left.
     *
     * @return how many
     */
    static int reap(Map<String, String> environment) {
        List<Path> left = of(Owner::isGone, environment);
        for (Path directory : left) {
            killGroup(directory);
            delete(directory);
        }
        return left.size();
    }

    private static List<Path> bases(Map<String, String> environment) {
        return Stream.of(
                        Optional.of("/dev/shm"),
                        Optional.ofNullable(environment.get("XDG_RUNTIME_DIR")),
                        Optional.of(System.getProperty("java.io.tmpdir")))
                .flatMap(Optional::stream)
                .map(Path::of)
                .distinct()
                .filter(Files::isDirectory)
                .toList();
    }

    /** The directories of this user's processes that the test holds for. */
    static List<Path> of(Predicate<Owner> test, Map<String, String> environment) {
        return bases(environment).stream()
                .flatMap(base -> entries(base).stream())
                .filter(entry -> owner(entry).filter(test).isPresent())
                // Another user may put a directory of any name there; it is not ours to follow.
                .filter(PrivateDirectory::isOurs)
                .toList();
    }

    private static List<Path> entries(Path base) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(base, PREFIX + "*")) {
            entries.forEach(found::add);
        } catch (IOException | DirectoryIteratorException e) {
            throw new WharfException(
                    FailureCode.INTERNAL,
                    "Cannot look for what killed runs left in " + base + ": " + e.getMessage(),
                    e);
        }
        return found;
    }

    private static Optional<Owner> owner(Path entry) {
        String name = entry.getFileName().toString();
        int random = name.lastIndexOf('.');
        return random < PREFIX.length() ? Optional.empty() : Owner.parse(name.substring(PREFIX.length(), random));
    }

    private static boolean isOurs(Path entry) {
        try {
            return Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(System.getProperty("user.name"));
        } catch (IOException _) {
            return false;
        }
    }

    private static void killGroup(Path left) {
        try {
            String[] group = Files.readString(left.resolve(GROUP)).split(" ", 2);
            if (Owner.runs(Long.parseLong(group[0]), Long.parseLong(group[1]))) {
                Posix.killGroup(Long.parseLong(group[0]), Posix.SIGKILL);
            }
        } catch (IOException _) {
            // A container's directory: the engine ends those.
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException _) {
            // Deleted before.
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory + ": " + e.getMessage(), e);
        }
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }
}
