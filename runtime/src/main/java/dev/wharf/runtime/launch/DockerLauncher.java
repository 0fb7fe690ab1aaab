package dev.wharf.runtime.launch;

import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.Info;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Runs connectors as containers of a Docker engine. Their bytes travel over named pipes that are mounted into them, which the
 * engine does not see; where that cannot be (another machine's engine, an image without a shell, a sandboxed runtime), over the
 * engine's attach stream. Which it was, {@link Connector#road} tells. Any thread.
 */
public final class DockerLauncher implements Launcher {

    private final Engine engine;
    private final Map<String, String> environment;
    private final Options options;
    private final Images images;
    /** Whether the images that were run have a shell, by their id. */
    private final Map<String, Boolean> shells = new ConcurrentHashMap<>();
    /** Which writable directories an image has itself, by its id. */
    private final Map<String, Set<String>> directories = new ConcurrentHashMap<>();
    /** Until the engine says that a directory of ours does not exist. */
    private volatile boolean sharesFiles = true;

    private DockerLauncher(Engine engine, Map<String, String> environment, Options options) {
        this.engine = engine;
        this.environment = environment;
        this.options = options;
        this.images = new Images(engine, new RegistryLogins(environment), options.progress());
    }

    /**
     * Finds the engine as the docker command does: DOCKER_HOST (a Unix socket, or TCP, with DOCKER_TLS_VERIFY and DOCKER_CERT_PATH),
     * DOCKER_CONTEXT, the context that the configuration in DOCKER_CONFIG names, or {@code /var/run/docker.sock}.
     *
     * @param environment of this process
     * @throws WharfException ENGINE_UNREACHABLE, with what to do about it
     */
    public static DockerLauncher connect(Map<String, String> environment, Options options) {
        return new DockerLauncher(Engine.connect(environment), Map.copyOf(environment), options);
    }

    /**
     * @param roads which roads may be taken
     * @param runtime the engine's runtime for connectors, e.g. {@code runsc}; its default when empty
     * @param progress told while an image is pulled
     */
    public record Options(Roads roads, Optional<String> runtime, Images.Progress progress) {

        public enum Roads {
            BEST,
            ATTACH
        }

        public static Options standard() {
            return new Options(Roads.BEST, Optional.empty(), (_, _, _) -> {});
        }
    }

    public Images images() {
        return images;
    }

    /**
     * What the engine says of itself.
     *
     * @param where its address
     * @param unlimited what it cannot limit, of memory, processors and processes: a container gets as much as it takes
     * @param seccomp whether system calls are filtered
     */
    public record Diagnosis(String version, String where, List<String> unlimited, boolean seccomp) {

        public Diagnosis {
            unlimited = List.copyOf(unlimited);
        }
    }

    /** For people who ask whether a sync would work here. */
    public Diagnosis diagnose() {
        Info info =
                engine.ask("ask what it can", () -> engine.client().infoCmd().exec());
        Map<String, String> limits = new LinkedHashMap<>();
        limits.put("MemoryLimit", "memory");
        limits.put("CpuCfsQuota", "processors");
        limits.put("PidsLimit", "processes");
        Map<String, Object> said = info.getRawValues();
        limits.keySet().removeIf(limit -> !Boolean.FALSE.equals(said.get(limit)));
        boolean seccomp = String.valueOf(said.get("SecurityOptions")).contains("name=seccomp");
        return new Diagnosis(
                String.valueOf(info.getServerVersion()),
                engine.host().toString(),
                List.copyOf(limits.values()),
                seccomp);
    }

    /** Starts a program that serves beside connectors. It runs when this returns, and may not listen yet. */
    public Server serve(Server.Request request) {
        return Server.start(engine, images.resolve(request.image()), request);
    }

    @Override
    public Connector launch(Launch launch) {
        ResolvedImage image = switch (launch.program()) {
            case Program.Image(String reference) -> images.resolve(reference);
            case Program.Command(List<String> words) ->
                throw new WharfException(
                        FailureCode.INPUT_INVALID,
                        "Cannot run the command " + String.join(" ", words)
                                + " in a container. Give an image, or use the local launcher.");
        };
        while (true) {
            Optional<Connector> connector = attempt(launch, image, way(launch, image));
            if (connector.isPresent()) {
                return connector.get();
            }
            // Something was learnt that excludes this way.
        }
    }

    /** The best way of which nothing is known that excludes it. */
    private Way way(Launch launch, ResolvedImage image) {
        boolean shell = shells.getOrDefault(image.id(), true);
        if (sharesFiles) {
            boolean fifos = options.roads() == Options.Roads.BEST && shell && !isSandboxed();
            return fifos ? Way.FIFOS : Way.ATTACH;
        }
        if (launch.invocation().files().isEmpty()) {
            return Way.REMOTE_WITHOUT_FILES;
        }
        if (shell) {
            return Way.REMOTE;
        }
        throw new WharfException(
                FailureCode.IMAGE_UNSUITABLE,
                "Cannot give " + image.reference() + " its config: the Docker engine at " + engine.host()
                        + " does not see this machine's files, and the image has no /bin/sh to take them over the network. Run wharf on the"
                        + " engine's machine, or use an image with a shell.");
    }

    /** Programs in a kernel of their own do not meet this one's named pipes. */
    private boolean isSandboxed() {
        String runtime = options.runtime().orElseGet(() -> engine.facts().runtime());
        return runtime.contains("runsc") || runtime.contains("kata");
    }

    /** @return empty when something was learnt that excludes this way */
    private Optional<Connector> attempt(Launch launch, ResolvedImage image, Way way) {
        try (Undo undo = new Undo()) {
            Optional<PrivateDirectory> directory =
                    way.isShared() ? Optional.of(directory(launch, way, undo)) : Optional.empty();
            ContainerRequest request = new ContainerRequest(
                    launch,
                    image,
                    way,
                    directory.map(PrivateDirectory::shared),
                    ownDirectories(image, launch.confinement().writable()),
                    options.runtime(),
                    engine.facts().cpus());
            try {
                String id = create(request, undo);
                if (way.needsShell() && !hasShell(image, id)) {
                    return Optional.empty();
                }
                Container container = start(request, id, directory, undo);
                undo.forget();
                return Optional.of(container);
            } catch (WharfException e) {
                if (directory.isPresent() && isAbout(e, directory.get().shared())) {
                    sharesFiles = false;
                    return Optional.empty();
                }
                throw e;
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.INTERNAL,
                    "Cannot prepare the files of the " + launch.role().word() + " " + image.reference() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private PrivateDirectory directory(Launch launch, Way way, Undo undo) throws IOException {
        PrivateDirectory directory = PrivateDirectory.create(environment);
        undo.add(directory::close);
        for (Map.Entry<String, byte[]> file : launch.invocation().files().entrySet()) {
            directory.write(ContainerRequest.file(file.getKey()), file.getValue());
        }
        if (way == Way.FIFOS) {
            directory.makeFifo("out");
            directory.makeFifo("in");
        }
        return directory;
    }

    private String create(ContainerRequest request, Undo undo) {
        Launch launch = request.launch();
        String id = engine.ask(
                "create a container for the " + launch.role().word() + " "
                        + request.image().reference(),
                () -> request.complete(engine.client()
                                .createContainerCmd(request.image().id()))
                        .exec()
                        .getId());
        undo.add(() -> Container.remove(engine, id));
        return id;
    }

    /** Asked of a container that is never started, which takes a while and is done for such images only. */
    private Set<String> ownDirectories(ResolvedImage image, List<String> writable) {
        if (writable.isEmpty()) {
            return Set.of();
        }
        return directories.computeIfAbsent(image.id() + writable, _ -> {
            try (Undo undo = new Undo()) {
                String id = engine.ask(
                        "look into the image " + image.reference(),
                        () -> engine.client()
                                .createContainerCmd(image.id())
                                .withEntrypoint(image.entrypoint())
                                .withLabels(Map.of(
                                        ContainerRequest.OWNER, Owner.current().toString()))
                                .exec()
                                .getId());
                undo.add(() -> Container.remove(engine, id));
                return writable.stream()
                        .filter(directory -> engine.has(id, directory))
                        .collect(Collectors.toSet());
            }
        });
    }

    private boolean hasShell(ResolvedImage image, String container) {
        return shells.computeIfAbsent(image.id(), _ -> engine.has(container, "/bin/sh"));
    }

    private Container start(ContainerRequest request, String id, Optional<PrivateDirectory> directory, Undo undo)
            throws IOException {
        Wire errors = engine.attach(id, "stderr");
        undo.add(() -> close(errors));
        Pipes pipes = pipes(request, id, directory);
        Container container = new Container(engine, id, request, pipes, new Frames(errors), directory);
        undo.add(container::close);
        container.start();
        if (request.way() == Way.REMOTE && pipes instanceof Pipes.Attached(Wire wire)) {
            Delivery.send(engine, id, request.launch(), wire);
        }
        return container;
    }

    private Pipes pipes(ContainerRequest request, String id, Optional<PrivateDirectory> directory) {
        if (request.way() == Way.FIFOS) {
            Path shared = directory.orElseThrow().shared();
            return new Pipes.Fifos(new Fifo(shared.resolve("in")), new Fifo(shared.resolve("out")));
        }
        return new Pipes.Attached(
                request.isAttachedToStdin() ? engine.attach(id, "stdin", "stdout") : engine.attach(id, "stdout"));
    }

    private static void close(Wire wire) {
        try {
            wire.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isAbout(WharfException refusal, Path directory) {
        return refusal.getCause() instanceof DockerException
                && String.valueOf(refusal.getMessage()).contains(directory.toString());
    }

    @Override
    public int reap() {
        List<com.github.dockerjava.api.model.Container> containers = engine.ask(
                "look for what killed runs left",
                () -> engine.client()
                        .listContainersCmd()
                        .withShowAll(true)
                        .withLabelFilter(List.of(ContainerRequest.OWNER))
                        .exec());
        int reaped = 0;
        for (com.github.dockerjava.api.model.Container container : containers) {
            Optional<Owner> owner = Owner.parse(container.getLabels().getOrDefault(ContainerRequest.OWNER, ""));
            boolean ended = !"running".equals(container.getState());
            if (owner.filter(one -> one.isGone() || (ended && one.isOfEarlierBoot()))
                    .isPresent()) {
                Container.remove(engine, container.getId());
                reaped++;
            }
        }
        PrivateDirectory.reap(environment);
        return reaped;
    }

    @Override
    public void close() {}
}
