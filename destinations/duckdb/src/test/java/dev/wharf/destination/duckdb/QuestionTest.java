package dev.wharf.destination.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.Connectors;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions to a file, and to what is not in it. */
class QuestionTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void fill() throws Exception {
        file = folder.resolve("billing.duckdb");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t AS SELECT 1 AS n");
            statement.execute("CREATE SCHEMA billing");
            statement.execute("CREATE TABLE billing.billing.t AS SELECT 2 AS n");
        }
    }

    @Test
    void namesAreLookedUpInTheSchemaOfTheConfigAlsoWhereTheFileHasItsName() throws Exception {
        assertTrue(ask("SELECT n FROM t", "main").contains("{\"row\":[1]}"));
        assertTrue(ask("SELECT n FROM t", "billing").contains("{\"row\":[2]}"));
        assertTrue(ask("SELECT n FROM t", "not yet made").contains("{\"row\":[1]}"));
    }

    /** A writer that was killed leaves its last transactions there. */
    @Test
    void whatIsInTheWriteAheadLogOnlyIsSeen() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO main.t VALUES (7)");
            Files.copy(file, folder.resolve("killed.duckdb"));
            Files.copy(folder.resolve("billing.duckdb.wal"), folder.resolve("killed.duckdb.wal"));
        }
        file = folder.resolve("killed.duckdb");

        assertTrue(ask("SELECT sum(n) FROM t", "main").contains("{\"row\":[8]}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH '%s' AS again (READ_WRITE); DELETE FROM again.t",
                "USE billing.billing; DETACH billing; ATTACH '%s' AS again; DELETE FROM again.main.t",
                "SET access_mode = 'READ_WRITE'; DELETE FROM t",
                "SET enable_external_access = true",
                "ATTACH ':memory:' AS other",
                "SELECT * FROM read_text('/etc/hostname')",
                "COPY t TO '%s.csv'",
                "EXPORT DATABASE '%s.export'",
                "INSTALL httpfs",
            })
    void nothingElseCanBeReachedAndNothingIsChanged(String sql) throws Exception {
        String answer = ask(sql.formatted(file), "main");

        assertTrue(answer.contains("wharf.query-refused"), answer);
        assertTrue(ask("SELECT count(*) FROM t", "main").contains("{\"row\":[1]}"));
        assertEquals(
                Set.of("billing.duckdb", "config.json", "query.json"),
                Set.of(folder.toFile().list()));
    }

    @Test
    void aFileThatIsNotThereIsNotMade() throws Exception {
        file = folder.resolve("absent.duckdb");

        assertTrue(ask("SELECT 1", "main").contains("Sync first."));
        assertFalse(Files.exists(file));
    }

    @Test
    void aFileThatIsBeingWrittenIsToBeAskedLater() throws Exception {
        try (var writer = new Writer(file)) {
            writer.awaitOpen();

            String answer = ask("SELECT 1", "main");

            assertTrue(answer.contains("transient_error"), answer);
        }
    }

    /** A process of its own, since within one a file is not locked. */
    private record Writer(Process process) implements AutoCloseable {

        Writer(Path file) throws Exception {
            this(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Open.class.getName(),
                            file.toString())
                    .start());
        }

        void awaitOpen() throws Exception {
            assertEquals("open", process.inputReader(UTF_8).readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().join();
        }
    }

    static final class Open {
        public static void main(String[] arguments) throws Exception {
            try (Connection _ = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
                System.out.println("open");
                System.in.read();
            }
        }
    }

    private String ask(String sql, String schema) throws Exception {
        Path config = Files.write(
                folder.resolve("config.json"),
                Json.write(Json.object().put("path", file.toString()).put("schema", schema)));
        Path query = Files.write(
                folder.resolve("query.json"), Json.write(Json.object().put("sql", sql)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Connectors.run(
                new DuckDbDestination(),
                new String[] {"query", "--config", config.toString(), "--query", query.toString()},
                InputStream.nullInputStream(),
                out);
        return out.toString(UTF_8);
    }
}
