package dev.wharf.runtime.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wharf.protocol.Invocation;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector.Road;
import dev.wharf.runtime.launch.DockerLauncher.Options;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.TestImages.Configuration;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine of another machine, over TCP with certificates on both sides. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class TlsEngineIT {

    @TempDir
    private Path directory = Path.of("");

    @Test
    void endOfInputReachesTheConnectorAndItsLastBytesReachUs() throws IOException {
        int port = Registry.freePort();
        makeCertificates();
        try (PrivateEngine engine = start(port)) {
            Map<String, String> environment = new HashMap<>(engine.environment());
            String image = new TestImages(Engine.connect(environment)).load(Configuration.scripted("/bin/sh"));
            environment.put("DOCKER_HOST", "tcp://127.0.0.1:" + port);
            Map<String, String> withoutCertificates = Map.copyOf(environment);
            environment.put("DOCKER_TLS_VERIFY", "1");
            environment.put("DOCKER_CERT_PATH", directory.toString());
            DockerLauncher launcher = DockerLauncher.connect(environment, Options.standard());
            try (Connector connector = launcher.launch(cat(image))) {
                assertEquals(Road.ATTACH, connector.road());
                try (WritableByteChannel input = connector.input()) {
                    input.write(ByteBuffer.wrap("one\n".getBytes(StandardCharsets.UTF_8)));
                }
                assertEquals("config one\nend\n", LaunchSuite.output(connector));
                assertEquals(0, connector.exited().join().status());
            }
            WharfException refused = assertThrows(
                    WharfException.class, () -> DockerLauncher.connect(withoutCertificates, Options.standard()));
            assertEquals(FailureCode.ENGINE_UNREACHABLE, refused.code());
        }
    }

    private PrivateEngine start(int port) throws IOException {
        return PrivateEngine.start(
                directory,
                PrivateEngine.View.REMOTE,
                "-H",
                "tcp://127.0.0.1:" + port,
                "--tlsverify",
                "--tlscacert=" + directory.resolve("ca.pem"),
                "--tlscert=" + directory.resolve("cert.pem"),
                "--tlskey=" + directory.resolve("key.pem"));
    }

    private static Launch cat(String image) {
        return new Launch(
                new Program.Image(image),
                Role.DESTINATION,
                new Invocation.Check<>("config ".getBytes(StandardCharsets.UTF_8)),
                "tls",
                Launch.Input.PIPE,
                LaunchSuite.with("cat \"$3\"; cat; echo end", Confinement.standard()));
    }

    /** One certificate for both sides, which signed itself. */
    private void makeCertificates() throws IOException {
        List<String> command = List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=wharf-test",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-addext",
                "extendedKeyUsage=serverAuth,clientAuth",
                "-keyout",
                "key.pem",
                "-out",
                "cert.pem");
        Process openssl = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String said = LaunchSuite.text(openssl.getInputStream());
        assertEquals(0, openssl.onExit().join().exitValue(), said);
        Files.copy(directory.resolve("cert.pem"), directory.resolve("ca.pem"));
    }
}
