package dev.wharf.runtime.launch;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.command.PullImageCmd;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import com.github.dockerjava.api.model.AuthConfig;
import com.github.dockerjava.api.model.PullResponseItem;
import com.github.dockerjava.api.model.ResponseItem.ProgressDetail;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The images that the engine has, or can pull with the logins of the user's Docker configuration. Any thread. */
public final class Images {

    private final Engine engine;
    private final RegistryLogins logins;
    private final Progress progress;
    private final Set<Pull> pulls = ConcurrentHashMap.newKeySet();

    Images(Engine engine, RegistryLogins logins, Progress progress) {
        this.engine = engine;
        this.logins = logins;
        this.progress = progress;
    }

    /** Told while an image is pulled; between its beginning and its end on a thread of its own. */
    @FunctionalInterface
    public interface Progress {

        default void begun(String reference) {}

        default void ended(String reference) {}

        /**
         * @param pulled bytes of the layers that this machine did not have
         * @param total of the layers that were announced so far; grows at first
         */
        void pulled(String reference, long pulled, long total);
    }

    /**
     * The image, pulled first when the engine does not have it.
     *
     * @throws WharfException IMAGE_UNAVAILABLE, with the reason and the cure
     */
    public ResolvedImage resolve(String reference) {
        return local(reference).orElseGet(() -> pull(reference));
    }

    /** The image if the engine has it. */
    public Optional<ResolvedImage> local(String reference) {
        try {
            return engine.ask("look at the image " + reference, () -> {
                try {
                    return Optional.of(ResolvedImage.of(
                            reference,
                            engine.client().inspectImageCmd(reference).exec()));
                } catch (NotFoundException _) {
                    return Optional.<ResolvedImage>empty();
                }
            });
        } catch (WharfException e) {
            if (e.code() == FailureCode.INPUT_INVALID) {
                throw new WharfException(
                        FailureCode.IMAGE_UNAVAILABLE,
                        "Cannot use the image " + reference
                                + ": this is no valid name of an image. Write it as name:tag.",
                        e);
            }
            throw e;
        }
    }

    /** The image as the registry has it now, even if the engine has one of that name. */
    public ResolvedImage pull(String reference) {
        ImageReference image = ImageReference.parse(reference);
        Optional<AuthConfig> login = logins.login(image);
        PullImageCmd command =
                engine.client().pullImageCmd(image.registryAndRepository()).withTag(image.wanted());
        login.ifPresent(command::withAuthConfig);
        Optional<String> error = await(command, new Pull(reference));
        if (error.isPresent()) {
            throw unavailable(reference, image, error.get(), login.isPresent());
        }
        return local(reference)
                .orElseThrow(() -> unavailable(reference, image, "the engine does not have it after all", false));
    }

    private Optional<String> await(PullImageCmd command, Pull pull) {
        pulls.add(pull);
        progress.begun(pull.reference);
        try {
            command.exec(pull);
            return pull.await();
        } finally {
            pulls.remove(pull);
            progress.ended(pull.reference);
        }
    }

    /** Ends every pull that is under way; each fails where it was asked for. */
    public void cancel() {
        pulls.forEach(Pull::cancel);
    }

    private WharfException unavailable(String reference, ImageReference image, String said, boolean withLogin) {
        String text = said.toLowerCase(Locale.ROOT);
        String cure;
        if (contains(text, "no space left")) {
            cure = "The engine's disk is full: free some space (docker system df shows what takes it).";
        } else if (contains(text, "unauthorized", "denied", "authentication required", "no basic auth", "forbidden")) {
            cure = withLogin
                    ? "The login for " + image.registry() + " in " + logins.file()
                            + " is not accepted, or may not read this image."
                    : "There is no such image, or it is private: then log in with docker login " + image.registry()
                            + ".";
        } else if (contains(text, "manifest unknown", "not found", "name unknown", "does not exist")) {
            cure = "The registry " + image.registry() + " has no such image: check its name and tag.";
        } else if (contains(
                text, "no such host", "connection refused", "timeout", "unreachable", "tls", "x509", "eof")) {
            cure = "The registry " + image.registry()
                    + " cannot be reached from the engine: check the network, or load the image " + "with docker load.";
        } else {
            cure = "Try docker pull " + reference + " by hand.";
        }
        return new WharfException(
                FailureCode.IMAGE_UNAVAILABLE, "Cannot pull the image " + reference + ": " + said + ". " + cure);
    }

    private static boolean contains(String text, String... words) {
        return Stream.of(words).anyMatch(text::contains);
    }

    /** One pull: what its layers come to, and why it failed. */
    private final class Pull extends ResultCallback.Adapter<PullResponseItem> {

        private final String reference;
        private final Map<String, ProgressDetail> layers = new HashMap<>();
        private final CountDownLatch ended = new CountDownLatch(1);
        private volatile @Nullable String error;

        Pull(String reference) {
            this.reference = reference;
        }

        @Override
        public void onNext(PullResponseItem item) {
            if (item.isErrorIndicated()) {
                error = item.getErrorDetail() == null
                        ? "for no reason that it tells"
                        : item.getErrorDetail().getMessage();
            } else if ("Downloading".equals(item.getStatus()) && item.getProgressDetail() != null) {
                layers.put(String.valueOf(item.getId()), item.getProgressDetail());
                tell();
            }
        }

        @Override
        public void onError(Throwable throwable) {
            error = throwable instanceof DockerException refused
                    ? Engine.message(refused)
                    : String.valueOf(throwable.getMessage());
            ended.countDown();
        }

        @Override
        public void onComplete() {
            ended.countDown();
        }

        /** The engine ends a pull whose asker is gone. */
        void cancel() {
            error = "it was interrupted";
            ended.countDown();
            try {
                close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Optional<String> await() {
            try {
                ended.await();
                return Optional.ofNullable(error);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return Optional.of("it was interrupted");
            }
        }

        private void tell() {
            long pulled = 0;
            long total = 0;
            for (ProgressDetail layer : layers.values()) {
                pulled += layer.getCurrent() == null ? 0 : layer.getCurrent();
                total += layer.getTotal() == null ? 0 : layer.getTotal();
            }
            progress.pulled(reference, pulled, total);
        }
    }
}
