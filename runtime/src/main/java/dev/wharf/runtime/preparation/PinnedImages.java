package dev.wharf.runtime.preparation;

import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Images;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.launch.ResolvedImage;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.state.StateStore.Pin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Which image each side of a connection runs: the first time the one that its name stands for, and once that was of use, that one, by
 * its digest, whatever the name comes to mean. An image that was built on this machine has no such digest; it is followed, so that
 * whoever works on it runs what was built last, and a change of it is told. Any thread; an image is looked for, and pulled, once.
 */
public final class PinnedImages {

    private final Connection connection;
    private final StateStore store;
    private final Supplier<Images> images;
    private final Map<Role, Running> running = new EnumMap<>(Role.class);
    private final List<String> notes = new ArrayList<>();

    /** @param images asked for when the first image is looked for */
    public PinnedImages(Connection connection, StateStore store, Supplier<Images> images) {
        this.connection = connection;
        this.store = store;
        this.images = images;
    }

    /** What a side runs, pulled first where this machine does not have it. */
    public synchronized Running of(Endpoint endpoint) {
        return running.computeIfAbsent(endpoint.role(), _ -> settle(endpoint));
    }

    /** What a reader of the report should know of the images, a sentence each. */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    /** The images that were looked for were of use: from now on they are those that are run. */
    public synchronized void keep(Instant now) {
        for (Endpoint endpoint : List.of(connection.source(), connection.destination())) {
            if (endpoint.program() instanceof Program.Image(String reference)) {
                Optional.ofNullable(running.get(endpoint.role()))
                        .flatMap(Running::image)
                        .ifPresent(image -> pin(endpoint.role(), reference, image, now));
            }
        }
    }

    /** Lets a side run this image from now on. */
    public void pin(Role role, String reference, ResolvedImage image, Instant now) {
        String digest = image.pinned().orElse(image.id());
        if (pinOf(role, reference).filter(pin -> pin.image().equals(digest)).isEmpty()) {
            store.pin(connection.name(), role.word(), new Pin(reference, digest, now));
        }
    }

    /**
     * What a name stands for now: on this machine where that was built here and has no registry's digest, else in its registry, from
     * which it is pulled.
     */
    ResolvedImage newest(String reference) {
        return images.get()
                .local(reference)
                .filter(image -> image.byDigest().isEmpty())
                .orElseGet(() -> images.get().pull(reference));
    }

    /** Whether an image is held fast by a pin, or followed because only this machine has it. */
    public static boolean isFast(String pinned) {
        return pinned.contains("@");
    }

    private Optional<Pin> pinOf(Role role, String reference) {
        return store.pin(connection.name(), role.word())
                .filter(pin -> pin.reference().equals(reference));
    }

    private Running settle(Endpoint endpoint) {
        return switch (endpoint.program()) {
            case Program.Command command -> new Running(command, Optional.empty());
            case Program.Image(String reference) -> {
                Optional<Pin> pin = pinOf(endpoint.role(), reference);
                ResolvedImage image = pin.filter(known -> isFast(known.image()) && !reference.contains("@"))
                        .map(known -> pinned(endpoint.role(), known))
                        .orElseGet(() -> followed(endpoint.role(), reference, pin));
                yield new Running(new Program.Image(image.byDigest().orElse(reference)), Optional.of(image));
            }
        };
    }

    private ResolvedImage pinned(Role role, Pin pin) {
        String wanted = pin.reference() + pin.image().substring(pin.image().indexOf('@'));
        ResolvedImage image;
        try {
            image = images.get().resolve(wanted);
        } catch (WharfException e) {
            throw e.code() == FailureCode.IMAGE_UNAVAILABLE ? unavailable(role, pin, e) : e;
        }
        boolean moved = images.get()
                .local(pin.reference())
                .filter(named -> !named.id().equals(image.id()))
                .isPresent();
        if (moved) {
            notes.add("On this machine " + pin.reference() + " has come to stand for another image. The " + role.word()
                    + " ran the one it is pinned to; " + upgrade(role) + " takes the other.");
        }
        return image;
    }

    private ResolvedImage followed(Role role, String reference, Optional<Pin> pin) {
        ResolvedImage image = images.get().resolve(reference);
        pin.filter(known -> !isFast(known.image()) && !known.image().equals(image.id()))
                .ifPresent(known -> notes.add("The " + role.word() + "'s image " + reference
                        + " is another than in the last run (" + brief(known.image()) + " then, " + brief(image.id())
                        + " now): one without a registry's digest is followed, not pinned."));
        return image;
    }

    private WharfException unavailable(Role role, Pin pin, WharfException why) {
        return new WharfException(
                FailureCode.IMAGE_UNAVAILABLE,
                why.getMessage() + " It is pinned since " + pin.at() + "; " + upgrade(role) + " takes what "
                        + pin.reference() + " stands for now.",
                why);
    }

    private String upgrade(Role role) {
        return "`wharf connectors upgrade " + connection.name() + " " + role.word() + "`";
    }

    /** Enough of a digest to tell it from others. */
    public static String brief(String image) {
        int algorithm = image.lastIndexOf("sha256:");
        return algorithm < 0 ? image : image.substring(algorithm, Math.min(image.length(), algorithm + 7 + 12));
    }
}
