package dev.wharf.destination.table;

import static dev.wharf.destination.table.TableName.quote;
import static java.util.stream.Collectors.joining;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.SQLException;
import java.util.List;

/**
 * Lets staged rows replace those with the same key. Of two rows with one key the one with the greater cursor stays, then the later one; a row
 * without a cursor is older than any that has one. A row that says it was deleted removes its key. Null is a key like any other.
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
        cursor = stream.cursor().isEmpty() ? List.of() : List.of(part(stream.cursor(), stream));
        if (keys.isEmpty()) {
            throw ConnectorFailure.config(
                    "Cannot deduplicate stream %s: it has no primary key. Choose one, or the mode append."
                            .formatted(stream.name()));
        }
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

    /** Moves the rows of {@code staged} into {@code table}. */
    void run(TableName staged, TableName table) throws SQLException {
        dropOlderTwins(staged);
        String same = keys.stream()
                .map(key -> tables.dialect().same(sql(key, "t."), sql(key, "s.")))
                .collect(joining(" AND "));
        if (!cursor.isEmpty()) {
            String newer = sql(cursor.getFirst(), "t.");
            String older = sql(cursor.getFirst(), "s.");
            tables.execute("DELETE FROM " + staged.sql() + " AS s USING " + table.sql() + " AS t WHERE " + same
                    + " AND (" + newer + " > " + older + " OR (" + newer + " IS NOT NULL AND " + older + " IS NULL))");
        }
        tables.execute("DELETE FROM " + table.sql() + " AS t USING " + staged.sql() + " AS s WHERE " + same);
        String columns = Tables.list(layout.columns());
        tables.execute("INSERT INTO " + table.sql() + " (" + columns + ") SELECT " + columns + " FROM " + staged.sql()
                + (deletes() ? " WHERE " + quote(deletedAt()) + " IS NULL" : "") + " ORDER BY "
                + quote(Names.ORDER));
    }

    private void dropOlderTwins(TableName staged) throws SQLException {
        String order = quote(Names.ORDER);
        String newest = cursor.stream()
                .map(part -> sql(part, "") + " DESC NULLS LAST, ")
                .collect(joining());
        String ranked = "SELECT " + order + ", row_number() OVER (PARTITION BY "
                + keys.stream().map(key -> sql(key, "")).collect(joining(", "))
                + " ORDER BY " + newest + order + " DESC) AS \"_wharf_rank\" FROM " + staged.sql();
        tables.execute("DELETE FROM " + staged.sql() + " AS s USING (" + ranked + ") AS r WHERE s." + order + " = r."
                + order + " AND r.\"_wharf_rank\" > 1");
    }

    private boolean deletes() {
        return layout.fields().contains(DELETED_AT)
                && !layout.column(DELETED_AT).name().equals(Names.OVERFLOW);
    }

    private String deletedAt() {
        return layout.column(DELETED_AT).name();
    }

    private String sql(KeyPart part, String alias) {
        return tables.dialect()
                .keyPart(alias + quote(part.column().name()), part.column().type(), part.path());
    }
}
