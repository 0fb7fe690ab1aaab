package dev.wharf.destination.duckdb;

import dev.wharf.destination.table.ResultRows;
import dev.wharf.destination.table.TableName;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.QueryResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;

/**
 * A question about the tables of a file, which cannot change them, whatever it says. The whole of DuckDB is opened to read only: of a file that is merely
 * attached so, a question could let go and attach it again to write. What reads or writes other files is switched off, and the switches are locked.
 * Stateless; any thread.
 */
final class Question {

    private Question() {}

    static void answer(Config config, String sql, QueryResult result) {
        Path file = DuckDbFile.path(config);
        if (!Files.exists(file)) {
            throw ConnectorFailure.queryRefused(
                    "There is no file " + config.text("path") + " yet: nothing was loaded into it. Sync first.");
        }
        try (Connection connection = open(file, config)) {
            ask(connection, sql, result);
        } catch (SQLException e) {
            throw DuckDbFailures.explain("Cannot open the DuckDB file " + config.text("path"), e);
        }
    }

    private static Connection open(Path file, Config config) throws SQLException {
        Properties settings = DuckDbFile.settings(file, config);
        settings.setProperty("access_mode", "READ_ONLY");
        settings.setProperty("jdbc_stream_results", "true");
        Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file, settings);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("USE " + schema(statement, DuckDbFile.schema(config)));
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The schema of the config, in which names are looked up; before the first load there may be none. */
    private static String schema(Statement statement, String name) throws SQLException {
        String sql =
                "SELECT current_database(), count(*) FROM information_schema.schemata WHERE catalog_name = current_database()"
                        + " AND schema_name = '" + name.replace("'", "''") + "'";
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            String schema = row.getLong(2) == 0 ? "main" : name;
            return TableName.quote(row.getString(1)) + "." + TableName.quote(schema);
        }
    }

    private static void ask(Connection connection, String sql, QueryResult result) {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(sql)) {
                result.columns(List.of());
                return;
            }
            try (ResultSet rows = statement.getResultSet()) {
                ResultRows answer = new ResultRows(rows.getMetaData(), result);
                while (rows.next()) {
                    answer.tell(rows);
                }
            }
        } catch (SQLException e) {
            throw DuckDbFailures.ofQuery(e);
        }
    }
}
