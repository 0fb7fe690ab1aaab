package dev.wharf.destination.duckdb;

import dev.wharf.conformance.DestinationSuite;
import dev.wharf.protocol.Json;
import dev.wharf.sdk.Connectors;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

class DuckDbConformanceIT extends DestinationSuite {

    @Override
    public int run(String[] args, InputStream in, OutputStream out) {
        return Connectors.run(new DuckDbDestination(), args, in, out);
    }

    @Override
    public Class<?> program() {
        return DuckDbDestination.class;
    }

    @Override
    public String micros(String column) {
        return "epoch_us(" + column + ")";
    }

    @Override
    public int mostColumns() {
        return 2000;
    }

    @Override
    public ObjectNode config() {
        return Json.object().put("path", folder.resolve("test.duckdb").toString());
    }

    @Override
    public String table(String name) {
        return "\"" + name + "\"";
    }

    @Override
    public List<String> query(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("test.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                found.add(String.join("|", values));
            }
            return found;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void execute(String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + folder.resolve("test.duckdb"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
