package dev.wharf.standin;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/**
 * A running stand-in: HTTP/1.1 in clear, HTTP/1.1 and HTTP/2 with TLS. The program that holds it may steer it by these methods, any other by
 * {@code /_control}. Safe for all threads.
 */
public final class Standin implements AutoCloseable {
    private final Server server;
    private final ServerConnector plain;
    private final ServerConnector secure;
    private final Front front;
    private final MovableClock clock;
    private final FaultScript faults;
    private final Limiter limiter;
    private final Calls calls;
    private final TestAuthority authority;

    private Standin(Vendor vendor, MovableClock clock, StandinOptions options) {
        this.clock = clock;
        faults = new FaultScript(vendor.faults());
        limiter = new Limiter(System::nanoTime);
        calls = new Calls();
        authority = new TestAuthority();
        Control control = new Control(vendor, clock, faults, limiter, calls, authority);
        front = new Front(vendor, clock, faults, limiter, calls, control, Standin::sleep, options.latency());
        server = new Server(new VirtualThreadPool());
        plain = plainConnector(options);
        secure = secureConnector(options, vendor.hosts());
        server.addConnector(plain);
        server.addConnector(secure);
        server.setHandler(front);
    }

    /**
     * Starts a vendor's stand-in; on return it answers.
     *
     * @throws IllegalStateException if it cannot listen
     */
    public static Standin start(Vendor vendor, MovableClock clock, StandinOptions options) {
        Standin standin = new Standin(vendor, clock, options);
        try {
            standin.server.start();
        } catch (Exception e) {
            throw new IllegalStateException(
                    "Cannot start the stand-in of " + vendor.name() + " on " + options.host() + ", ports "
                            + options.port() + " and " + options.tlsPort() + ": " + e.getMessage(),
                    e);
        }
        return standin;
    }

    /** Without a path, for plain HTTP. */
    public URI url() {
        return URI.create("http://" + hostForClients(plain) + ":" + plain.getLocalPort());
    }

    /** Without a path, for TLS; a client must trust {@link #authorityPem()}. */
    public URI secureUrl() {
        return URI.create("https://" + hostForClients(secure) + ":" + secure.getLocalPort());
    }

    public String authorityPem() {
        return authority.pem();
    }

    public MovableClock clock() {
        return clock;
    }

    public FaultScript faults() {
        return faults;
    }

    public Calls calls() {
        return calls;
    }

    public void limit(Limits limits) {
        limiter.set(limits);
    }

    @Override
    public void close() {
        front.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("cannot stop the stand-in at " + url(), e);
        }
    }

    private static String hostForClients(ServerConnector connector) {
        return connector.getHost().equals("0.0.0.0") ? "localhost" : connector.getHost();
    }

    private static HttpConfiguration configuration() {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        // The Date header is the stand-in's clock's.
        configuration.setSendDateHeader(false);
        return configuration;
    }

    private ServerConnector plainConnector(StandinOptions options) {
        // Without h2c: the JDK's client asks every plain server for that upgrade, and the two do not always agree on
        // when it has happened.
        ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(configuration()));
        connector.setHost(options.host());
        connector.setPort(options.port());
        return connector;
    }

    private ServerConnector secureConnector(StandinOptions options, List<String> vendorsHosts) {
        List<String> hosts = new ArrayList<>(List.of("localhost", "127.0.0.1", "host.docker.internal"));
        hosts.addAll(vendorsHosts);
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(authority.certify(hosts));
        tls.setKeyStorePassword("");
        // Test programs reach it by whatever name their network has for it.
        tls.setSniRequired(false);
        HttpConfiguration configuration = configuration();
        SecureRequestCustomizer customizer = new SecureRequestCustomizer();
        customizer.setSniHostCheck(false);
        configuration.addCustomizer(customizer);
        HttpConnectionFactory http1 = new HttpConnectionFactory(configuration);
        ALPNServerConnectionFactory alpn = new ALPNServerConnectionFactory();
        alpn.setDefaultProtocol(http1.getProtocol());
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(tls, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(configuration),
                http1);
        connector.setHost(options.host());
        connector.setPort(options.tlsPort());
        return connector;
    }

    private static void sleep(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
