package dev.wharf.sdk.api;

import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * How a server is reached.
 *
 * @param proxy {@code http://host:port}; a container has no variables that would name one
 * @param authorities certificates in PEM that are trusted besides the well-known ones
 * @param connect the longest that connecting may take
 * @param headers the longest from a request to the header of its answer
 * @param stall the longest that a body may pause
 */
public record Transport(
        Optional<URI> proxy, Optional<String> authorities, Duration connect, Duration headers, Duration stall) {

    static {
        // Every attempt is counted, so the client below makes none of its own when a connection breaks before the
        // answer. It reads this once.
        System.setProperty("jdk.httpclient.redirects.retrylimit", "1");
    }

    /** Straight to the server; 20 seconds to connect, two minutes for a header, one for a pause. */
    public static final Transport DIRECT = new Transport(
            Optional.empty(), Optional.empty(), Duration.ofSeconds(20), Duration.ofMinutes(2), Duration.ofMinutes(1));

    /** By the config's members {@code proxy} and {@code ca_certificates}, both optional. */
    public static Transport of(Config config) {
        Optional<URI> proxy = config.optionalText("proxy").map(Transport::proxy);
        Optional<String> authorities = config.optionalText("ca_certificates");
        return new Transport(proxy, authorities, DIRECT.connect, DIRECT.headers, DIRECT.stall);
    }

    HttpClient open(URI base) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .connectTimeout(connect)
                .followRedirects(HttpClient.Redirect.NEVER)
                // Without TLS the client would ask each server for an upgrade, which not all take well.
                .version(base.getScheme().equals("https") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        proxy.ifPresent(uri ->
                client.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort()))));
        authorities.ifPresent(pem -> client.sslContext(trusting(pem)));
        return client.build();
    }

    private static URI proxy(String text) {
        URI uri = URI.create(text);
        if (!"http".equals(uri.getScheme()) || uri.getHost() == null || uri.getPort() < 0) {
            throw ConnectorFailure.config("proxy must look like http://host:port.");
        }
        return uri;
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                store.setCertificateEntry("given-" + count++, certificate);
            }
            for (Certificate wellKnown : wellKnown()) {
                store.setCertificateEntry("known-" + count++, wellKnown);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw ConnectorFailure.config("ca_certificates must hold certificates in PEM: " + e.getMessage() + ".", e);
        }
    }

    private static List<Certificate> wellKnown() throws GeneralSecurityException {
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init((KeyStore) null);
        return Arrays.stream(trust.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .flatMap(manager -> Arrays.<Certificate>stream(manager.getAcceptedIssuers()))
                .toList();
    }
}
