package dev.wharf.destination.duckdb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wharf.destination.table.BulkWriter;
import dev.wharf.destination.table.Column;
import dev.wharf.destination.table.Kept;
import dev.wharf.destination.table.Rows;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions.FunctionException;
import org.duckdb.DuckDBWritableVector;

/**
 * Fills DuckDB's vectors with rows. Texts are handed over a vector at a time, because a call into DuckDB for each costs more than the text.
 * One thread at a time.
 */
final class Feed implements BulkWriter {

    /** A chunk ends early when its texts are so long (invariant 7). */
    private static final long LARGEST_CHUNK = 16 << 20;

    /** DuckDB works for minutes on the digits of an integer of millions of them. */
    private static final int MOST_DIGITS = 10_000;

    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int LARGEST_OFFSET = 16 * 3600 - 1;

    private final List<Column> columns;
    private final Rows rows;
    private final Doubles doubles = new Doubles();
    private final DuckDBWritableVector[] vectors;
    /** Of each column of texts, those of the present chunk. */
    private final byte[][][] texts;

    private int row;
    private int column;
    private long textBytes;
    private Optional<SQLException> failure = Optional.empty();

    Feed(List<Column> columns, Rows rows) {
        this.columns = List.copyOf(columns);
        this.rows = rows;
        vectors = new DuckDBWritableVector[columns.size()];
        texts = new byte[columns.size()][][];
    }

    List<Column> columns() {
        return columns;
    }

    /** What went wrong in {@link #fill}: DuckDB passes on no more than its text. */
    Optional<SQLException> failure() {
        return failure;
    }

    /** Fills the next chunk. @return how many rows it has, 0 behind the last one */
    long fill(DuckDBDataChunkWriter chunk) {
        int capacity = (int) chunk.capacity();
        for (int c = 0; c < vectors.length; c++) {
            vectors[c] = chunk.vector(c);
            if (RowsFunction.isText(columns.get(c).type()) && texts[c] == null) {
                texts[c] = new byte[capacity][];
            }
        }
        row = 0;
        textBytes = 0;
        try {
            column = 0;
            while (row < capacity && textBytes < LARGEST_CHUNK && rows.next(this)) {
                row++;
                column = 0;
            }
        } catch (SQLException e) {
            failure = Optional.of(e);
            throw new FunctionException("rows could not be read", e);
        }
        for (int c = 0; c < vectors.length; c++) {
            if (texts[c] != null) {
                vectors[c].setStringUtf8Batch(0, row == texts[c].length ? texts[c] : Arrays.copyOf(texts[c], row));
                Arrays.fill(texts[c], 0, row, null);
            }
        }
        return row;
    }

    @Override
    public Kept text(byte[] bytes, int from, int to) {
        texts[column++][row] = Arrays.copyOfRange(bytes, from, to);
        textBytes += to - from;
        return Kept.WHOLE;
    }

    @Override
    public Kept json(byte[] bytes, int from, int to) {
        return text(bytes, from, to);
    }

    @Override
    public Kept bool(boolean value) {
        vectors[column++].setBoolean(row, value);
        return Kept.WHOLE;
    }

    @Override
    public Kept integer(long value) {
        vectors[column++].setLong(row, value);
        return Kept.WHOLE;
    }

    @Override
    public Kept bigInteger(byte[] bytes, int from, int to) {
        return to - from > MOST_DIGITS ? Kept.NOT : text(bytes, from, to);
    }

    @Override
    public Kept number(byte[] bytes, int from, int to) {
        Kept kept = doubles.read(bytes, from, to);
        if (kept != Kept.NOT) {
            vectors[column++].setDouble(row, doubles.value());
        }
        return kept;
    }

    @Override
    public Kept date(long epochDay) {
        vectors[column++].setInt(row, (int) epochDay);
        return Kept.WHOLE;
    }

    @Override
    public Kept timestamp(long epochMicros) {
        return integer(epochMicros);
    }

    @Override
    public Kept time(long microsOfDay) {
        byte[] text = clock(microsOfDay);
        return text(text, 0, text.length);
    }

    @Override
    public Kept offsetTime(long microsOfDay, int offsetSeconds) {
        if (Math.abs(offsetSeconds) > LARGEST_OFFSET) {
            return Kept.NOT;
        }
        int offset = Math.abs(offsetSeconds);
        String text = new String(clock(microsOfDay), US_ASCII)
                + "%s%02d:%02d:%02d"
                        .formatted(offsetSeconds < 0 ? "-" : "+", offset / 3600, offset / 60 % 60, offset % 60);
        return text(text.getBytes(US_ASCII), 0, text.length());
    }

    private static byte[] clock(long micros) {
        long seconds = micros / MICROS_PER_SECOND;
        return "%02d:%02d:%02d.%06d"
                .formatted(seconds / 3600, seconds / 60 % 60, seconds % 60, micros % MICROS_PER_SECOND)
                .getBytes(US_ASCII);
    }

    @Override
    public void nothing() {
        if (texts[column] == null) {
            vectors[column].setNull(row);
        }
        column++;
    }
}
