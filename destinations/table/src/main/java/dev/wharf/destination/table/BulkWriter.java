package dev.wharf.destination.table;

import java.sql.SQLException;

/**
 * Where one row goes, a value at a time: one call per column, in the order in which the columns were given to {@link Dialect#load}. The
 * method is that of the column's {@link ColumnType}, or {@link #nothing}. A method that returns {@link Kept#NOT} has written nothing:
 * {@link #nothing} follows for the same column.
 *
 * <p>Bytes are good during the call only. One thread.
 */
public interface BulkWriter {

    /** {@link ColumnType#TEXT}: UTF-8. It may hold U+0000. */
    Kept text(byte[] bytes, int from, int to) throws SQLException;

    /** {@link ColumnType#JSON}: a JSON value as it stands on the wire. */
    Kept json(byte[] bytes, int from, int to) throws SQLException;

    /** {@link ColumnType#BOOLEAN}. */
    Kept bool(boolean value) throws SQLException;

    /** {@link ColumnType#INTEGER}. */
    Kept integer(long value) throws SQLException;

    /** {@link ColumnType#BIG_INTEGER}: an optional minus and digits, as many as there are. */
    Kept bigInteger(byte[] bytes, int from, int to) throws SQLException;

    /** {@link ColumnType#NUMBER}: a number by the grammar of JSON, of any size. */
    Kept number(byte[] bytes, int from, int to) throws SQLException;

    /** {@link ColumnType#DATE}: days since 1970-01-01, proleptic Gregorian. */
    Kept date(long epochDay) throws SQLException;

    /** {@link ColumnType#TIMESTAMP} and {@link ColumnType#INSTANT}: microseconds since 1970, for TIMESTAMP of the wall clock. */
    Kept timestamp(long epochMicros) throws SQLException;

    /** {@link ColumnType#TIME}: 0 to 86,400,000,000 inclusive, which is 24:00. */
    Kept time(long microsOfDay) throws SQLException;

    /** {@link ColumnType#OFFSET_TIME}: the time on the wall, and seconds east of Greenwich, within 18 hours. */
    Kept offsetTime(long microsOfDay, int offsetSeconds) throws SQLException;

    /** Writes null. */
    void nothing() throws SQLException;
}
