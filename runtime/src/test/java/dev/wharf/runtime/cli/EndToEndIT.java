package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.conformance.PostgresCluster;
import dev.wharf.runtime.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole of it, as an operator runs it: real containers of our faker and of Airbyte's, into a DuckDB file and into a PostgreSQL server. What
 * a table holds is compared with what the report says that the source sent.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EndToEndIT {

    private static final String OURS = """
            source:
              connector: faker
              config: { count: 3000, seed: 11 }
            """;
    private static final String THEIRS = """
            source:
              connector: airbyte-faker
              config: { count: 400, seed: 11 }
            """;

    @TempDir
    Path project;

    private PostgresCluster postgres;

    @BeforeAll
    void open() throws SocketException {
        postgres = PostgresCluster.openTo(bridge());
    }

    @AfterAll
    void close() {
        postgres.close();
    }

    @Test
    void ourFakerFillsDuckDbAndGoesOnWithWhatIsNew() throws Exception {
        write("ours", OURS + duckdb("ours"));
        JsonNode first = sync("ours");
        assertEquals(sent(first), duckdbRows("ours"));
        assertEquals(3000L, total(duckdbRows("ours")));

        JsonNode second = sync("ours");
        assertTrue(total(sent(second)) < 3000, () -> "read again what it had: " + sent(second));
        assertTrue(total(duckdbRows("ours")) > 3000, () -> "nothing new: " + second);
        assertEquals(
                "3",
                count(
                        duckdbQuery(
                                "ours",
                                "select count(distinct collection) from (select stream as collection from main._wharf_checkpoints)")));
    }

    @Test
    void ourFakerFillsPostgresAndARefreshReplacesTheTables() throws Exception {
        String database = postgres.newDatabase();
        write("ours-postgres", OURS + postgres(database));
        JsonNode first = sync("ours-postgres");
        assertEquals(sent(first), postgresRows(database));

        JsonNode again = sync("ours-postgres", "--full-refresh");
        assertEquals(sent(again), postgresRows(database));
        assertEquals(
                "2",
                postgres.sql(database, "select max(_airbyte_generation_id) from users")
                        .strip());
    }

    @Test
    void awkwardValuesArriveAndThoseThatFitNoColumnAreInTheReport() throws Exception {
        write("awkward", """
                source:
                  connector: faker
                  config: { count: 10, awkward: true }
                invalid: forward
                """ + duckdb("awkward"));
        JsonNode report = sync("awkward");

        assertEquals(
                sent(report).get("oddities"), Long.valueOf(duckdbQuery("awkward", "select count(*) from oddities")));
        long nulled = report.path("losses")
                .valueStream()
                .mapToLong(loss -> loss.path("nulled").asLong())
                .sum();
        assertEquals(
                duckdbQuery(
                        "awkward",
                        "select count(*) from (select unnest(from_json(_airbyte_meta->'changes', '[\"JSON\"]')) as change from oddities) where change->>'change' = 'NULLED'"),
                String.valueOf(nulled));
        assertTrue(nulled > 0, report::toPrettyString);
    }

    @Test
    void airbytesOwnFakerFillsDuckDb() throws Exception {
        write("theirs", THEIRS + duckdb("theirs"));
        JsonNode first = sync("theirs");
        assertEquals(0, first.path("refused").asInt(), first::toPrettyString);
        assertEquals(sent(first), duckdbRows("theirs"));
        assertEquals("fifo", first.path("source").path("road").asString());

        sync("theirs");
        assertEquals(400L, duckdbRows("theirs").get("users"));
    }

    @Test
    void airbytesOwnFakerFillsPostgres() throws Exception {
        String database = postgres.newDatabase();
        write("theirs-postgres", THEIRS + postgres(database));
        JsonNode first = sync("theirs-postgres");
        assertEquals(0, first.path("refused").asInt(), first::toPrettyString);
        assertEquals(sent(first), postgresRows(database));

        sync("theirs-postgres");
        assertEquals(400L, postgresRows(database).get("users"));
    }

    private JsonNode sync(String name, String... options) {
        String[] words = new String[options.length + 3];
        words[0] = "sync";
        words[1] = name;
        words[2] = "--json";
        System.arraycopy(options, 0, words, 3, options.length);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Wharf.run(
                new Shell(
                        new PrintStream(out, true, UTF_8),
                        new PrintStream(err, true, UTF_8),
                        new ByteArrayInputStream(new byte[0]),
                        System.getenv(),
                        project,
                        false),
                words);
        assertEquals(0, status, () -> out.toString(UTF_8) + err.toString(UTF_8));
        JsonNode report = JsonMapper.shared().readTree(out.toString(UTF_8));
        assertEquals(0, report.path("miscounts").size(), report::toPrettyString);
        return report;
    }

    private static Map<String, Long> sent(JsonNode report) {
        Map<String, Long> sent = new LinkedHashMap<>();
        for (JsonNode line : report.path("collections")) {
            sent.put(line.path("name").asString(), line.path("records").asLong());
        }
        return sent;
    }

    private static long total(Map<String, Long> rows) {
        return rows.values().stream().mapToLong(Long::longValue).sum();
    }

    private Map<String, Long> duckdbRows(String name) throws SQLException {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : new String[] {"users", "products", "purchases"}) {
            rows.put(table, Long.valueOf(count(duckdbQuery(name, "select count(*) from " + table))));
        }
        return rows;
    }

    private Map<String, Long> postgresRows(String database) {
        Map<String, Long> rows = new LinkedHashMap<>();
        for (String table : new String[] {"users", "products", "purchases"}) {
            rows.put(
                    table,
                    Long.valueOf(postgres.sql(database, "select count(*) from " + table)
                            .strip()));
        }
        return rows;
    }

    private String duckdbQuery(String name, String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + project.resolve("warehouse/" + name + ".duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static String count(String value) {
        return value.strip();
    }

    private void write(String name, String file) throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/" + name + ".yaml"), file);
    }

    private static String duckdb(String name) {
        return """
                destination:
                  connector: duckdb
                  config: { path: warehouse/%s.duckdb }
                """.formatted(name);
    }

    private String postgres(String database) throws SocketException {
        return """
                destination:
                  connector: postgres
                  config:
                    host: %s
                    port: %d
                    database: %s
                    username: %s
                    password: '%s'
                    schema: public
                    ssl_mode: { mode: disable }
                """.formatted(bridge(), postgres.port(), database, PostgresCluster.SUPERUSER, PostgresCluster.PASSWORD);
    }

    /** This machine's address on the network of the engine's containers. */
    private static String bridge() throws SocketException {
        NetworkInterface bridge = NetworkInterface.getByName("docker0");
        if (bridge == null) {
            throw new IllegalStateException("There is no bridge docker0: start an engine with dev/engine start.");
        }
        return bridge.getInterfaceAddresses().stream()
                .map(address -> address.getAddress().getHostAddress())
                .filter(address -> address.indexOf(':') < 0)
                .findFirst()
                .orElseThrow();
    }
}
