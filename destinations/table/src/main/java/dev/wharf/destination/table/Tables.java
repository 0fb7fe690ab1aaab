package dev.wharf.destination.table;

import static dev.wharf.destination.table.TableName.quote;
import static java.util.stream.Collectors.joining;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The tables behind one connection, and the SQL that all databases speak to change them. One thread. */
final class Tables {

    private final Connection connection;
    private final Dialect dialect;
    private final Names names;
    /** Per schema the tables that are there, folded name to name. A schema that is not there yet has none. */
    private final Map<String, Map<String, String>> present = new HashMap<>();

    Tables(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
        this.names = new Names(dialect.naming());
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    Names names() {
        return names;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether a query has a row. */
    boolean any(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }

    boolean exists(TableName table) throws SQLException {
        return present(table.schema()).containsKey(names.folded(table.table()));
    }

    /** The tables of a schema whose names begin so. */
    List<TableName> beginningWith(String schema, String prefix) throws SQLException {
        return present(schema).values().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> new TableName(schema, name))
                .toList();
    }

    private Map<String, String> present(String schema) throws SQLException {
        Map<String, String> known = present.get(schema);
        if (known != null) {
            return known;
        }
        Map<String, String> found = new HashMap<>();
        String sql = "SELECT table_name FROM information_schema.tables"
                + " WHERE table_catalog = current_database() AND table_schema = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, schema);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.put(names.folded(rows.getString(1)), rows.getString(1));
                }
            }
        }
        present.put(schema, found);
        return found;
    }

    /** The columns of a table, in its order. */
    Map<String, ColumnType> columns(TableName table) throws SQLException {
        Map<String, ColumnType> columns = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table.sql() + " WHERE 1 = 0")) {
            ResultSetMetaData shape = rows.getMetaData();
            for (int i = 1; i <= shape.getColumnCount(); i++) {
                String name = shape.getColumnName(i);
                String type = shape.getColumnTypeName(i);
                Supplier<ConnectorFailure> unknown = () -> ConnectorFailure.config(
                        "The column %s of the table %s has the type %s, which is none of those that this destination writes. Change its type, or rename the table."
                                .formatted(name, table, type));
                columns.put(name, dialect.columnType(type).orElseThrow(unknown));
            }
        }
        return columns;
    }

    private void createSchema(String schema) throws SQLException {
        if (!hasSchema(schema)) {
            dialect.alone(connection);
            if (!hasSchema(schema)) {
                execute("CREATE SCHEMA IF NOT EXISTS " + quote(schema));
            }
        }
    }

    private boolean hasSchema(String schema) throws SQLException {
        String sql =
                "SELECT 1 FROM information_schema.schemata WHERE catalog_name = current_database() AND schema_name = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, schema);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Makes a table that all connections share, unless another has just made it. */
    void createShared(TableName table, List<Column> columns) throws SQLException {
        dialect.alone(connection);
        createSchema(table.schema());
        execute("CREATE TABLE IF NOT EXISTS " + table.sql() + " (" + definitions(columns) + ")");
        present(table.schema()).put(names.folded(table.table()), table.table());
    }

    /** Makes a table; one without a schema lives as long as the connection. */
    void create(TableName table, List<Column> columns) throws SQLException {
        if (table.schema().isEmpty()) {
            execute("CREATE TEMPORARY TABLE " + table.sql() + " (" + definitions(columns) + ")");
        } else {
            createSchema(table.schema());
            execute("CREATE TABLE " + table.sql() + " (" + definitions(columns) + ")");
        }
        present(table.schema()).put(names.folded(table.table()), table.table());
    }

    /** Adds the columns that the table lacks and widens those that are too narrow; never takes anything away. */
    void evolve(TableName table, Map<String, ColumnType> existing, List<Column> wanted) throws SQLException {
        for (Column column : wanted) {
            if (!existing.containsKey(column.name())) {
                execute("ALTER TABLE " + table.sql() + " ADD COLUMN " + definition(column));
            }
        }
        for (Column column : wanted) {
            ColumnType present = existing.getOrDefault(column.name(), column.type());
            if (!sameSql(present, column.type())) {
                if (isDateToTimestamp(present, column.type())) {
                    noteFarDates(table, column);
                }
                String quoted = quote(column.name());
                execute("ALTER TABLE " + table.sql() + " ALTER COLUMN " + quoted + " TYPE "
                        + dialect.sqlType(column.type()) + " USING "
                        + dialect.widened(quoted, present, column.type()));
            }
        }
    }

    private static boolean isDateToTimestamp(ColumnType from, ColumnType to) {
        return from == ColumnType.DATE && to == ColumnType.TIMESTAMP;
    }

    /**
     * Notes the dates that no timestamp reaches, and that become null: they come from tables that others made, and are not worth a column of
     * texts. DuckDB cannot alter a table whose rows were changed in the same transaction, so this is no UPDATE.
     */
    private void noteFarDates(TableName table, Column column) throws SQLException {
        String far = "NOT (" + dialect.kept(quote(column.name()), ColumnType.DATE, column.type()) + ")";
        if (any("SELECT 1 FROM " + table.sql() + " WHERE " + far + " LIMIT 1")) {
            String meta = quote(Names.META);
            String change = Json.object()
                    .put("field", column.name())
                    .put("change", "NULLED")
                    .put("reason", "DESTINATION_TYPECAST_ERROR")
                    .toString();
            execute("ALTER TABLE " + table.sql() + " ALTER COLUMN " + meta + " TYPE "
                    + dialect.sqlType(ColumnType.JSON) + " USING CASE WHEN " + far + " THEN "
                    + dialect.noted(meta, change) + " ELSE " + meta + " END");
        }
    }

    /** The type that a column is to have so that it keeps what it has and takes what comes. */
    ColumnType widest(TableName table, String column, ColumnType present, ColumnType wanted) throws SQLException {
        if (sameSql(present, wanted)) {
            return wanted;
        }
        ColumnType wide = present.with(wanted);
        String kept = dialect.kept(quote(column), present, wide);
        boolean loses = !sameSql(present, wide)
                && !isDateToTimestamp(present, wide)
                && any("SELECT 1 FROM " + table.sql() + " WHERE NOT (" + kept + ") LIMIT 1");
        return loses ? ColumnType.TEXT : wide;
    }

    private boolean sameSql(ColumnType one, ColumnType other) {
        return dialect.sqlType(one).equals(dialect.sqlType(other));
    }

    void drop(TableName table) throws SQLException {
        execute("DROP TABLE IF EXISTS " + table.sql());
        present(table.schema()).remove(names.folded(table.table()));
    }

    void rename(TableName table, TableName to) throws SQLException {
        execute("ALTER TABLE " + table.sql() + " RENAME TO " + quote(to.table()));
        present(table.schema()).remove(names.folded(table.table()));
        present(to.schema()).put(names.folded(to.table()), to.table());
    }

    void swap(TableName replacement, TableName target) throws SQLException {
        dialect.swap(connection, replacement, target);
        present(replacement.schema()).remove(names.folded(replacement.table()));
        present(target.schema()).put(names.folded(target.table()), target.table());
    }

    /** Copies all rows. */
    void copy(TableName from, TableName to, List<Column> columns) throws SQLException {
        String list = list(columns);
        execute("INSERT INTO " + to.sql() + " (" + list + ") SELECT " + list + " FROM " + from.sql());
    }

    /** Columns for SQL, with commas between them. */
    static String list(List<Column> columns) {
        return columns.stream().map(column -> quote(column.name())).collect(joining(", "));
    }

    void load(TableName table, List<Column> columns, Rows rows) throws SQLException {
        dialect.load(connection, table, columns, rows);
    }

    private String definitions(List<Column> columns) {
        return columns.stream().map(this::definition).collect(joining(", "));
    }

    private String definition(Column column) {
        return quote(column.name()) + " " + dialect.sqlType(column.type());
    }
}
