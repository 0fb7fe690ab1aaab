package dev.wharf.sdk.api;

import static dev.wharf.sdk.api.Scene.ASK;
import static dev.wharf.sdk.api.Server.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Message.TraceError.Reason;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.random.RandomGenerator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a server is reached: trust, proxies, and a server that is silent. */
class TransportTest {

    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    private Path directory;

    @Test
    void anAuthorityOfTheConfigIsTrusted() throws Exception {
        KeyStore keys = keys();
        HttpsServer server = serve(keys);
        String pem = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder()
                        .encodeToString(keys.getCertificate("key").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        Config config = new Config(Json.object().put("ca_certificates", pem));
        try (ApiClient client = client(uri(server), Transport.of(config))) {
            assertEquals("{\"a\":1}", client.send(ASK).json().toString());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAuthorityThatNobodyKnowsEndsTheRun() throws Exception {
        HttpsServer server = serve(keys());
        try (ApiClient client = client(uri(server), Transport.DIRECT)) {
            ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> client.send(ASK));

            assertEquals(Optional.of(Reason.ACCESS_DENIED), failure.reason());
            assertTrue(String.valueOf(failure.getMessage()).contains("ca_certificates"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void certificatesThatAreNoneAreRefused() {
        Config config = new Config(Json.object().put("ca_certificates", "-----BEGIN CERTIFICATE-----\nnone"));

        ConnectorFailure failure = assertThrows(
                ConnectorFailure.class, () -> client(URI.create("https://127.0.0.1:1"), Transport.of(config)));
        assertEquals(FailureType.CONFIG_ERROR, failure.type());
    }

    @Test
    void aProxyIsAskedInTheServersPlace() {
        try (Server proxy = new Server(json("{\"by\":\"proxy\"}"))) {
            Config config = new Config(Json.object().put("proxy", proxy.uri().toString()));
            try (ApiClient client = client(URI.create("http://api.acme.example"), Transport.of(config))) {
                assertEquals("{\"by\":\"proxy\"}", client.send(ASK).json().toString());
            }
        }
    }

    @Test
    void aServerThatSaysNothingAndABodyThatStallsAreTriedAgain() {
        CountDownLatch never = new CountDownLatch(1);
        Duration soon = Duration.ofMillis(200);
        Transport impatient = new Transport(Optional.empty(), Optional.empty(), Duration.ofSeconds(10), soon, soon);
        try (Server server = new Server(
                        exchange -> hang(never),
                        exchange -> {
                            exchange.sendResponseHeaders(200, 1000);
                            exchange.getResponseBody().write("{".getBytes(UTF_8));
                            exchange.getResponseBody().flush();
                            hang(never);
                        },
                        json("{}"));
                ApiClient client = client(server.uri(), impatient)) {
            client.send(ASK);

            assertTrue(server.asked().size() >= 3);
        } finally {
            never.countDown();
        }
    }

    private static void hang(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ApiClient client(URI base, Transport transport) {
        return ApiClient.open(
                new Acme(),
                base,
                transport,
                Budget.unlimited(),
                Waits.untold(),
                new MovedTime(),
                RandomGenerator.getDefault());
    }

    private static URI uri(HttpsServer server) {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static HttpsServer serve(KeyStore keys) throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            try (exchange) {
                json("{\"a\":1}").play(exchange);
            }
        });
        server.start();
        return server;
    }

    /** A key that its own certificate vouches for, made by the JDK's tool. */
    private KeyStore keys() throws Exception {
        Path file = directory.resolve("keys");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process process = new ProcessBuilder(
                        tool,
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-ext",
                        "bc:c",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD);
        }
        return keys;
    }
}
