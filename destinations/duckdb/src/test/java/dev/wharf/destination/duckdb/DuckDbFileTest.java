package dev.wharf.destination.duckdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.sdk.Config;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that can be written, whatever they are called. */
class DuckDbFileTest {

    @TempDir
    private Path folder;

    @Test
    void aCheckLeavesNothing() throws Exception {
        ConnectionStatus status = new DuckDbDestination().check(config("it's new.duckdb", "main"));

        assertEquals(new ConnectionStatus(true, ""), status);
        assertArrayEquals(new String[0], folder.toFile().list());
    }

    /** DuckDB calls a database as its file is called, and would not know which of the two is meant. */
    @Test
    void aSchemaMayBeNamedAsItsFile() throws Exception {
        Config config = config("billing.duckdb", "billing");
        try (Connection connection = DuckDbFile.open(DuckDbFile.path(config), config);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA \"billing\"");
            statement.execute("CREATE TABLE \"billing\".\"t\" AS SELECT 7 AS n");
            connection.commit();
        }

        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("billing.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT n FROM billing.billing.t")) {
            row.next();
            assertEquals(7, row.getInt(1));
        }
    }

    @Test
    void whatDoesNotFitTheMemoryGoesBesideTheFile() throws Exception {
        Config config = config("w.duckdb", "main");
        try (Connection connection = DuckDbFile.open(DuckDbFile.path(config), config);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT current_setting('temp_directory')")) {
            row.next();
            assertEquals(folder.resolve("w.duckdb.tmp").toString(), row.getString(1));
        }
    }

    private Config config(String file, String schema) {
        return new Config(
                Json.object().put("path", folder.resolve(file).toString()).put("schema", schema));
    }
}
