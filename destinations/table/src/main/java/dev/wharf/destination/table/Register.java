package dev.wharf.destination.table;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which table is whose, and which generation of the stream it shows: kept in the warehouse, in the table {@code _wharf_tables}, so that a
 * stream finds its table again whatever streams come later, and so that a refresh that was finished before a crash is not done
 * twice. One thread.
 */
final class Register {

    private static final String NAME = "_wharf_tables";
    private static final long UNKNOWN = -1;

    private final Tables tables;
    private final TableName register;
    private final String home;
    private final String connection;
    private final Map<StreamName, Entry> entries = new HashMap<>();
    private boolean made;

    /**
     * @param connection empty when the runtime did not say
     * @param generation {@link #UNKNOWN} when the table is not ours yet
     */
    private record Entry(String connection, TableName table, long generation) {}

    /**
     * @param home the schema of our own tables, and of streams without a namespace
     * @param connection empty when the runtime did not say
     */
    Register(Tables tables, String home, String connection) {
        this.tables = tables;
        this.home = home;
        this.connection = connection;
        this.register = new TableName(home, NAME);
    }

    /** Reads what is there, and finds a table for each stream. */
    void open(List<ConfiguredStream> streams) throws SQLException {
        made = tables.exists(register);
        if (made) {
            read();
        }
        Set<String> taken = new HashSet<>();
        entries.values().forEach(entry -> taken.add(folded(entry.table())));
        for (StreamName stream :
                streams.stream().map(ConfiguredStream::name).sorted().toList()) {
            Entry entry = entries.get(stream);
            if (entry == null) {
                TableName table = name(stream, taken);
                taken.add(folded(table));
                entries.put(stream, new Entry(connection, table, UNKNOWN));
            } else if (!entry.connection().isEmpty()
                    && !connection.isEmpty()
                    && !entry.connection().equals(connection)) {
                throw taken(stream, entry);
            }
        }
    }

    TableName table(StreamName stream) {
        return entry(stream).table();
    }

    /** Whether nothing was ever written into the stream's table by us. */
    boolean isNew(StreamName stream) {
        return entry(stream).generation() == UNKNOWN;
    }

    /** The generation that the table shows. */
    long generation(StreamName stream) {
        return entry(stream).generation();
    }

    /** The table shows this generation from now on. */
    void show(StreamName stream, long generation) throws SQLException {
        Entry old = entry(stream);
        String owner = connection.isEmpty() ? old.connection() : connection;
        Entry entry = new Entry(owner, old.table(), generation);
        if (entry.equals(old)) {
            return;
        }
        make();
        String delete = "DELETE FROM " + register.sql() + " WHERE namespace = ? AND stream = ?";
        try (PreparedStatement statement = tables.connection().prepareStatement(delete)) {
            statement.setString(1, stream.namespace());
            statement.setString(2, stream.name());
            statement.executeUpdate();
        }
        String insert = "INSERT INTO " + register.sql()
                + " (namespace, stream, connection, table_schema, table_name, generation) VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = tables.connection().prepareStatement(insert)) {
            statement.setString(1, stream.namespace());
            statement.setString(2, stream.name());
            statement.setString(3, owner);
            statement.setString(4, entry.table().schema());
            statement.setString(5, entry.table().table());
            statement.setLong(6, generation);
            statement.executeUpdate();
        }
        entries.put(stream, entry);
    }

    private void make() throws SQLException {
        if (!made) {
            tables.createShared(
                    register,
                    List.of(
                            new Column("namespace", ColumnType.TEXT),
                            new Column("stream", ColumnType.TEXT),
                            new Column("connection", ColumnType.TEXT),
                            new Column("table_schema", ColumnType.TEXT),
                            new Column("table_name", ColumnType.TEXT),
                            new Column("generation", ColumnType.INTEGER)));
            made = true;
        }
    }

    private void read() throws SQLException {
        try (Statement statement = tables.connection().createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT namespace, stream, connection, table_schema, table_name, generation FROM "
                                + register.sql())) {
            while (rows.next()) {
                entries.put(
                        new StreamName(rows.getString(1), rows.getString(2)),
                        new Entry(
                                rows.getString(3),
                                new TableName(rows.getString(4), rows.getString(5)),
                                rows.getLong(6)));
            }
        }
    }

    private TableName name(StreamName stream, Set<String> taken) {
        String schema = stream.namespace().isEmpty() ? home : tables.names().schema(stream.namespace());
        String table = tables.names()
                .table(
                        stream.namespace(),
                        stream.name(),
                        plain -> taken.contains(folded(new TableName(schema, plain))));
        return new TableName(schema, table);
    }

    private String folded(TableName table) {
        return tables.names().folded(table.schema()) + '\0' + tables.names().folded(table.table());
    }

    private Entry entry(StreamName stream) {
        Entry entry = entries.get(stream);
        if (entry == null) {
            throw new IllegalArgumentException("no stream " + stream);
        }
        return entry;
    }

    private ConnectorFailure taken(StreamName stream, Entry entry) {
        return ConnectorFailure.config(
                "Cannot load stream %s of connection %s: the table %s is filled by connection %s. Give each connection a schema of its own. If the connection was only renamed, update %s."
                        .formatted(stream, connection, entry.table(), entry.connection(), register));
    }
}
