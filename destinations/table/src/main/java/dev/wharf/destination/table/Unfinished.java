package dev.wharf.destination.table;

import static java.util.stream.Collectors.toCollection;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The new table of a refresh that was cut off and is not asked for any more: Airbyte's platform gives one up when all its attempts have failed,
 * and a user may choose another mode. The source goes on from its states, so the rows that they cover must not go (invariant 6); they join
 * those of the old table. One thread, within the open transaction.
 */
final class Unfinished {

    private final Tables tables;
    private final TableName rows;
    private final TableName target;

    Unfinished(Tables tables, TableName rows, TableName target) {
        this.tables = tables;
        this.rows = rows;
        this.target = target;
    }

    /** Makes the target fit for these rows, before its road is made. Where there is none, they are it. */
    void prepare() throws SQLException {
        if (!tables.exists(target)) {
            tables.rename(rows, target);
            TableName deleted = Road.deletedFrom(rows);
            if (tables.exists(deleted)) {
                tables.rename(deleted, Road.deletedFrom(target));
            }
            return;
        }
        Map<String, ColumnType> existing = tables.columns(target);
        List<Column> wanted = new ArrayList<>();
        for (Column column : columns(rows)) {
            ColumnType present = existing.getOrDefault(column.name(), column.type());
            wanted.add(new Column(column.name(), tables.widest(target, column.name(), present, column.type())));
        }
        tables.evolve(target, existing, wanted);
    }

    /** Moves the rows into the target, whose road this is. */
    void moveInto(Road road) throws SQLException {
        if (tables.exists(rows)) {
            List<Column> columns = columns(target);
            tables.evolve(rows, tables.columns(rows), columns);
            road.takeOver(rows, columns);
        }
    }

    private List<Column> columns(TableName table) throws SQLException {
        return tables.columns(table).entrySet().stream()
                .map(column -> new Column(column.getKey(), column.getValue()))
                .collect(toCollection(ArrayList::new));
    }
}
