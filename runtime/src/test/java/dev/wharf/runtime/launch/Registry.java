package dev.wharf.runtime.launch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's docker-registry on a free loopback port, for one user. */
record Registry(Process process, int port) implements AutoCloseable {

    static final String USER = "wharf";
    static final String PASSWORD = "wharf-password";
    private static final String ENCRYPTED = "$2y$05$abcdefghijklmnopqrstuuQDINrZimCbL4XI7yNK/o4aRlKsUEP8W";

    static Registry start(Path directory) throws IOException {
        int port = freePort();
        Path users = Files.writeString(directory.resolve("htpasswd"), USER + ":" + ENCRYPTED + "\n");
        Path config = Files.writeString(
                directory.resolve("registry.yml"), """
                version: 0.1
                storage:
                  filesystem:
                    rootdirectory: %s
                http:
                  addr: 127.0.0.1:%d
                auth:
                  htpasswd:
                    realm: wharf
                    path: %s
                """.formatted(directory.resolve("storage"), port, users));
        Process process = Announced.start(
                List.of("docker-registry", "serve", config.toString()),
                "listening on",
                "Debian's package docker-registry (./dev/requirements)");
        return new Registry(process, port);
    }

    /** Its name in references to images. */
    String host() {
        return "127.0.0.1:" + port;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
