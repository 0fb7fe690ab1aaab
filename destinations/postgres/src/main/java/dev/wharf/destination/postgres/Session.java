package dev.wharf.destination.postgres;

import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;

/**
 * Opens the one connection that a write uses, with settings under which neither the habits of a server nor our own death can hurt:
 *
 * <ul>
 *   <li>no time limit that is meant for people ends a long or a quiet load;
 *   <li>a commit has reached the disk when it returns, since a state is echoed on its strength (invariant 1);
 *   <li>waiting for a lock has an end;
 *   <li>when we are killed, or our machine vanishes, the server notices within a minute even in the middle of a statement, so that
 *       the session ends and gives its locks back.
 * </ul>
 *
 * Stateless; any thread.
 */
final class Session {

    /** The first with all that is used here, hash_record_extended before all. */
    private static final int OLDEST_VERSION = 14;

    /** More than a server needs to notice that we are gone. */
    static final Duration PATIENCE = Duration.ofSeconds(150);

    /** How long a statement waits for a lock. */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(60);

    /** Only what this server knows is set. jit: compiling a statement costs more than one run of it gains. */
    private static final String SETTINGS = """
            select set_config(name, case when name = 'synchronous_commit' and setting <> 'off' then setting else value end, false)
            from pg_catalog.pg_settings join (values
                ('search_path', 'pg_catalog'),
                ('standard_conforming_strings', 'on'),
                ('TimeZone', 'UTC'),
                ('DateStyle', 'ISO'),
                ('statement_timeout', '0'),
                ('transaction_timeout', '0'),
                ('idle_session_timeout', '0'),
                ('idle_in_transaction_session_timeout', '0'),
                ('lock_timeout', '%d'),
                ('synchronous_commit', 'on'),
                ('jit', 'off'),
                ('tcp_keepalives_idle', '20'),
                ('tcp_keepalives_interval', '10'),
                ('tcp_keepalives_count', '3'),
                ('tcp_user_timeout', '60s')) as wanted(name, value) using (name)
            """.formatted(LOCK_TIMEOUT.toMillis());

    private Session() {}

    /** @param application the session's name, as the server's administrator sees it */
    static Connection open(Server server, String application) {
        String attempt = "Cannot connect to " + server;
        try {
            Connection connection = connect(server, application);
            try {
                prepare(connection, server);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw Refusals.of(attempt, e);
        }
    }

    private static Connection connect(Server server, String application) throws SQLException {
        Properties properties = server.properties(application);
        try (Tls tls = new Tls()) {
            tls.tell(server.tls(), properties);
            return DriverManager.getConnection(server.url(), properties);
        }
    }

    private static void prepare(Connection connection, Server server) throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < OLDEST_VERSION) {
            throw ConnectorFailure.config("Cannot use %s: it is PostgreSQL %d, and %d is the oldest that works."
                    .formatted(server, version, OLDEST_VERSION));
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            noticeOurDeath(statement);
            try (ResultSet row = statement.executeQuery("show server_encoding")) {
                row.next();
                if (!row.getString(1).equals("UTF8")) {
                    throw ConnectorFailure.config(
                            "Cannot use %s: its encoding is %s, which cannot store every text. Create a database with encoding UTF8."
                                    .formatted(server, row.getString(1)));
                }
            }
        }
        connection.setAutoCommit(false);
    }

    /** The server cannot do this on every system. */
    private static void noticeOurDeath(Statement statement) throws SQLException {
        try {
            statement.execute("set client_connection_check_interval = '10s'");
        } catch (SQLException e) {
            if (!"22023".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /**
     * Waits until no other session writes for the same connection, and keeps others out until this one ends. A predecessor that was killed
     * may still be committing: what it leaves is final only when the server has ended its session.
     *
     * @param what the connection, or whatever else stands for it
     */
    static void lock(Connection connection, String what, Duration patience) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement lock =
                        connection.prepareStatement("select pg_advisory_lock(hashtextextended(?, 0))")) {
            statement.execute("set local lock_timeout = " + patience.toMillis());
            lock.setString(1, what);
            lock.execute();
            connection.commit();
        } catch (SQLException e) {
            if (!Refusals.LOCK_TIMEOUT.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback();
            throw ConnectorFailure.temporary(
                    "Cannot begin to write: %s still writes for the same connection. Wait for it, or, if no run is going on, end it with pg_terminate_backend."
                            .formatted(holder(connection, what)),
                    e);
        }
    }

    private static String holder(Connection connection, String what) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("""
                select format('process %s (%s, since %s)', pid, application_name, backend_start)
                from pg_locks join pg_stat_activity using (pid)
                where locktype = 'advisory' and granted and objsubid = 1
                    and classid::bigint << 32 | objid::bigint = hashtextextended(?, 0)
                """)) {
            query.setString(1, what);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getString(1) : "another session";
            }
        }
    }
}
