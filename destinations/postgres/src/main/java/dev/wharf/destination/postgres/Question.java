package dev.wharf.destination.postgres;

import dev.wharf.destination.table.ResultRows;
import dev.wharf.sdk.QueryResult;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A question about the tables of a server, which cannot change them, whatever it says: it is one statement behind a cursor, in a transaction that is
 * read-only and has begun. The server itself opens the cursor, from a text: so there is no second statement that could end that transaction, and PostgreSQL
 * lets none become writable that has read. Stateless; any thread.
 */
final class Question {

    private static final String CURSOR = "wharf_answer";
    private static final String TEXT = "wharf.question";

    /** Names are looked up in the config's schema, as the destination puts tables there. */
    private static final String HAND_OVER =
            "select set_config('search_path', quote_ident(?), true), set_config('%s', ?, true)".formatted(TEXT);

    private static final String OPEN = """
            do $$
            declare answer refcursor := '%s';
            begin
                open answer no scroll for execute current_setting('%s');
            end
            $$""".formatted(CURSOR, TEXT);

    /** About as many bytes are fetched at once, and at least a row. */
    private static final long BLOCK = 1 << 20;

    private static final long FIRST_ROWS = 10;
    private static final long MOST_ROWS = 1000;

    private Question() {}

    static void answer(Server server, String sql, QueryResult result) {
        try (Connection connection = Session.open(server, "wharf query")) {
            connection.setReadOnly(true);
            try (PreparedStatement handOver = connection.prepareStatement(HAND_OVER)) {
                handOver.setString(1, server.schema());
                handOver.setString(2, sql);
                handOver.execute();
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute(OPEN);
                tell(statement, result);
            }
        } catch (SQLException e) {
            throw Refusals.ofQuery("Cannot ask " + server, e);
        }
    }

    private static void tell(Statement statement, QueryResult result) throws SQLException {
        ResultRows answer = null;
        long rows = 0;
        long bytes = 0;
        long wanted = FIRST_ROWS;
        for (boolean more = true; more; wanted = next(rows, bytes)) {
            long before = rows;
            try (ResultSet block = statement.executeQuery("fetch " + wanted + " from " + CURSOR)) {
                answer = answer == null ? new ResultRows(block.getMetaData(), result) : answer;
                for (; block.next(); rows++) {
                    bytes += answer.tell(block);
                }
            }
            more = rows - before == wanted;
        }
    }

    private static long next(long rows, long bytes) {
        return Math.clamp(BLOCK * rows / Math.max(1, bytes), 1, MOST_ROWS);
    }
}
