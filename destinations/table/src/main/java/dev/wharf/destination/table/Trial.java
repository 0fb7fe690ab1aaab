package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;

/** Tries what a load needs, and undoes it. */
public final class Trial {

    private Trial() {}

    /**
     * Makes a table in a schema, which is made too if it is not there, writes a row by the road of a load, reads it, and rolls back.
     *
     * @param connection with a transaction open
     */
    public static void run(Connection connection, Dialect dialect, String schema) {
        TableName table = new TableName(
                schema, "_wharf_check_" + Names.digest(UUID.randomUUID().toString()));
        List<Column> columns = List.of(new Column("text", ColumnType.TEXT), new Column("at", ColumnType.INSTANT));
        Tables tables = new Tables(connection, dialect);
        try {
            tables.create(table, columns);
            tables.load(table, columns, oneRow());
            if (!tables.any("SELECT 1 FROM " + table.sql() + " WHERE text = 'trial'")) {
                throw ConnectorFailure.fault("A row that was written into " + table + " cannot be read.");
            }
            connection.rollback();
        } catch (SQLException e) {
            throw dialect.failure("Cannot write into schema " + schema, e);
        }
    }

    private static Rows oneRow() {
        Iterator<String> texts = List.of("trial").iterator();
        return into -> {
            if (!texts.hasNext()) {
                return false;
            }
            byte[] text = texts.next().getBytes(UTF_8);
            into.text(text, 0, text.length);
            into.timestamp(0);
            return true;
        };
    }
}
