package dev.wharf.destination.table;

import static dev.wharf.destination.table.TableName.quote;
import static java.util.stream.Collectors.joining;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Lets staged rows replace those with the same key. Of all rows with one key that ever came, the one with the greatest cursor counts, of
 * equal ones the latest, however they were cut into batches; a row without a cursor is older than any that has one. Where the one that
 * counts says that it was deleted, the table has no row of that key. So that an older one which comes later does not bring it back, its key
 * and cursor stay in a table beside. Null is a key like any other.
 */
final class Merge {

    /** Set by sources that follow a database's log: when the row was deleted. */
    private static final String DELETED_AT = "_ab_cdc_deleted_at";

    private final Tables tables;
    private final Layout layout;
    private final List<KeyPart> keys;
    private final List<KeyPart> cursor;

    /** A field, or what is inside of it. */
    private record KeyPart(Column column, List<String> path) {}

    Merge(Tables tables, Layout layout, ConfiguredStream stream) {
        this.tables = tables;
        this.layout = layout;
        keys = stream.primaryKey().stream().map(path -> part(path, stream)).toList();
        cursor = cursor(stream);
        if (keys.isEmpty()) {
            throw ConnectorFailure.config(
                    "Cannot deduplicate stream %s: it has no primary key. Choose one, or the mode append."
                            .formatted(stream.name()));
        }
    }

    /** The cursor that was chosen; of a source that keeps its own, that one, unless its field is not selected. */
    private List<KeyPart> cursor(ConfiguredStream stream) {
        if (!stream.cursor().isEmpty()) {
            return List.of(part(stream.cursor(), stream));
        }
        List<String> own = stream.stream().defaultCursor();
        boolean usable = stream.stream().sourceDefinedCursor()
                && !own.isEmpty()
                && layout.fields().contains(own.getFirst());
        return usable ? List.of(part(own, stream)) : List.of();
    }

    private KeyPart part(List<String> path, ConfiguredStream stream) {
        try {
            Column column = layout.column(path.getFirst());
            return column.name().equals(Names.OVERFLOW)
                    ? new KeyPart(column, path)
                    : new KeyPart(column, path.subList(1, path.size()));
        } catch (IllegalArgumentException e) {
            throw ConnectorFailure.config(
                    "Cannot deduplicate stream %s: its key or cursor %s is none of its fields. Select that field, or choose another key."
                            .formatted(stream.name(), String.join(".", path)),
                    e);
        }
    }

    /** What a fast look-up of rows by key needs an index on. */
    List<String> indexed() {
        return keys.stream().map(key -> sql(key, "")).toList();
    }

    /** What is kept of a row that was deleted. */
    List<Column> remembered() {
        return Stream.concat(keys.stream(), cursor.stream())
                .map(KeyPart::column)
                .distinct()
                .toList();
    }

    /**
     * Moves the rows of {@code staged} into {@code table}.
     *
     * @param deleted where deletions are remembered, made when there is one
     * @param patched by which fields some of the rows change others, and are no rows themselves; each as JSON
     */
    void run(TableName staged, TableName table, TableName deleted, Set<String> patched) throws SQLException {
        if (patched.isEmpty()) {
            replace(staged, table, deleted);
            return;
        }
        Patches patches = new Patches(tables, layout, this, staged);
        patches.takeOut();
        replace(staged, table, deleted);
        for (String fields : patched) {
            patches.apply(fields, table);
        }
        patches.drop();
    }

    private void replace(TableName staged, TableName table, TableName deleted) throws SQLException {
        dropOlderTwins(staged);
        if (!cursor.isEmpty()) {
            dropOutdated(staged, table);
            if (tables.exists(deleted)) {
                dropOutdated(staged, deleted);
                tables.execute(
                        "DELETE FROM " + deleted.sql() + " AS t USING " + staged.sql() + " AS s WHERE " + sameKey());
            }
        }
        tables.execute("DELETE FROM " + table.sql() + " AS t USING " + staged.sql() + " AS s WHERE " + sameKey());
        String columns = Tables.list(layout.columns());
        tables.execute("INSERT INTO " + table.sql() + " (" + columns + ") SELECT " + columns + " FROM " + staged.sql()
                + (deletes() ? " WHERE " + deletedAt() + " IS NULL" : "") + " ORDER BY " + quote(Names.ORDER));
        if (deletes() && !cursor.isEmpty()) {
            remember(staged, deleted);
        }
    }

