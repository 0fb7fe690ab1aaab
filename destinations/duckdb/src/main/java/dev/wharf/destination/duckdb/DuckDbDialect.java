package dev.wharf.destination.duckdb;

import static dev.wharf.destination.table.TableName.quote;

import dev.wharf.destination.table.Column;
import dev.wharf.destination.table.ColumnType;
import dev.wharf.destination.table.Dialect;
import dev.wharf.destination.table.Naming;
import dev.wharf.destination.table.Rows;
import dev.wharf.destination.table.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** DuckDB's own ways. One connection. */
final class DuckDbDialect implements Dialect {

    /** DuckDB has no limit of its own. A longer name serves nobody. */
    private static final int LONGEST_NAME = 1000;

    /** Nor here; but each column takes 32 kB for a batch of rows, in memory that may be scarce. */
    private static final int MOST_COLUMNS = 2000;

    /** Its own schemas, and its own databases: a schema of the same name could not be told from one. */
    private static final Pattern SYSTEM = Pattern.compile("information_schema|pg_catalog|memory|system|temp");

    private final RowsFunction function;

    DuckDbDialect(RowsFunction function) {
        this.function = function;
    }

    @Override
    public Naming naming() {
        return new Naming(LONGEST_NAME, false, Set.of(), SYSTEM, MOST_COLUMNS);
    }

    @Override
    public String sqlType(ColumnType type) {
        return switch (type) {
            case TEXT -> "VARCHAR";
            case BOOLEAN -> "BOOLEAN";
            case DATE -> "DATE";
            case TIMESTAMP -> "TIMESTAMP";
            case INSTANT -> "TIMESTAMP WITH TIME ZONE";
            case TIME -> "TIME";
            case OFFSET_TIME -> "TIME WITH TIME ZONE";
            case INTEGER -> "BIGINT";
            case BIG_INTEGER -> "BIGNUM";
            case NUMBER -> "DOUBLE";
            case JSON -> "JSON";
        };
    }

    @Override
    public Optional<ColumnType> columnType(String sqlType) {
        for (ColumnType type : ColumnType.values()) {
            if (sqlType(type).equals(sqlType)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    @Override
    public String widened(String column, ColumnType from, ColumnType to) {
        return switch (to) {
            case JSON -> "to_json(" + column + ")";
            case TEXT -> from == ColumnType.JSON ? column + "->>'$'" : column + "::VARCHAR";
            case TIMESTAMP -> "TRY_CAST(" + column + " AS TIMESTAMP)";
            default -> column + "::" + sqlType(to);
        };
    }

    /** A 64-bit integer is exact in a DOUBLE up to 2 to the power of 53. */
    @Override
    public String kept(String column, ColumnType from, ColumnType to) {
        if (from == ColumnType.DATE && to == ColumnType.TIMESTAMP) {
            return column + " IS NULL OR TRY_CAST(" + column + " AS TIMESTAMP) IS NOT NULL";
        }
        return from == ColumnType.INTEGER && to == ColumnType.NUMBER
                ? column + " IS NULL OR " + column + " BETWEEN -9007199254740992 AND 9007199254740992"
                : "TRUE";
    }

    @Override
    public String noted(String meta, String change) {
        return "json_merge_patch(coalesce(" + meta + ", '{}'), json_object('changes', list_append(from_json(coalesce("
                + meta + "->'changes', '[]'), '[\"JSON\"]'), " + literal(change) + "::JSON)))";
    }

    @Override
    public String keyPart(String column, ColumnType type, List<String> path) {
        String value = inside(column, path);
        return type == ColumnType.JSON ? "(" + value + ")::VARCHAR" : value;
    }

    /** JSON sorts as text. Structs sort by their members in turn, and null behind everything: so numbers come before texts. */
    @Override
    public String cursorPart(String column, ColumnType type, List<String> path) {
        if (type != ColumnType.JSON) {
            return inside(column, path);
        }
        String value = "(" + inside(column, path) + ")";
        return "CASE WHEN json_type(" + value + ") <> 'NULL' THEN {'number': CASE WHEN json_type(" + value
                + ") IN ('BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'DOUBLE') THEN TRY_CAST(" + value
                + "::VARCHAR AS DOUBLE) END, 'text': " + value + "::VARCHAR} END";
    }

    private static String inside(String column, List<String> path) {
        StringBuilder value = new StringBuilder(column);
        path.forEach(key -> value.append("->").append(literal("$." + quote(key))));
        return value.toString();
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    @Override
    public String same(String left, String right) {
        return left + " IS NOT DISTINCT FROM " + right;
    }

    /** DuckDB joins by hash; an index would only slow the loading. */
    @Override
    public void index(Connection connection, TableName table, List<String> keys) {}

    @Override
    public void load(Connection connection, TableName table, List<Column> columns, Rows rows) throws SQLException {
        function.load(connection, table, columns, rows);
    }

    @Override
    public void swap(Connection connection, TableName replacement, TableName target) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP TABLE IF EXISTS " + target.sql());
            statement.execute("ALTER TABLE " + replacement.sql() + " RENAME TO " + quote(target.table()));
        }
    }

    /** Of rows that are in the write-ahead log only, each column takes a block of memory at least, which cannot be given back. */
    @Override
    public void relieve(Connection connection) throws SQLException {
        String sql = "SELECT sum(memory_usage_bytes), current_setting('memory_limit') FROM duckdb_memory()";
        try (Statement statement = connection.createStatement()) {
            boolean scarce;
            try (ResultSet row = statement.executeQuery(sql)) {
                row.next();
                scarce = row.getLong(1) > bytes(row.getString(2)) / 3;
            }
            if (scarce) {
                statement.execute("CHECKPOINT");
            }
        }
    }

    /** A size as DuckDB writes it, e.g. {@code 232.9 MiB}. */
    private static double bytes(String size) {
        int space = size.indexOf(' ');
        int power = List.of("bytes", "KiB", "MiB", "GiB", "TiB").indexOf(size.substring(space + 1));
        return Double.parseDouble(size.substring(0, space)) * Math.pow(1024, power);
    }

    @Override
    public RuntimeException failure(String attempt, SQLException error) {
        return DuckDbFailures.explain(attempt, error);
    }
}
