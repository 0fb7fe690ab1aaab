package dev.wharf.destination.table;

import static java.util.stream.Collectors.toSet;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rows of a stream into one table. Rows that a state covers go in at once; others, which must give way because memory is short, wait in
 * a stage until their state comes. Rows that replace others by key always pass through the stage. A stage is there only while it holds
 * rows. One thread; every method works within the open transaction.
 */
final class Road {

    private final Tables tables;
    private final TableName table;
    private final TableName stage;
    private final TableName deleted;
    private final Layout layout;
    private final Losses losses;
    private final RecordRows rows;
    private final RecordRows stagedRows;
    private final Optional<Merge> merge;
    private boolean staged;

    private Road(Tables tables, ConfiguredStream stream, TableName table, TableName stage, Layout layout) {
        this.tables = tables;
        this.table = table;
        this.stage = stage;
        this.deleted = deletedFrom(table);
        this.layout = layout;
        merge = stream.destinationSyncMode() == DestinationSyncMode.APPEND_DEDUP
                ? Optional.of(new Merge(tables, layout, stream))
                : Optional.empty();
        losses = new Losses(layout.fields());
        rows = new RecordRows(layout, losses, stream.generation(), stream.sync());
        stagedRows =
                merge.isEmpty() ? rows : new RecordRows(layout.staged(), losses, stream.generation(), stream.sync());
    }

    /** Makes the table fit for the stream's rows if it is there. Otherwise it is made with the first rows. */
    static Road into(Tables tables, ConfiguredStream stream, TableName table, TableName stage) throws SQLException {
        boolean present = tables.exists(table);
        Map<String, ColumnType> existing = present ? tables.columns(table) : Map.of();
        Map<String, ColumnType> types = new LinkedHashMap<>();
        stream.stream()
                .jsonSchema()
                .path("properties")
                .forEachEntry((field, schema) -> types.put(field, ColumnType.of(schema)));
        Map<String, String> names = tables.names().columns(types.keySet(), existing.keySet());
        for (Map.Entry<String, ColumnType> field : types.entrySet()) {
            String column = names.getOrDefault(field.getKey(), field.getKey());
            if (existing.containsKey(column)) {
                field.setValue(tables.widest(table, column, existing.get(column), field.getValue()));
            }
        }
        Layout layout = Layout.of(
                types, names, existing.keySet(), tables.dialect().naming().columns());
        if (present) {
            tables.evolve(table, existing, layout.columns());
        }
        Road road = new Road(tables, stream, table, stage, layout);
        road.adaptDeleted(present);
        return road;
    }

    /** Where it is remembered what was deleted from a table whose rows are replaced by key. */
    static TableName deletedFrom(TableName table) {
        return new TableName(table.schema(), "_wharf_d_" + Names.digest(table.schema() + '\0' + table.table()));
    }

    /** What was deleted by another key or cursor cannot be compared with what comes. */
    private void adaptDeleted(boolean tablePresent) throws SQLException {
        if (!tables.exists(deleted)) {
            return;
        }
        if (!tablePresent) {
            tables.drop(deleted);
        } else if (merge.isPresent()) {
            Map<String, ColumnType> existing = tables.columns(deleted);
            List<Column> remembered = merge.get().remembered();
            if (existing.keySet().equals(remembered.stream().map(Column::name).collect(toSet()))) {
                tables.evolve(deleted, existing, remembered);
            } else {
                tables.drop(deleted);
            }
        }
    }

    /** Rows that a state covers, or that end the stream, with all that was staged before. */
    void add(Segment covered) throws SQLException {
        if (merge.isPresent() && covered.records() > 0) {
            stage(covered);
        }
        unstage();
        if (merge.isEmpty() && covered.records() > 0) {
            tables.load(table, layout.columns(), rows.over(covered));
        }
        rows.renewIds();
    }

    /** Moves the rows of another table of the stream into this one; they are newer than what is there. */
    void takeOver(TableName other, List<Column> columns) throws SQLException {
        makeTable();
        if (merge.isPresent()) {
            merge.get().makeWay(other, table, deletedFrom(other), deleted);
        }
        tables.copy(other, table, columns);
        tables.drop(other);
        tables.drop(deletedFrom(other));
    }

    /** Rows that no state covers yet. */
    void stage(Segment uncovered) throws SQLException {
        if (!staged) {
            tables.create(stage, merge.isPresent() ? layout.staged().shown() : layout.shown());
            staged = true;
        }
        tables.load(stage, stagedRows.columns(), stagedRows.over(uncovered));
    }

    /** Whether rows wait that no state covers. */
    boolean isStaged() {
        return staged;
    }

    /** What the identifiers begin with of all rows, staged ones too, since the last that a state covered; of rows without keys only. */
    String rowIds() {
        return rows.commonId();
    }

    /** Moves what is staged to the table, which is there afterwards. */
    private void unstage() throws SQLException {
        if (staged && merge.isEmpty() && !stage.schema().isEmpty() && !tables.exists(table)) {
            tables.rename(stage, table);
        } else if (staged) {
            makeTable();
            if (merge.isPresent()) {
                merge.get().run(stage, table, deleted, stagedRows.takePatched());
            } else {
                tables.copy(stage, table, layout.columns());
            }
            tables.drop(stage);
        } else {
            makeTable();
        }
        staged = false;
    }

    /** Forgets what is staged. */
    void discard() throws SQLException {
        if (staged) {
            tables.drop(stage);
            staged = false;
        }
    }

    private void makeTable() throws SQLException {
        if (!tables.exists(table)) {
            tables.create(table, layout.shown());
            if (merge.isPresent()) {
                tables.dialect().index(tables.connection(), table, merge.get().indexed());
            }
        }
    }

    Losses losses() {
        return losses;
    }
}
