package dev.wharf.destination.postgres;

import dev.wharf.conformance.DestinationSuite;
import dev.wharf.sdk.Connectors;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

class PostgresConformanceIT extends DestinationSuite {

    private final Database database = Database.fresh();

    @Override
    public int run(String[] args, InputStream in, OutputStream out) {
        return Connectors.run(new PostgresDestination(), args, in, out);
    }

    @Override
    public Class<?> program() {
        return PostgresDestination.class;
    }

    @Override
    public String micros(String column) {
        return "(extract(epoch from " + column + ") * 1000000)::bigint";
    }

    @Override
    public int mostColumns() {
        return 1500;
    }

    @Override
    public ObjectNode config() {
        return database.config();
    }

    @Override
    public String table(String name) {
        return "public.\"" + name + "\"";
    }

    @Override
    public List<String> query(String sql) {
        try (Connection connection = database.connect();
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
        database.sql(sql);
    }
}
