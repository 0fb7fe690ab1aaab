package dev.wharf.destination.table;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * What differs between databases; the rest is SQL that both speak. Every method that takes a connection is called on the one thread that
 * owns it, within an open transaction unless it says otherwise.
 */
public interface Dialect {

    Naming naming();

    /** The SQL type of a column, e.g. {@code TIMESTAMP WITH TIME ZONE}. */
    String sqlType(ColumnType type);

    /**
     * The other way round, of a type as {@link java.sql.ResultSetMetaData#getColumnTypeName} calls it; empty when we cannot write into such
     * a column.
     */
    Optional<ColumnType> columnType(String sqlType);

    /**
     * An expression that gives a column's values in a wider type (see {@link ColumnType#with}), null where {@link #kept} does not hold.
     *
     * @param column quoted
     */
    String widened(String column, ColumnType from, ColumnType to);

    /**
     * A condition that {@link #widened} keeps the value: where it does not hold, the column becomes {@link ColumnType#TEXT} instead. Only a
     * date that is too far away for a time of day becomes null.
     *
     * @param column quoted
     */
    default String kept(String column, ColumnType from, ColumnType to) {
        return "TRUE";
    }

    /**
     * An expression that gives what a column like {@code _airbyte_meta} says, with one more entry in the list of what was changed.
     *
     * @param meta the column, quoted
     * @param change JSON
     */
    String noted(String meta, String change);

    /**
     * An expression that is equal for two rows exactly when they have the same key.
     *
     * @param column quoted, with its table's alias
     * @param path inside of a JSON column; empty when the column itself is meant
     */
    String keyPart(String column, ColumnType type, List<String> path);

    /** As {@link #keyPart}, an expression that sorts as a cursor does: numbers in JSON by their value, and null of any kind as null. */
    default String cursorPart(String column, ColumnType type, List<String> path) {
        return keyPart(column, type, path);
    }

    /**
     * A condition that two expressions from {@link #keyPart} are equal, nulls being equal to each other, such that a join can use the index.
     * A merge leaves it to the database: PostgreSQL joins neither by index nor by hash for {@code IS NOT DISTINCT FROM} alone, and an index
     * on the values themselves fails on a value of 2.7 kB, so it compares hashes first.
     */
    String same(String left, String right);

    /**
     * Called after a table was made whose rows are replaced by key: the place for an index.
     *
     * @param keys what {@link #keyPart} gave for its columns, without an alias
     */
    void index(Connection connection, TableName table, List<String> keys) throws SQLException;

    /** Takes the limits off the columns of a table that somebody else made, before it is loaded the first time. */
    default void loosen(Connection connection, TableName table) throws SQLException {}

    /** Until the transaction ends, no other load makes a schema, or a table that all share; called before that is done. */
    default void alone(Connection connection) throws SQLException {}

    /**
     * Puts rows into a table by the database's fastest road: asks for one row after another until there is none. The rows keep their
     * order.
     */
    void load(Connection connection, TableName table, List<Column> columns, Rows rows) throws SQLException;

    /**
     * Puts {@code replacement} in the place and under the name of {@code target}, which may not exist. Whoever reads sees the one or the
     * other, whole.
     */
    void swap(Connection connection, TableName replacement, TableName target) throws SQLException;

    /** Called when a hundred tables got rows, with nothing to commit: what the database keeps of them in memory can go to disk. */
    default void relieve(Connection connection) throws SQLException {}

    /**
     * What a database's error means to the user, and whose fault it is.
     *
     * @param attempt what was tried, e.g. {@code "Cannot load stream users into main.users"}
     */
    RuntimeException failure(String attempt, SQLException error);
}
