package dev.wharf.runtime.launch;

import com.github.dockerjava.api.command.InspectImageResponse;
import com.github.dockerjava.api.model.ContainerConfig;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An image that the engine has.
 *
 * @param reference as the user wrote it
 * @param id the digest of its configuration; what is run, whatever the reference comes to mean later
 * @param pinned {@code repository@sha256:…}, which any machine can pull; absent for an image that was built here
 * @param entrypoint the image's own, or else what AIRBYTE_ENTRYPOINT or the image's command say
 * @param user as in the image: a name, {@code uid}, {@code uid:gid}, or empty for root
 * @param architecture {@code amd64}, {@code arm64}
 */
public record ResolvedImage(
        String reference,
        String id,
        Optional<String> pinned,
        List<String> entrypoint,
        String user,
        String workingDirectory,
        Map<String, String> environment,
        Map<String, String> labels,
        String architecture) {

    public ResolvedImage {
        entrypoint = List.copyOf(entrypoint);
        environment = Map.copyOf(environment);
        labels = Map.copyOf(labels);
    }

    static ResolvedImage of(String reference, InspectImageResponse image) {
        ContainerConfig config = image.getConfig() == null ? new ContainerConfig() : image.getConfig();
        Map<String, String> environment = words(config.getEnv())
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(
                        parts -> parts[0], parts -> parts.length > 1 ? parts[1] : "", (_, last) -> last));
        return new ResolvedImage(
                reference,
                String.valueOf(image.getId()),
                digest(reference, image.getRepoDigests()),
                entrypoint(reference, config, environment),
                text(config.getUser()),
                text(config.getWorkingDir()),
                environment,
                config.getLabels() == null ? Map.of() : config.getLabels(),
                text(image.getArch()));
    }

    /** For messages and reports: the reference with its digest. */
    public String identity() {
        return byDigest().orElse(reference + " (" + id + ")");
    }

    /** The reference with the digest that it stands for, which is pulled and run as that whatever its tag comes to mean; none of an image that was built here. */
    public Optional<String> byDigest() {
        return reference.contains("@")
                ? Optional.of(reference)
                : pinned.map(digest -> reference + digest.substring(digest.indexOf('@')));
    }

    /** Where an image has an own entrypoint, its command holds arguments of that, which the invocation replaces. */
    private static List<String> entrypoint(String reference, ContainerConfig config, Map<String, String> environment) {
        List<String> own = words(config.getEntrypoint()).toList();
        // By custom the words of ENTRYPOINT, joined by single spaces.
        List<String> named = Arrays.stream(
                        environment.getOrDefault("AIRBYTE_ENTRYPOINT", "").split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
        List<String> command = words(config.getCmd()).toList();
        return Stream.of(own, named, command)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElseThrow(() -> new WharfException(
                        FailureCode.IMAGE_UNSUITABLE,
                        "Cannot run " + reference
                                + ": the image has no ENTRYPOINT, no AIRBYTE_ENTRYPOINT and no CMD, so it is not known "
                                + "which program in it is the connector. Use a connector's image."));
    }

    private static Optional<String> digest(String reference, @Nullable List<String> digests) {
        if (digests == null || digests.isEmpty()) {
            return Optional.empty();
        }
        String repository = ImageReference.parse(reference).familiar();
        return digests.stream()
                .filter(digest -> digest.startsWith(repository + "@"))
                .findFirst()
                .or(() -> Optional.of(digests.getFirst()));
    }

    private static Stream<String> words(String @Nullable [] words) {
        return words == null ? Stream.empty() : Arrays.stream(words);
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }
}
