package dev.wharf.runtime.launch;

import com.github.dockerjava.core.DefaultDockerClientConfig;
import com.github.dockerjava.core.DockerClientConfig;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine listens, found as the docker command finds it: DOCKER_HOST, or the current context, or the usual socket; with
 * TLS where DOCKER_TLS_VERIFY or the context says so.
 */
final class Endpoint {

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int PLAIN_PORT = 2375;
    private static final int TLS_PORT = 2376;

    private final DockerClientConfig config;

    private Endpoint(DockerClientConfig config) {
        this.config = config;
    }

    static Endpoint find(Map<String, String> environment) {
        String directory = directory(environment).toString();
        DefaultDockerClientConfig.Builder builder = new DefaultDockerClientConfig.Builder()
                .withDockerConfig(directory)
                .withDockerCertPath(environment.getOrDefault("DOCKER_CERT_PATH", directory))
                .withDockerTlsVerify(
                        !environment.getOrDefault("DOCKER_TLS_VERIFY", "").isEmpty());
        value(environment, "DOCKER_CONTEXT").ifPresent(builder::withDockerContext);
        value(environment, "DOCKER_HOST").ifPresent(builder::withDockerHost);
        return new Endpoint(builder.build());
    }

    /** The directory of the user's Docker configuration. */
    static Path directory(Map<String, String> environment) {
        return value(environment, "DOCKER_CONFIG")
                .map(Path::of)
                .orElseGet(() -> Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".docker"));
    }

    DockerClientConfig config() {
        return config;
    }

    URI host() {
        return config.getDockerHost();
    }

    Wire dial() {
        URI host = host();
        try {
            return switch (String.valueOf(host.getScheme())) {
                case "unix" -> new Wire.Plain(SocketChannel.open(UnixDomainSocketAddress.of(host.getPath())));
                case "tcp", "http", "https" -> dialTcp();
                default ->
                    throw unreachable(
                            "this kind of address is not supported. Forward the engine's socket (ssh -L /tmp/docker.sock:"
                                    + "/var/run/docker.sock HOST) and set DOCKER_HOST=unix:///tmp/docker.sock",
                            null);
            };
        } catch (IOException | GeneralSecurityException e) {
            throw unreachable(reason(e), e);
        }
    }

    private Wire dialTcp() throws IOException, GeneralSecurityException {
        Optional<SSLContext> tls = Optional.empty();
        if (config.getSSLConfig() != null) {
            tls = Optional.ofNullable(config.getSSLConfig().getSSLContext());
        }
        int port = host().getPort() > 0 ? host().getPort() : tls.isPresent() ? TLS_PORT : PLAIN_PORT;
        InetSocketAddress address = new InetSocketAddress(host().getHost(), port);
        if (tls.isEmpty()) {
            SocketChannel channel = SocketChannel.open();
            connect(channel.socket(), address);
            return new Wire.Plain(channel);
        }
        SSLSocket socket = (SSLSocket) tls.get().getSocketFactory().createSocket();
        // 1.3 alone defines a half-close; docker-java's context would not offer it.
        socket.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        connect(socket, address);
        socket.startHandshake();
        return Wire.Secured.of(socket);
    }

    private static void connect(Socket socket, InetSocketAddress address) throws IOException {
        try {
            socket.connect(address, (int) CONNECT.toMillis());
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static String reason(Exception e) {
        String said = String.valueOf(e.getMessage());
        String cure = said.contains("Permission denied")
                ? "Run as a user who may use it: root, or a member of the group docker"
                : "Start it (./dev/engine start, or systemctl start docker), or set DOCKER_HOST to where it listens";
        return said + ". " + cure;
    }

    WharfException unreachable(String reason, @Nullable Throwable cause) {
        String message = "Cannot reach the Docker engine at " + host() + ": " + reason + ".";
        return cause == null
                ? new WharfException(FailureCode.ENGINE_UNREACHABLE, message)
                : new WharfException(FailureCode.ENGINE_UNREACHABLE, message, cause);
    }

    private static Optional<String> value(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
    }
}
