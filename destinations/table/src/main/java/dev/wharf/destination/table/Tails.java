package dev.wharf.destination.table;

import static dev.wharf.destination.table.TableName.quote;

import dev.wharf.protocol.ConfiguredCatalog.Origin;
import dev.wharf.protocol.StreamName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What streams gave without a state behind it, of sources that send none, or none at the end. Such rows become visible when their stream
 * is complete; but if the run ends before the runtime has noted that, they are read again. So the table {@code _wharf_tails} says, in the
 * transaction of those rows, which they are, and the next run's take their place (invariant 6). One thread.
 */
final class Tails {

    private static final String NAME = "_wharf_tails";

    private final Tables tables;
    private final TableName table;
    private final Origin origin;
    /** What the identifiers begin with of rows that will be read again. */
    private final Map<StreamName, String> pending = new HashMap<>();

    private boolean made;

    Tails(Tables tables, String home, Origin origin) {
        this.tables = tables;
        this.table = new TableName(home, NAME);
        this.origin = origin;
    }

    /** Reads what is there. A tail of a sync that is known to have completed its stream is there to stay. */
    void open() throws SQLException {
        made = tables.exists(table);
        if (!made) {
            return;
        }
        String sql =
                "SELECT namespace, stream, sync, row_ids FROM " + table.sql() + " WHERE connection = ? AND epoch = ?";
        try (PreparedStatement select = tables.connection().prepareStatement(sql)) {
            select.setString(1, origin.connection());
            select.setLong(2, origin.epoch());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    StreamName stream = new StreamName(rows.getString(1), rows.getString(2));
                    if (rows.getLong(3) > origin.completed().getOrDefault(stream, 0L)) {
                        pending.put(stream, rows.getString(4));
                    }
                }
            }
        }
    }

    /** Whether the stream has rows that are read again. */
    boolean isPending(StreamName stream) {
        return pending.containsKey(stream);
    }

    /** Takes the rows that are read again out of the stream's table, if it is there. */
    void remove(StreamName stream, TableName from) throws SQLException {
        String rowIds = Optional.ofNullable(pending.remove(stream)).orElse("");
        if (!rowIds.isEmpty()) {
            delete(stream);
            if (tables.exists(from)) {
                tables.execute(
                        "DELETE FROM " + from.sql() + " WHERE " + quote(Names.RAW_ID) + " LIKE '" + rowIds + "%'");
            }
        }
    }

    /** @param rowIds what the identifiers of the tail's rows begin with */
    void save(StreamName stream, long sync, String rowIds) throws SQLException {
        make();
        delete(stream);
        String insert = "INSERT INTO " + table.sql()
                + " (connection, epoch, namespace, stream, sync, row_ids) VALUES (?, ?, ?, ?, ?, ?)";
        try (PreparedStatement statement = tables.connection().prepareStatement(insert)) {
            statement.setString(1, origin.connection());
            statement.setLong(2, origin.epoch());
            statement.setString(3, stream.namespace());
            statement.setString(4, stream.name());
            statement.setLong(5, sync);
            statement.setString(6, rowIds);
            statement.executeUpdate();
        }
    }

    private void delete(StreamName stream) throws SQLException {
        String sql = "DELETE FROM " + table.sql() + " WHERE connection = ? AND namespace = ? AND stream = ?";
        try (PreparedStatement statement = tables.connection().prepareStatement(sql)) {
            statement.setString(1, origin.connection());
            statement.setString(2, stream.namespace());
            statement.setString(3, stream.name());
            statement.executeUpdate();
        }
    }

    private void make() throws SQLException {
        if (!made) {
            tables.createShared(
                    table,
                    List.of(
                            new Column("connection", ColumnType.TEXT),
                            new Column("epoch", ColumnType.INTEGER),
                            new Column("namespace", ColumnType.TEXT),
                            new Column("stream", ColumnType.TEXT),
                            new Column("sync", ColumnType.INTEGER),
                            new Column("row_ids", ColumnType.TEXT)));
            made = true;
        }
    }
}
