package dev.wharf.destination.postgres;

import dev.wharf.destination.table.Column;
import dev.wharf.destination.table.ColumnType;
import dev.wharf.destination.table.Dialect;
import dev.wharf.destination.table.Naming;
import dev.wharf.destination.table.Rows;
import dev.wharf.destination.table.TableName;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** PostgreSQL, from version 14 on. One thread, as {@link Dialect} says. */
final class PostgresDialect implements Dialect {

    /** Less than the 1600 of a table: dropped columns count there too, and a query that sorts needs some of its own. */
    private static final Naming NAMING = new Naming(
            63,
            true,
            Set.of("ctid", "xmin", "xmax", "cmin", "cmax", "tableoid"),
            Pattern.compile("pg_.*|information_schema", Pattern.DOTALL),
            1500);

    /** Held by whoever makes schemas, or tables that all connections share: making one that another has just made fails. */
    private static final String MAKING = "select pg_advisory_xact_lock(hashtextextended('wharf makes tables', 0))";

    private static final int LONGEST_INDEX = 32;

    private final Swap swap;

    PostgresDialect(Swap swap) {
        this.swap = swap;
    }

    @Override
    public Naming naming() {
        return NAMING;
    }

    @Override
    public String sqlType(ColumnType type) {
        return switch (type) {
            case TEXT -> "text";
            case BOOLEAN -> "boolean";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp without time zone";
            case INSTANT -> "timestamp with time zone";
            case TIME -> "time without time zone";
            case OFFSET_TIME -> "time with time zone";
            case INTEGER -> "bigint";
            case BIG_INTEGER, NUMBER -> "numeric";
            case JSON -> "jsonb";
        };
    }

    @Override
    public Optional<ColumnType> columnType(String sqlType) {
        return switch (sqlType) {
            case "text", "varchar" -> Optional.of(ColumnType.TEXT);
            case "bool" -> Optional.of(ColumnType.BOOLEAN);
            case "date" -> Optional.of(ColumnType.DATE);
            case "timestamp" -> Optional.of(ColumnType.TIMESTAMP);
            case "timestamptz" -> Optional.of(ColumnType.INSTANT);
            case "time" -> Optional.of(ColumnType.TIME);
            case "timetz" -> Optional.of(ColumnType.OFFSET_TIME);
            case "int8" -> Optional.of(ColumnType.INTEGER);
            case "numeric" -> Optional.of(ColumnType.NUMBER);
            case "jsonb" -> Optional.of(ColumnType.JSON);
            default -> Optional.empty();
        };
    }

    /** Airbyte's tables have identifiers of 36 characters, and numbers of 38 digits with 9 behind the point. */
    @Override
    public void loosen(Connection connection, TableName table) throws SQLException {
        String changes = """
                select format('alter column %I type %s', attname, atttypid::regtype) from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped and atttypmod > 0
                    and atttypid in ('varchar'::regtype, 'numeric'::regtype)
                """;
        for (String change : Swap.texts(connection, changes, table)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("alter table " + table.sql() + " " + change);
            }
        }
    }

    @Override
    public void alone(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(MAKING);
        }
    }

    /** Through JSON, where times have the form of ISO 8601 and not that of the server. */
    @Override
    public String widened(String column, ColumnType from, ColumnType to) {
        return switch (to) {
            case JSON -> "to_jsonb(" + column + ")";
            case TEXT -> "(to_jsonb(" + column + ") #>> '{}')";
            case TIMESTAMP -> "case when " + kept(column, from, to) + " then " + column + "::timestamp end";
            default -> column + "::" + sqlType(to);
        };
    }

    @Override
    public String kept(String column, ColumnType from, ColumnType to) {
        return from == ColumnType.DATE && to == ColumnType.TIMESTAMP
                ? column + " is null or " + column + " < '294277-01-01' or " + column + " = 'infinity'"
                : "true";
    }

    @Override
    public String noted(String meta, String change) {
        return "jsonb_set(coalesce(" + meta + ", '{}'), '{changes}', coalesce(" + meta + " -> 'changes', '[]') || '"
                + change.replace("'", "''") + "'::jsonb)";
    }

    /** Text sorts by its bytes: faster than by any language, and the same on every server. */
    @Override
    public String keyPart(String column, ColumnType type, List<String> path) {
        if (path.isEmpty()) {
            return type == ColumnType.TEXT ? "(" + column + " collate \"C\")" : column;
        }
        String steps = path.stream()
                .map(step -> "'" + step.replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "array[", "]"));
        return "nullif(" + column + " #> " + steps + ", 'null'::jsonb)";
    }

    /**
     * First by hash. An index on the values themselves could not hold the long ones, would not serve a comparison that takes nulls for
     * equal, and would be larger; and neither hash join nor merge join know that comparison.
     */
    @Override
    public String same(String left, String right) {
        return hash(left) + " = " + hash(right) + " and " + left + " is not distinct from " + right;
    }

    @Override
    public void index(Connection connection, TableName table, List<String> keys) throws SQLException {
        String expressions =
                keys.stream().limit(LONGEST_INDEX).map(PostgresDialect::hash).collect(Collectors.joining(", "));
        try (Statement statement = connection.createStatement()) {
            statement.execute("create index on " + table.sql() + " (" + expressions + ")");
        }
    }

    /** Of a record, because that function takes every type, and null. */
    private static String hash(String expression) {
        return "hash_record_extended(row(" + expression + "), 0)";
    }

    @Override
    public void load(Connection connection, TableName table, List<Column> columns, Rows rows) throws SQLException {
        String names =
                columns.stream().map(column -> TableName.quote(column.name())).collect(Collectors.joining(", "));
        CopyIn copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + table.sql() + " (" + names + ") from stdin (format binary)");
        long sent;
        try {
            sent = new CopyWriter(copy, columns).write(rows);
        } catch (SQLException | RuntimeException e) {
            cancel(copy, e);
            throw e;
        }
        long stored = copy.endCopy();
        if (stored != sent) {
            throw ConnectorFailure.config(
                    "Cannot load %s: of %d rows it took %d. A trigger on the table drops rows; remove it."
                            .formatted(table, sent, stored));
        }
    }

    private static void cancel(CopyIn copy, Exception cause) {
        try {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void swap(Connection connection, TableName replacement, TableName target) throws SQLException {
        swap.run(connection, replacement, target);
    }

    @Override
    public RuntimeException failure(String attempt, SQLException error) {
        return Refusals.of(attempt, error);
    }
}
