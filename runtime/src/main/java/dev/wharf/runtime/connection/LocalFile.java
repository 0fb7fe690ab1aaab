package dev.wharf.runtime.connection;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A file of this machine that a destination writes. Its whole directory is mounted into the container, because a database keeps more
 * files beside it; so that directory must hold nothing else that matters (invariant 9).
 *
 * @param file absolute
 */
public record LocalFile(Path file) {

    /** Where the directory is seen inside the container, as in Airbyte. */
    public static final String INSIDE = "/local";

    /** What a project keeps that no connector may see. */
    private static final List<String> PRIVATE = List.of("connections", "secrets", ".wharf");

    /** @param value as a config names it, relative to the project */
    public static LocalFile of(Path project, String value) {
        return new LocalFile(project.resolve(value).toAbsolutePath().normalize());
    }

    Path directory() {
        return Optional.ofNullable(file.getParent()).orElse(file);
    }

    /** The path that the connector is given. */
    String inside() {
        return INSIDE + "/" + file.getFileName();
    }

    /** Why this file cannot be used, if so: its directory would show the project to the connector. */
    public Optional<String> refusal(Path project) {
        if (file.getFileName() == null || Files.isDirectory(file)) {
            return Optional.of("it is a directory");
        }
        Path directory = real(directory());
        Path root = real(project.toAbsolutePath().normalize());
        if (root.startsWith(directory)) {
            String which = root.equals(directory) ? "the project itself" : "above the project";
            return Optional.of(
                    "its directory is " + which + ", and would be mounted into the container with everything in it");
        }
        return PRIVATE.stream()
                .filter(name -> directory.startsWith(root.resolve(name)) || Files.exists(directory.resolve(name)))
                .findFirst()
                .map(name -> "its directory would be mounted into the container, and with it " + name + "/");
    }

    /**
     * Makes the directory if it is missing.
     *
     * @return its owner as {@code uid:gid}, as whom the container has to run to write there
     */
    String prepare() {
        Path directory = directory();
        try {
            Files.createDirectories(directory);
            return Files.getAttribute(directory, "unix:uid") + ":" + Files.getAttribute(directory, "unix:gid");
        } catch (IOException | UnsupportedOperationException e) {
            throw new WharfException(
                    FailureCode.CONNECTION_INVALID,
                    "Cannot make the directory " + directory + " for the destination's file: " + e.getMessage()
                            + ". Make it yourself, or name another one in the destination's config.",
                    e);
        }
    }

    /** With symbolic links followed, as far as the path exists: a link must not hide what is mounted. */
    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            Path parent = path.getParent();
            return parent == null || path.getFileName() == null
                    ? path
                    : real(parent).resolve(path.getFileName());
        }
    }
}