    /**
     * Before rows that were deduplicated among themselves are added to a table: removes those of which the table has a newer one, and from the table
     * those that they replace.
     *
     * @param otherDeleted where the deletions are remembered that came with the rows; they are remembered in {@code deleted} from now on
     */
    void makeWay(TableName rows, TableName table, TableName otherDeleted, TableName deleted) throws SQLException {
        if (!cursor.isEmpty()) {
            dropOutdated(rows, table);
            if (tables.exists(deleted)) {
                dropOutdated(rows, deleted);
            }
            if (tables.exists(otherDeleted)) {
                dropOutdated(table, otherDeleted);
                rememberAlso(otherDeleted, deleted);
            }
        }
        tables.execute("DELETE FROM " + table.sql() + " AS t USING " + rows.sql() + " AS s WHERE " + sameKey());
    }

    private void rememberAlso(TableName otherDeleted, TableName deleted) throws SQLException {
        if (tables.exists(deleted)) {
            tables.evolve(otherDeleted, tables.columns(otherDeleted), remembered());
            tables.copy(otherDeleted, deleted, remembered());
        } else {
            tables.rename(otherDeleted, deleted);
        }
    }

    String sameKey() {
        return keys.stream()
                .map(key -> tables.dialect().same(sql(key, "t."), sql(key, "s.")))
                .collect(joining(" AND "));
    }

    /** Rows of which {@code by} has a newer one. */
    private void dropOutdated(TableName staged, TableName by) throws SQLException {
        tables.execute("DELETE FROM " + staged.sql() + " AS s USING " + by.sql() + " AS t WHERE " + sameKey() + " AND "
                + newer("t.", "s."));
    }

    /** A condition that a row has a greater cursor than another; neither has without a cursor. */
    String newer(String one, String other) {
        if (cursor.isEmpty()) {
            return "(1 = 0)";
        }
        String greater = order(cursor.getFirst(), one);
        String less = order(cursor.getFirst(), other);
        return "coalesce(" + greater + " > " + less + ", " + greater + " IS NOT NULL AND " + less + " IS NULL)";
    }

    /** What sorts rows from the oldest to the newest. */
    String oldestFirst() {
        return cursor.stream().map(part -> order(part, "") + " NULLS FIRST, ").collect(joining()) + quote(Names.ORDER);
    }

    private void dropOlderTwins(TableName staged) throws SQLException {
        String order = quote(Names.ORDER);
        String newest = cursor.stream()
                .map(part -> order(part, "") + " DESC NULLS LAST, ")
                .collect(joining());
        String ranked = "SELECT " + order + ", row_number() OVER (PARTITION BY "
                + keys.stream().map(key -> sql(key, "")).collect(joining(", "))
                + " ORDER BY " + newest + order + " DESC) AS \"_wharf_rank\" FROM " + staged.sql();
        tables.execute("DELETE FROM " + staged.sql() + " AS s USING (" + ranked + ") AS r WHERE s." + order + " = r."
                + order + " AND r.\"_wharf_rank\" > 1");
    }

    private void remember(TableName staged, TableName deleted) throws SQLException {
        String which = " FROM " + staged.sql() + " WHERE " + deletedAt() + " IS NOT NULL";
        if (!tables.exists(deleted)) {
            if (!tables.any("SELECT 1" + which + " LIMIT 1")) {
                return;
            }
            tables.create(deleted, remembered());
            tables.dialect().index(tables.connection(), deleted, indexed());
        }
        String columns = Tables.list(remembered());
        tables.execute("INSERT INTO " + deleted.sql() + " (" + columns + ") SELECT " + columns + which);
    }

    private boolean deletes() {
        return layout.fields().contains(DELETED_AT)
                && !layout.column(DELETED_AT).name().equals(Names.OVERFLOW);
    }

    private String deletedAt() {
        return quote(layout.column(DELETED_AT).name());
    }

    private String order(KeyPart part, String alias) {
        return tables.dialect()
                .cursorPart(alias + quote(part.column().name()), part.column().type(), part.path());
    }

    private String sql(KeyPart part, String alias) {
        return tables.dialect()
                .keyPart(alias + quote(part.column().name()), part.column().type(), part.path());
    }
}
