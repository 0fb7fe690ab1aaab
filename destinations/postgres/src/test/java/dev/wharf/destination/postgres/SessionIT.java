package dev.wharf.destination.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionIT {

    private static final Duration IMPATIENCE = Duration.ofMillis(50);

    private final Database database = Database.fresh();

    @ParameterizedTest
    @CsvSource({
        "statement_timeout, 1s, 0",
        "idle_in_transaction_session_timeout, 1s, 0",
        "idle_session_timeout, 1s, 0",
        "lock_timeout, 1s, 1min",
        "synchronous_commit, off, on",
        "synchronous_commit, local, local",
        "search_path, public, pg_catalog",
        "standard_conforming_strings, off, on",
        "TimeZone, Asia/Kathmandu, UTC",
        "client_connection_check_interval, 0, 10s"
    })
    void aHabitOfTheServerDoesNotHurt(String setting, String habit, String ours) throws SQLException {
        database.sql("alter database %s set %s = '%s'".formatted(database.name(), setting, habit));

        try (Connection connection = database.connect()) {
            assertEquals(ours, ask(connection, "show " + setting));
        }
    }

    @Test
    void aDatabaseThatCannotStoreEveryTextIsRefused() {
        String name = database.name() + "latin";
        database.sql("create database %s template template0 encoding 'LATIN1' locale 'C'".formatted(name));

        ConnectorFailure failure =
                assertThrows(ConnectorFailure.class, new Database(database.cluster(), name)::connect);

        assertEquals(FailureType.CONFIG_ERROR, failure.type());
        assertTrue(String.valueOf(failure.getMessage()).contains("encoding is LATIN1"), failure::toString);
    }

    @Test
    void anSshTunnelIsRefusedRatherThanLeftOut() {
        var config = database.config();
        config.putObject("tunnel_method").put("tunnel_method", "SSH_KEY_AUTH");

        assertThrows(ConnectorFailure.class, () -> new Server(new Config(config)));
    }

    @Test
    void twoSessionsOfOneConnectionExcludeEachOther() throws SQLException {
        try (Connection first = database.connect();
                Connection second = database.connect()) {
            Session.lock(first, "billing", IMPATIENCE);
            Session.lock(second, "another", IMPATIENCE);

            ConnectorFailure failure =
                    assertThrows(ConnectorFailure.class, () -> Session.lock(second, "billing", IMPATIENCE));

            String process = ask(first, "select pg_backend_pid()");
            assertEquals(FailureType.TRANSIENT_ERROR, failure.type());
            assertTrue(
                    String.valueOf(failure.getMessage()).contains("process " + process + " (test"), failure::toString);
        }
    }

    @Test
    void theLockOutlivesACommitAndEndsWithTheSession() throws SQLException {
        try (Connection second = database.connect()) {
            try (Connection first = database.connect()) {
                Session.lock(first, "billing", IMPATIENCE);
                first.commit();
                first.rollback();
                assertThrows(ConnectorFailure.class, () -> Session.lock(second, "billing", IMPATIENCE));
            }
            Session.lock(second, "billing", Duration.ofSeconds(30));
        }
    }

    @Test
    void whatAPredecessorLeavesIsFinalOnceTheLockIsHeld() throws Exception {
        database.sql("create table done (n bigint); insert into done select generate_series(1, 300000)");
        try (Connection predecessor = database.connect();
                Connection successor = database.connect()) {
            Session.lock(predecessor, "billing", IMPATIENCE);
            String process = ask(predecessor, "select pg_backend_pid()");
            CompletableFuture<Void> slowCommit = CompletableFuture.runAsync(() -> {
                try (Statement statement = predecessor.createStatement()) {
                    statement.execute("insert into public.done select n from public.done");
                    statement.execute("commit");
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            database.sql("select pg_terminate_backend(%s)".formatted(process));

            Session.lock(successor, "billing", Duration.ofSeconds(30));
            String held = ask(successor, "select count(*) from public.done");
            assertEquals(
                    slowCommit
                            .handle((done, error) -> error == null ? "600000" : "300000")
                            .get(),
                    held);
        }
    }

    private static String ask(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            assertTrue(row.next());
            return row.getString(1);
        }
    }
}
