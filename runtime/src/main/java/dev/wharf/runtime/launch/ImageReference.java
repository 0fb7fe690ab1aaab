package dev.wharf.runtime.launch;

import java.util.Optional;

/**
 * The parts of what a user writes for an image, as the docker command understands it.
 *
 * @param registry a host, with a port where it has one
 * @param repository with slashes, without the registry
 */
record ImageReference(String registry, String repository, Optional<String> tag, Optional<String> digest) {

    private static final String HUB = "docker.io";

    static ImageReference parse(String reference) {
        int at = reference.indexOf('@');
        Optional<String> digest = at < 0 ? Optional.empty() : Optional.of(reference.substring(at + 1));
        String name = at < 0 ? reference : reference.substring(0, at);
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
        String path = hasRegistry ? name.substring(slash + 1) : name;
        int colon = path.lastIndexOf(':');
        Optional<String> tag = colon < 0 ? Optional.empty() : Optional.of(path.substring(colon + 1));
        return new ImageReference(hasRegistry ? first : HUB, colon < 0 ? path : path.substring(0, colon), tag, digest);
    }

    /** The repository as docker shows it. */
    String familiar() {
        return isOfHub() ? repository.replaceFirst("^library/", "") : registry + "/" + repository;
    }

    /** What the engine is told to pull from. */
    String registryAndRepository() {
        return isOfHub() ? repository : registry + "/" + repository;
    }

    /** Whether it is in Docker's own registry, which has several names. */
    boolean isOfHub() {
        return registry.equals(HUB) || registry.equals("index.docker.io");
    }

    /** What to ask a registry for: a digest, or else a tag. */
    String wanted() {
        return digest.or(() -> tag).orElse("latest");
    }
}
