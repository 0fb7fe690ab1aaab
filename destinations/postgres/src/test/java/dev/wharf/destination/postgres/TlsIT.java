package dev.wharf.destination.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.conformance.PostgresCluster;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** With an authority of its own, which has signed a certificate for {@code localhost} and one for a client. */
class TlsIT {

    private static final PostgresCluster CLUSTER = PostgresCluster.open();

    @TempDir
    private static Path files;

    @BeforeAll
    static void makeCertificates() throws Exception {
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxr-xr-x"));
        authority("ca");
        authority("stranger");
        certificate("server", "localhost");
        certificate("client", "loader");
        Files.writeString(files.resolve("hba"), "local all all trust\n");
        openssl("pkcs8", "-topk8", "-in", "client.key", "-passout", "pass:key-word", "-out", "locked.key");
        for (String file : List.of("server.key", "server.crt", "ca.crt", "hba")) {
            Files.setOwner(
                    files.resolve(file),
                    files.getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(PostgresCluster.SUPERUSER));
        }
        set(Map.of(
                "ssl_cert_file", files.resolve("server.crt").toString(),
                "ssl_key_file", files.resolve("server.key").toString(),
                "ssl_ca_file", files.resolve("ca.crt").toString(),
                "hba_file", files.resolve("hba").toString()));
        CLUSTER.kill();
        CLUSTER.start();
    }

    @AfterAll
    static void stop() {
        CLUSTER.close();
    }

    @BeforeEach
    void letEverybodyIn() throws IOException {
        accept("host all all 127.0.0.1/32 scram-sha-256", "on");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prefer", "require"})
    void encryptsWhereTheServerCan(String mode) throws SQLException {
        assertTrue(encrypted(config(mode)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"disable", "allow"})
    void doesNotEncryptWhereNobodyInsists(String mode) throws SQLException {
        assertFalse(encrypted(config(mode)));
    }

    @Test
    void prefersToEncryptWhenNothingIsSaid() throws SQLException {
        ObjectNode config = config("disable");
        config.remove("ssl_mode");

        assertTrue(encrypted(config));
    }

    @Test
    void allowsEncryptionWhereTheServerInsists() throws Exception {
        accept("hostssl all all 127.0.0.1/32 scram-sha-256", "on");

        assertTrue(encrypted(config("allow")));
        assertRefused("pg_hba.conf", config("disable"));
    }

    @Test
    void prefersPlainOverNothing() throws Exception {
        accept("host all all 127.0.0.1/32 scram-sha-256", "off");

        assertFalse(encrypted(config("prefer")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"require", "verify-ca", "verify-full"})
    void doesNotGoOnInPlainWhereItMustEncrypt(String mode) throws Exception {
        accept("host all all 127.0.0.1/32 scram-sha-256", "off");

        assertRefused("Correct ssl_mode", trusting("ca", mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void acceptsTheServerThatTheAuthorityHasSigned(String mode) throws Exception {
        assertTrue(encrypted(trusting("ca", mode)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void refusesAServerThatAnotherAuthorityHasSigned(String mode) throws Exception {
        assertRefused("Correct ssl_mode", trusting("stranger", mode));
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify-ca", "verify-full"})
    void trustsTheAuthoritiesOfJavaWhenNoneIsGiven(String mode) {
        assertRefused("Correct ssl_mode", config(mode));
    }

    @Test
    void onlyVerifyFullAsksForTheName() throws Exception {
        assertTrue(encrypted(trusting("ca", "verify-ca").put("host", "127.0.0.1")));
        assertRefused("127.0.0.1", trusting("ca", "verify-full").put("host", "127.0.0.1"));
    }

    @Test
    void showsItsOwnCertificateWhereTheServerAsks() throws Exception {
        accept("hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca", "on");
        ObjectNode config = trusting("ca", "verify-full");
        assertRefused("client certificate", config);

        ((ObjectNode) config.get("ssl_mode"))
                .put("client_certificate", text("client.crt"))
                .put("client_key", text("client.key"));

        assertTrue(encrypted(config));
    }

    @Test
    void saysHowToConvertAKey() throws Exception {
        ObjectNode config = trusting("ca", "verify-full");
        ((ObjectNode) config.get("ssl_mode"))
                .put("client_certificate", text("client.crt"))
                .put("client_key", text("locked.key"));

        assertRefused("openssl pkcs8", config);
    }

    @Test
    void saysWhichCertificateIsNone() {
        ObjectNode config = config("verify-ca");
        ((ObjectNode) config.get("ssl_mode")).put("ca_certificate", "-----BEGIN CERTIFICATE----- MIIB");

        assertRefused("ssl_mode.ca_certificate holds no certificate", config);
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        assertTrue(encrypted(trusting("ca", "verify-full")));
        assertRefused("Correct ssl_mode", trusting("stranger", "verify-full"));

        try (Stream<Path> left = Files.list(temporary)) {
            assertEquals(
                    List.of(),
                    left.filter(file -> file.getFileName().toString().startsWith("wharf-tls"))
                            .toList());
        }
    }

    private static ObjectNode config(String mode) {
        ObjectNode config = new Database(CLUSTER, "postgres").config().put("host", "localhost");
        config.putObject("ssl_mode").put("mode", mode);
        return config;
    }

    private static ObjectNode trusting(String authority, String mode) throws IOException {
        ObjectNode config = config(mode);
        ((ObjectNode) config.get("ssl_mode")).put("ca_certificate", text(authority + ".crt"));
        return config;
    }

    private static boolean encrypted(ObjectNode config) throws SQLException {
        try (Connection connection = Session.open(new Server(new Config(config)), "tls");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void assertRefused(String told, ObjectNode config) {
        ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> encrypted(config));
        String message = String.valueOf(failure.getMessage());
        assertEquals(FailureType.CONFIG_ERROR, failure.type(), message);
        assertTrue(message.contains(told), message);
    }

    private static void accept(String rule, String ssl) throws IOException {
        Files.writeString(files.resolve("hba"), "local all all trust\n" + rule + "\n");
        set(Map.of("ssl", ssl));
    }

    private static void set(Map<String, String> settings) {
        settings.forEach((name, value) -> CLUSTER.sql("postgres", "alter system set %s = '%s'".formatted(name, value)));
        CLUSTER.sql("postgres", "select pg_reload_conf()");
    }

    private static void authority(String name) throws Exception {
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=" + name,
                "-keyout",
                name + ".key",
                "-out",
                name + ".crt");
    }

    private static void certificate(String file, String name) throws Exception {
        openssl(
                "req",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-subj",
                "/CN=" + name,
                "-addext",
                "subjectAltName=DNS:" + name,
                "-keyout",
                file + ".key",
                "-out",
                file + ".csr");
        openssl(
                "x509",
                "-req",
                "-in",
                file + ".csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-copy_extensions",
                "copy",
                "-out",
                file + ".crt");
    }

    private static void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(files.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private static String text(String file) throws IOException {
        return Files.readString(files.resolve(file));
    }
}
