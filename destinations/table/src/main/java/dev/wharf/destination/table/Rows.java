package dev.wharf.destination.table;

import java.sql.SQLException;

/** Rows on their way into a table. */
public interface Rows {

    /** Writes the next row. @return false when there was none, and nothing was written */
    boolean next(BulkWriter into) throws SQLException;
}
