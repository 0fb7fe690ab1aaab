package dev.wharf.runtime.launch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Docker engine of a test's own, as root, which may be stopped. Its mounts and processes are in namespaces of their own: nothing of
 * it outlives {@link #close}, and it does not see this machine's /dev/shm when it is to pass for another machine's.
 */
public record PrivateEngine(Process process, Path directory) implements AutoCloseable {

    /** With --bridge none it would take away the bridge of the engine that runs already, with the network of every other test. */
    private static final String BRIDGE = "wharf-private";

    private static final String ADDRESS = "172.29.240.1/28";

    public enum View {
        SHARED,
        REMOTE
    }

    /** @param options more of dockerd's */
    public static PrivateEngine start(Path directory, View view, String... options) throws IOException {
        String mount = view == View.REMOTE ? "mount -t tmpfs tmpfs /dev/shm; " : "";
        String bridge = "ip link del " + BRIDGE + " 2>/dev/null; ip link add " + BRIDGE + " type bridge && ip addr add "
                + ADDRESS + " dev " + BRIDGE + " && ip link set " + BRIDGE + " up && ";
        String engine = "dockerd -H \"unix://$0/docker.sock\" --data-root \"$0/data\" --exec-root \"$0/exec\""
                + " --pidfile \"$0/pid\" --bridge " + BRIDGE + " --iptables=false \"$@\"; exec sleep infinity";
        List<String> command = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--pid",
                "--fork",
                "--kill-child",
                "--mount-proc",
                "sh",
                "-c",
                mount + bridge + engine));
        command.add(directory.toString());
        command.addAll(List.of(options));
        Process process =
                Announced.start(command, "API listen on " + directory, "root and dockerd (./dev/requirements)");
        return new PrivateEngine(process, directory);
    }

    /** The variables of a process that is to use it. */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("DOCKER_HOST", "unix://" + directory.resolve("docker.sock"));
        return environment;
    }

    /** Ends the daemon alone and at once; its containers go on. */
    public void kill() {
        ProcessHandle daemon = daemon();
        daemon.destroyForcibly();
        daemon.onExit().join();
    }

    /** Asks the daemon to end, which ends its containers first. */
    public void stop() {
        ProcessHandle daemon = daemon();
        daemon.destroy();
        daemon.onExit().join();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        try {
            new ProcessBuilder("ip", "link", "del", BRIDGE).start().onExit().join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ProcessHandle daemon() {
        return process.descendants()
                .filter(one -> one.info().command().orElse("").endsWith("/dockerd"))
                .findFirst()
                .orElseThrow();
    }
}
