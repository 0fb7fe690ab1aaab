package dev.wharf.destination.postgres;

import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.jdbc.SslMode;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/**
 * How the connection is protected: what the driver is told about it, and the files from which it reads certificates, which are there, for this
 * user alone, until this is closed.
 */
final class Tls implements AutoCloseable {

    private final List<Path> files = new ArrayList<>();

    /** @param config the value of {@code ssl_mode} */
    void tell(Config config, Properties driver) {
        String mode = config.text("mode", SslMode.PREFER.value);
        PGProperty.SSL_MODE.set(driver, mode);
        if (config.has("ca_certificate")) {
            PGProperty.SSL_ROOT_CERT.set(driver, certificates(config, "ca_certificate"));
        } else if (mode.equals(SslMode.VERIFY_CA.value) || mode.equals(SslMode.VERIFY_FULL.value)) {
            PGProperty.SSL_FACTORY.set(driver, DefaultJavaSSLFactory.class.getName());
        }
        if (config.has("client_certificate")) {
            PGProperty.SSL_CERT.set(driver, certificates(config, "client_certificate"));
            PGProperty.SSL_KEY.set(driver, key(config.text("client_key", "")));
        }
    }

    /** @return the file that holds them */
    private String certificates(Config config, String key) {
        String pem = config.text(key);
        byte[] bytes = pem.getBytes(StandardCharsets.UTF_8);
        try {
            if (!CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(bytes))
                    .isEmpty()) {
                return file(pem);
            }
        } catch (CertificateException e) {
            throw noCertificate(key, e);
        }
        throw noCertificate(key, new CertificateException("empty"));
    }

    private String key(String pem) {
        if (!pem.contains("-----BEGIN PRIVATE KEY-----")) {
            throw ConnectorFailure.config(
                    "ssl_mode.client_key holds no key in PEM form that can be read here. Convert it:"
                            + " openssl pkcs8 -topk8 -nocrypt -in client.key");
        }
        return file(pem);
    }

    private static ConnectorFailure noCertificate(String key, Exception cause) {
        return ConnectorFailure.config(
                "ssl_mode." + key + " holds no certificate in PEM form. It begins with -----BEGIN CERTIFICATE-----, and"
                        + " its line breaks must have been kept.",
                cause);
    }

    private String file(String content) {
        try {
            Path file = Files.createTempFile("wharf-tls", ".pem");
            files.add(file);
            return Files.writeString(file, content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write certificates for the PostgreSQL driver", e);
        }
    }

    @Override
    public void close() {
        try {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete certificates", e);
        }
    }
}
