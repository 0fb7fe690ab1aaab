package dev.wharf.destination.table;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Json;
import dev.wharf.sdk.Output;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import tools.jackson.databind.node.ObjectNode;

/** The newest rows of tables, for a person to look at. */
public final class Preview {

    private static final int ROWS = 10;

    private Preview() {}

    /** Writes ten rows of each stream's table as records, all columns included, the newest last. A stream without a table has none. */
    public static void write(
            Connection connection, Dialect dialect, String schema, ConfiguredCatalog catalog, Output output) {
        Tables tables = new Tables(connection, dialect);
        Register register = new Register(tables, schema, "");
        try {
            register.open(catalog.streams());
            for (ConfiguredStream stream : catalog.streams()) {
                TableName table = register.table(stream.name());
                if (tables.exists(table)) {
                    write(connection, table, stream, output);
                }
            }
        } catch (SQLException e) {
            throw dialect.failure("Cannot read the tables", e);
        }
    }

    private static void write(Connection connection, TableName table, ConfiguredStream stream, Output output)
            throws SQLException {
        String at = TableName.quote(Names.EXTRACTED_AT);
        String newest = "SELECT * FROM " + table.sql() + " ORDER BY " + at + " DESC LIMIT " + ROWS;
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT to_json(t) FROM (" + newest + ") AS t ORDER BY t." + at)) {
            while (rows.next()) {
                byte[] row = rows.getString(1).getBytes(StandardCharsets.UTF_8);
                output.stream(stream.name()).record((ObjectNode) Json.read(row));
            }
        }
    }
}
