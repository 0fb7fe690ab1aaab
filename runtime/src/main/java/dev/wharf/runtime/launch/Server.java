package dev.wharf.runtime.launch;

import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.LogConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports.Binding;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A program of ours that serves HTTP beside connectors, such as a vendor's stand-in: a container as confined as theirs, which is removed when this is closed,
 * or by the reaper of a later command when this process was killed. Any thread; one waits until it is ready.
 */
public final class Server implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private final Engine engine;
    private final String id;
    private final Request request;
    private final Wire said;

    /**
     * @param image one of ours, which says a line on stdout when it listens
     * @param run a name for its labels
     * @param port where it listens, on every address of its container
     */
    public record Request(String image, List<String> arguments, String run, int port, Confinement limits) {}

    private Server(Engine engine, String id, Request request, Wire said) {
        this.engine = engine;
        this.id = id;
        this.request = request;
        this.said = said;
    }

    static Server start(Engine engine, ResolvedImage image, Request request) {
        try (Undo undo = new Undo()) {
            String id = engine.ask(
                    "create a container for " + request.image(),
                    () -> engine.client()
                            .createContainerCmd(image.id())
                            .withName("wharf-" + request.run() + "-standin-"
                                    + UUID.randomUUID().toString().substring(0, 8))
                            .withLabels(Map.of(
                                    ContainerRequest.RUN, request.run(),
                                    ContainerRequest.ROLE, "standin",
                                    ContainerRequest.OWNER, Owner.current().toString()))
                            .withCmd(request.arguments())
                            .withExposedPorts(new ExposedPort(request.port()))
                            .withHostConfig(confined(request))
                            .exec()
                            .getId());
            undo.add(() -> Container.remove(engine, id));
            Wire said = engine.attach(id, "stdout", "stderr");
            engine.ask(
                    "start " + request.image(),
                    () -> engine.client().startContainerCmd(id).exec());
            undo.forget();
            return new Server(engine, id, request, said);
        }
    }

    private static HostConfig confined(Request request) {
        Confinement limits = request.limits();
        return HostConfig.newHostConfig()
                .withReadonlyRootfs(true)
                .withTmpFs(Map.of("/tmp", "rw,nosuid,nodev,size=64m,mode=1777"))
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withMemory(limits.memoryBytes())
                .withMemorySwap(limits.memoryBytes())
                .withPidsLimit((long) limits.pids())
                .withInit(true)
                .withPortBindings(new PortBinding(Binding.bindIp(LOOPBACK), new ExposedPort(request.port())))
                .withLogConfig(new LogConfig(LogConfig.LoggingType.NONE));
    }

    /** Returns when it listens. */
    public void awaitReady() {
        Optional<String> line;
        try {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(Channels.newInputStream(new Frames(said)), StandardCharsets.UTF_8));
            line = Optional.ofNullable(lines.readLine());
        } catch (IOException e) {
            line = Optional.of(String.valueOf(e.getMessage()));
        }
        if (line.filter(text -> text.contains("listens")).isEmpty()) {
            throw new WharfException(
                    FailureCode.ENGINE_FAILED,
                    request.image() + " did not begin to serve: " + line.orElse("it ended without a word")
                            + ". Its arguments were " + String.join(" ", request.arguments()) + ".");
        }
    }

    /** Its address for other containers of the engine. */
    public URI inside() {
        InspectContainerResponse about = inspect();
        String address = about.getNetworkSettings()
                .getNetworks()
                .values()
                .iterator()
                .next()
                .getIpAddress();
        return URI.create("http://" + address + ":" + request.port());
    }

    /** Its address for this machine, where the engine runs on it. */
    public URI outside() {
        Binding[] bindings =
                inspect().getNetworkSettings().getPorts().getBindings().get(new ExposedPort(request.port()));
        if (bindings == null || bindings.length == 0) {
            throw new WharfException(
                    FailureCode.ENGINE_FAILED,
                    "The engine publishes no port for " + request.image() + ". Let it publish ports, then try again.");
        }
        return URI.create("http://" + LOOPBACK + ":" + bindings[0].getHostPortSpec());
    }

    private InspectContainerResponse inspect() {
        return engine.ask(
                "look at " + request.image(),
                () -> engine.client().inspectContainerCmd(id).exec());
    }

    /** Removes it; whoever waits for it goes on. */
    @Override
    public void close() {
        Container.remove(engine, id);
        try {
            said.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
