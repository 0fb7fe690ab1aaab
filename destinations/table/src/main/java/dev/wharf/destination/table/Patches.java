package dev.wharf.destination.table;

import static dev.wharf.destination.table.TableName.quote;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.SQLException;
import java.util.List;

/**
 * Staged rows that are no rows but change others: what they have is put into those with the same values in some fields, whose other columns stay. A patch
 * counts unless the row's cursor is greater, or the row came behind it with an equal one; it adds no row. So it does not matter where a batch ends.
 */
final class Patches {

    /** The row itself has not become another one, nor has what was done to it. */
    private static final List<String> KEPT = List.of(Names.RAW_ID, Names.META);

    private final Tables tables;
    private final Layout layout;
    private final Merge merge;
    private final TableName staged;
    private final TableName patches;

    /** @param staged where they wait among rows */
    Patches(Tables tables, Layout layout, Merge merge, TableName staged) {
        this.tables = tables;
        this.layout = layout;
        this.merge = merge;
        this.staged = staged;
        this.patches = new TableName("", "_wharf_p_" + Names.digest(staged.schema() + '\0' + staged.table()));
    }

    /** Sets them aside, so that only rows are left. */
    void takeOut() throws SQLException {
        List<Column> columns = layout.staged().shown();
        String list = Tables.list(columns);
        String which = " WHERE " + quote(Names.PATCH) + " IS NOT NULL";
        tables.create(patches, columns);
        tables.execute(
                "INSERT INTO " + patches.sql() + " (" + list + ") SELECT " + list + " FROM " + staged.sql() + which);
        tables.execute("DELETE FROM " + staged.sql() + which);
    }

    /**
     * Applies those by the same fields, once the rows that came with them are in the table. Of several for one row the oldest first.
     *
     * @param fields as JSON
     */
    void apply(String fields, TableName table) throws SQLException {
        List<Column> by = Json.read(fields.getBytes(UTF_8))
                .valueStream()
                .map(field -> column(field.asString()))
                .toList();
        String ranked = "SELECT *, row_number() OVER (PARTITION BY " + Tables.list(by) + " ORDER BY "
                + merge.oldestFirst() + ") AS \"_wharf_rank\" FROM " + patches.sql() + " WHERE " + quote(Names.PATCH)
                + " = '" + fields.replace("'", "''") + "'";
        for (int rank = 1; ; rank++) {
            String these = "SELECT * FROM (" + ranked + ") AS r WHERE \"_wharf_rank\" = " + rank;
            if (!tables.any(these + " LIMIT 1")) {
                return;
            }
            tables.execute("UPDATE " + table.sql() + " AS t SET " + changes() + " FROM (" + these + ") AS p WHERE "
                    + by.stream().map(this::same).collect(joining(" AND ")) + " AND NOT " + merge.newer("t.", "p.")
                    + " AND NOT EXISTS (SELECT 1 FROM " + staged.sql() + " AS s WHERE " + merge.sameKey() + " AND s."
                    + quote(Names.ORDER) + " > p." + quote(Names.ORDER) + " AND NOT " + merge.newer("p.", "s.") + ")");
        }
    }

    void drop() throws SQLException {
        tables.drop(patches);
    }

    private String changes() {
        return layout.columns().stream()
                .map(Column::name)
                .filter(name -> !KEPT.contains(name))
                .map(name -> quote(name) + " = coalesce(p." + quote(name) + ", t." + quote(name) + ")")
                .collect(joining(", "));
    }

    private String same(Column column) {
        Dialect dialect = tables.dialect();
        return dialect.same(
                dialect.keyPart("t." + quote(column.name()), column.type(), List.of()),
                dialect.keyPart("p." + quote(column.name()), column.type(), List.of()));
    }

    private Column column(String field) {
        if (!layout.fields().contains(field) || layout.column(field).name().equals(Names.OVERFLOW)) {
            throw ConnectorFailure.config(
                    "Cannot change rows by their field %s: it has no column of its own. Select that field."
                            .formatted(field));
        }
        return layout.column(field);
    }
}
