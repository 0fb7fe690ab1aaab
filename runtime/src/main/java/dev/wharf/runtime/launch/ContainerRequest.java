package dev.wharf.runtime.launch;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Driver;
import com.github.dockerjava.api.model.HealthCheck;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.Mount;
import com.github.dockerjava.api.model.MountType;
import com.github.dockerjava.api.model.VolumeOptions;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The container of one connector, with nothing in it that the connector was not given (invariant 9) and no secret in what the
 * engine shows of it (invariant 8).
 *
 * @param way how its files and its bytes travel
 * @param shared what is mounted into it, for a way that mounts something
 * @param own the writable directories that the image has itself
 * @param runtime what it runs in, where the engine's default is not wanted
 */
record ContainerRequest(
        Launch launch,
        ResolvedImage image,
        Way way,
        Optional<Path> shared,
        Set<String> own,
        Optional<String> runtime,
        int cpus) {

    /** Where a connector finds what it is given. */
    static final String DIRECTORY = "/wharf";

    static final String RUN = "dev.wharf.run";
    static final String ROLE = "dev.wharf.role";
    static final String OWNER = "dev.wharf.owner";

    CreateContainerCmd complete(CreateContainerCmd command) {
        String random = UUID.randomUUID().toString().substring(0, 8);
        String run = launch.run().replaceAll("[^A-Za-z0-9_.-]", "-");
        launch.confinement().user().ifPresent(command::withUser);
        return command.withName("wharf-" + run + "-" + launch.role().word() + "-" + random)
                .withLabels(Map.of(
                        RUN, launch.run(),
                        ROLE, launch.role().word(),
                        OWNER, Owner.current().toString()))
                .withEntrypoint(entrypoint())
                .withCmd(launch.invocation().arguments(ContainerRequest::path))
                .withEnv(variables())
                .withStdinOpen(isAttachedToStdin())
                .withStdInOnce(isAttachedToStdin())
                // What an image checks about itself is of no use here, and costs processes.
                .withHealthcheck(new HealthCheck().withTest(List.of("NONE")))
                .withHostConfig(confined());
    }

    /** Whether something is sent to its stdin through the engine. */
    boolean isAttachedToStdin() {
        return way != Way.FIFOS && (launch.input() == Input.PIPE || way == Way.REMOTE);
    }

    static String path(String option) {
        return DIRECTORY + "/" + file(option);
    }

    /** The name of the file of an option, e.g. {@code config}. */
    static String file(String option) {
        return option + ".json";
    }

    private List<String> entrypoint() {
        String from = launch.input() == Input.NONE ? " </dev/null" : "";
        Optional<String> script = switch (way) {
            case FIFOS ->
                Optional.of(
                        "exec \"$@\"" + (from.isEmpty() ? " <" + DIRECTORY + "/in" : from) + " >" + DIRECTORY + "/out");
            // A shell reads a line without taking a byte behind it; it is sent when the files are there.
            case REMOTE -> Optional.of("read -r _ && exec \"$@\"" + from);
            case ATTACH, REMOTE_WITHOUT_FILES -> Optional.empty();
        };
        return Stream.concat(
                        script.stream().flatMap(text -> Stream.of("/bin/sh", "-c", text, "wharf")),
                        image.entrypoint().stream())
                .toList();
    }

    private List<String> variables() {
        return Variables.of(launch, image.reference(), image.environment()::containsKey).entrySet().stream()
                .map(variable -> variable.getKey() + "=" + variable.getValue())
                .toList();
    }

    private HostConfig confined() {
        Confinement limits = launch.confinement();
        HostConfig config = HostConfig.newHostConfig()
                .withReadonlyRootfs(true)
                .withTmpFs(scratch())
                .withMounts(mounts())
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(limits.memoryBytes())
                .withMemorySwap(limits.memoryBytes())
                .withNanoCPUs((long) (Math.min(limits.cpus(), cpus) * 1e9))
                .withPidsLimit((long) limits.pids())
                .withInit(true)
                .withNetworkMode(limits.network() == Confinement.Network.NONE ? "none" : "bridge")
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
        return runtime.map(config::withRuntime).orElse(config);
    }

    /** Programs may be run from them: many connectors unpack native libraries into /tmp. */
    private Map<String, String> scratch() {
        long half = launch.confinement().memoryBytes() / 2;
        Map<String, String> scratch = new TreeMap<>();
        for (String directory : launch.confinement().writable()) {
            if (own.contains(directory)) {
                continue;
            }
            scratch.put(directory, "rw,exec,nosuid,nodev,size=" + half + "," + owner());
        }
        scratch.put("/tmp", "rw,exec,nosuid,nodev,size=" + half + ",mode=1777");
        return scratch;
    }

    private String owner() {
        String user = launch.confinement().user().orElse(image.user());
        String[] ids = user.split(":", 2);
        if (!user.matches("\\d+(:\\d+)?")) {
            // A name that only the image can resolve, or none.
            return "mode=1777";
        }
        return "mode=0700,uid=" + ids[0] + (ids.length > 1 ? ",gid=" + ids[1] : "");
    }

    private List<Mount> mounts() {
        List<Mount> mounts = new ArrayList<>();
        shared.ifPresent(directory -> mounts.add(bind(directory.toString(), DIRECTORY, true)));
        if (way == Way.REMOTE) {
            mounts.add(inMemory());
        }
        // A volume starts as a copy of what the image has there, with its owners; a tmpfs would hide it.
        own.forEach(
                directory -> mounts.add(new Mount().withType(MountType.VOLUME).withTarget(directory)));
        for (Confinement.Mount mount : launch.confinement().mounts()) {
            boolean readOnly = mount.access() == Confinement.Mount.Access.READ;
            mounts.add(bind(mount.host().toAbsolutePath().toString(), mount.container(), readOnly));
        }
        return mounts;
    }

    private static Mount bind(String source, String target, boolean readOnly) {
        return new Mount()
                .withType(MountType.BIND)
                .withSource(source)
                .withTarget(target)
                .withReadOnly(readOnly);
    }

    /** A volume, because the engine copies no files into a plain tmpfs; in memory, and gone when the container is. */
    private static Mount inMemory() {
        Map<String, String> options = Map.of("type", "tmpfs", "device", "tmpfs", "o", "mode=0755,nosuid,nodev,noexec");
        return new Mount()
                .withType(MountType.VOLUME)
                .withTarget(DIRECTORY)
                .withVolumeOptions(new VolumeOptions()
                        .withNoCopy(true)
                        .withDriverConfig(new Driver().withName("local").withOptions(options)));
    }

    /** The same for a person, who puts the files into the current directory. */
    String reproduction() {
        Confinement limits = launch.confinement();
        List<String> words = new ArrayList<>(List.of("docker", "run", "--rm"));
        if (launch.input() == Input.PIPE) {
            words.add("-i");
        }
        words.addAll(List.of(
                "--init",
                "--read-only",
                "--tmpfs",
                "/tmp:exec",
                "--cap-drop",
                "ALL",
                "--security-opt",
                "no-new-privileges"));
        words.addAll(List.of(
                "--memory", String.valueOf(limits.memoryBytes()), "--pids-limit", String.valueOf(limits.pids())));
        limits.writable().forEach(directory -> words.addAll(List.of("--tmpfs", directory + ":exec")));
        limits.user().ifPresent(user -> words.addAll(List.of("--user", user)));
        limits.mounts()
                .forEach(mount -> words.addAll(List.of(
                        "-v",
                        mount.host() + ":" + mount.container()
                                + (mount.access() == Confinement.Mount.Access.READ ? ":ro" : ""))));
        if (!launch.invocation().files().isEmpty()) {
            words.addAll(List.of("-v", "\"$PWD\":" + DIRECTORY + ":ro"));
        }
        words.add(image.pinned().orElse(image.reference()));
        words.addAll(launch.invocation().arguments(ContainerRequest::path));
        return String.join(" ", words);
    }
}
