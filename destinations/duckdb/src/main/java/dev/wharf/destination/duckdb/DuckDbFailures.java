package dev.wharf.destination.duckdb;

import dev.wharf.sdk.ConnectorFailure;
import java.sql.SQLException;
import java.util.Locale;

/** What DuckDB's errors mean to the user. DuckDB has no error codes: its texts are all there is. Stateless; any thread. */
final class DuckDbFailures {

    private static final String WRAPPED = "pending query result\nError: ";

    private DuckDbFailures() {}

    static ConnectorFailure explain(String attempt, SQLException error) {
        String text = cause(String.valueOf(error.getMessage()));
        String first = text.lines().findFirst().orElse(text);
        String message = attempt + ": " + first + " ";
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("could not set lock on file") || lower.contains("conflicting lock")) {
            return ConnectorFailure.temporary(
                    message + "Another program has the file open for writing: close it, or wait until it is done.",
                    error);
        }
        if (lower.contains("no space left on device") || lower.contains("max_temp_directory_size")) {
            return ConnectorFailure.config(
                    message + "The disk is full: free some space. Nothing was loaded twice.", error);
        }
        if (lower.contains("out of memory")) {
            return ConnectorFailure.config(
                    message + "Raise memory_limit, and the memory of the container with it, or lower threads.", error);
        }
        if (lower.contains("version number") || lower.contains("newer version")) {
            return ConnectorFailure.config(
                    message
                            + "The file was written by another version of DuckDB: use a newer version of this destination, or another file.",
                    error);
        }
        if (lower.contains("not a valid duckdb database file") || lower.contains("checksum")) {
            return ConnectorFailure.config(
                    message
                            + "The file is damaged, or no DuckDB file: restore it from a backup, or choose another path.",
                    error);
        }
        if (lower.contains("read-only")
                || lower.contains("permission denied")
                || lower.contains("cannot open file")
                || lower.contains("no such file or directory")
                || lower.contains("is a directory")) {
            return ConnectorFailure.config(
                    message
                            + "The file and its folder must be there and writable for the user that the destination runs as.",
                    error);
        }
        return ConnectorFailure.fault(attempt + ": " + text, error);
    }

    /** What DuckDB says of a question: mostly that it is wrong, in words that help whoever wrote it. */
    static ConnectorFailure ofQuery(SQLException error) {
        String text = cause(String.valueOf(error.getMessage())).strip();
        return text.toLowerCase(Locale.ROOT).contains("out of memory")
                ? explain("Cannot answer the query", error)
                : ConnectorFailure.queryRefused(text);
    }

    /** The driver puts a sentence about itself in front of what DuckDB said. */
    private static String cause(String message) {
        int at = message.indexOf(WRAPPED);
        return at < 0 ? message : message.substring(at + WRAPPED.length());
    }
}
