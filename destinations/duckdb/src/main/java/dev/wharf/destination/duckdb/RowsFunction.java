package dev.wharf.destination.duckdb;

import static java.util.stream.Collectors.joining;

import dev.wharf.destination.table.Column;
import dev.wharf.destination.table.ColumnType;
import dev.wharf.destination.table.Rows;
import dev.wharf.destination.table.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBColumnType;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/**
 * DuckDB's fastest road into a table that keeps the order of rows and lets us say what becomes of each value: a table function of ours,
 * which DuckDB asks for one vector of rows after another. RATIONALE.md has the figures of the other roads. One load at a time.
 */
final class RowsFunction {

    private static final AtomicLong COUNT = new AtomicLong();

    private final String name;
    private Optional<Feed> feed = Optional.empty();

    private RowsFunction(String name) {
        this.name = name;
    }

    /** Registers the function with the database of a connection. */
    static RowsFunction register(Connection connection) throws SQLException {
        RowsFunction function = new RowsFunction("_wharf_rows_" + COUNT.incrementAndGet());
        try (var builder = DuckDBFunctions.tableFunction()) {
            builder.withName(function.name).withFunction(function.new Calls()).register(connection);
        }
        return function;
    }

    void load(Connection connection, TableName table, List<Column> columns, Rows rows) throws SQLException {
        Feed feed = new Feed(columns, rows);
        this.feed = Optional.of(feed);
        String names =
                columns.stream().map(column -> TableName.quote(column.name())).collect(joining(", "));
        StringBuilder values = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            values.append(column == 0 ? "" : ", ")
                    .append(value("c" + column, columns.get(column).type()));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "INSERT INTO " + table.sql() + " (" + names + ") SELECT " + values + " FROM " + name + "()");
        } catch (SQLException e) {
            throw feed.failure().orElse(e);
        } finally {
            this.feed = Optional.empty();
        }
    }

    /** The column's value from what a vector can carry. */
    private static String value(String column, ColumnType type) {
        return switch (type) {
            case TEXT, JSON, BOOLEAN, INTEGER, NUMBER -> column;
            case BIG_INTEGER -> column + "::BIGNUM";
            case DATE -> "make_date(" + column + ")";
            case TIMESTAMP -> "make_timestamp(" + column + ")";
            case INSTANT -> "make_timestamptz(" + column + ")";
            case TIME -> column + "::TIME";
            case OFFSET_TIME -> column + "::TIMETZ";
        };
    }

    private static DuckDBColumnType vectorType(ColumnType type) {
        return switch (type) {
            case TEXT, JSON, BIG_INTEGER, TIME, OFFSET_TIME -> DuckDBColumnType.VARCHAR;
            case BOOLEAN -> DuckDBColumnType.BOOLEAN;
            case DATE -> DuckDBColumnType.INTEGER;
            case TIMESTAMP, INSTANT, INTEGER -> DuckDBColumnType.BIGINT;
            case NUMBER -> DuckDBColumnType.DOUBLE;
        };
    }

    /** Whether a vector carries the column's values as texts. */
    static boolean isText(ColumnType type) {
        return vectorType(type) == DuckDBColumnType.VARCHAR;
    }

    /** What DuckDB calls, on one thread at a time, which need not be ours. */
    private final class Calls implements DuckDBTableFunction<Feed, Object, Object> {

        @Override
        public Feed bind(DuckDBTableFunctionBindInfo info) {
            Feed present = feed.orElseThrow();
            for (int column = 0; column < present.columns().size(); column++) {
                info.addResultColumn(
                        "c" + column, vectorType(present.columns().get(column).type()));
            }
            return present;
        }

        @Override
        public Object init(DuckDBTableFunctionInitInfo info) {
            info.setMaxThreads(1);
            return this;
        }

        @Override
        public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
            Feed present = info.getBindData();
            return present.fill(chunk);
        }
    }
}
