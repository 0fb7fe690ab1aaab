package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.state.SqlStateStore;
import dev.wharf.runtime.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 6, by force: Wharf itself is killed in the middle of real syncs, and the table is as if nothing had happened. */
class KilledRunIT {

    private static final String STATELESS = """
            import json, pathlib, sys
            def say(type, name, body):
                print(json.dumps({"type": type, name: body}))
            if sys.argv[1] == "spec":
                say("SPEC", "spec", {"connectionSpecification": {"type": "object"}})
            elif sys.argv[1] == "discover":
                schema = {"type": "object", "properties": {"id": {"type": "integer"}}}
                say("CATALOG", "catalog", {"streams": [{
                    "name": "purchases", "json_schema": schema, "source_defined_cursor": True,
                    "supported_sync_modes": ["full_refresh", "incremental"]}]})
            else:
                for id in range(20000):
                    say("RECORD", "record", {"stream": "purchases", "emitted_at": 1, "data": {"id": id}})
                status = {"stream_descriptor": {"name": "purchases"}, "status": "COMPLETE"}
                say("TRACE", "trace", {"type": "STREAM_STATUS", "emitted_at": 1, "stream_status": status})
                sys.stdout.flush()
                pathlib.Path("sent").touch()
            """;

    @TempDir
    Path project;

    /** In append mode, where nothing but exact checkpoints keeps a row from standing twice. The ids of the events count without a gap. */
    @Test
    void killedRunsLoseAndDoubleNothing() throws Exception {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/shop.yaml"), """
                source:
                  connector: faker
                  config: { count: 400000, seed: 3, checkpoint_every: 5000 }
                destination:
                  connector: duckdb
                  config: { path: warehouse/shop.duckdb }
                collections:
                  select: [purchases]
                  settings:
                    purchases: { write: append }
                """);
        for (int moment : List.of(1500, 2500, 3500)) {
            Process run = start();
            if (!run.waitFor(moment, TimeUnit.MILLISECONDS)) {
                run.destroyForcibly().waitFor();
            }
        }
        Process last = start();
        assertEquals(0, last.waitFor(), () -> read(project.resolve("output")));

        List<Long> rows = rows();
        assertTrue(rows.get(0) >= 316_000, rows::toString);
        assertEquals(List.of(rows.get(0), rows.get(0), rows.get(0)), rows);
    }

    /**
     * A source that sends no states: its rows become visible when it is complete, and are replaced by those that come again where Wharf was
     * killed before it noted that. So there are as many times the rows as there are runs that ended.
     */
    @Test
    void killedRunsDoubleNothingOfASourceWithoutStates() throws Exception {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("source.py"), STATELESS);
        Files.writeString(project.resolve("connections/shop.yaml"), """
                source:
                  command: [python3, source.py]
                destination:
                  connector: duckdb
                  config: { path: warehouse/shop.duckdb }
                collections:
                  settings:
                    purchases: { mode: incremental, write: append }
                """);
        for (int behindTheSource : List.of(0, 300, 600, 900)) {
            Files.deleteIfExists(project.resolve("sent"));
            Process run = start();
            while (!Files.exists(project.resolve("sent")) && !run.waitFor(10, TimeUnit.MILLISECONDS)) {}
            if (!run.waitFor(behindTheSource, TimeUnit.MILLISECONDS)) {
                run.destroyForcibly().waitFor();
            }
        }
        assertEquals(0, start().waitFor(), () -> read(project.resolve("output")));

        long ended = endedRuns();
        assertEquals(List.of(ended * 20_000, 20_000L, 19_999L), rows());
    }

    private long endedRuns() {
        try (StateStore store =
                SqlStateStore.open(project.resolve(".wharf/state.db").toString(), Map.of())) {
            return store.runs("shop", 100).stream()
                    .filter(run -> run.report().isPresent())
                    .count();
        }
    }

    private Process start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.wharf.runtime.cli.Wharf",
                "-C",
                project.toString(),
                "sync",
                "shop");
        builder.environment().remove("WHARF_STATE_STORE");
        return builder.redirectErrorStream(true)
                .redirectOutput(project.resolve("output").toFile())
                .start();
    }

    /** How many rows, how many different ids, and the highest id. */
    private List<Long> rows() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + project.resolve("warehouse/shop.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("select count(*), count(distinct id), max(id) from purchases")) {
            result.next();
            return List.of(result.getLong(1), result.getLong(2), result.getLong(3));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
