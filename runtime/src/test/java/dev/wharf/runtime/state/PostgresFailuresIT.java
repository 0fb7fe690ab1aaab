package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Fixture.states;
import static dev.wharf.runtime.state.Fixture.users;
import static dev.wharf.runtime.state.HistorySuite.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wharf.conformance.PostgresCluster;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A PostgreSQL server that refuses, forgets its manners, or goes away. */
class PostgresFailuresIT {

    private static final PostgresCluster SERVER = PostgresCluster.shared();
    private static final String PASSWORD = URLEncoder.encode(PostgresCluster.PASSWORD, StandardCharsets.UTF_8);

    private final String database = SERVER.newDatabase();

    @Test
    void aWrongPasswordIsSaidWithoutIt() {
        WharfException refusal =
                assertThrows(WharfException.class, () -> open(location("postgres", "wrong-password", SERVER.port())));
        assertEquals(FailureCode.STORE_UNUSABLE, refusal.code());
        assertEquals(
                "Cannot open a session in the state store postgresql://postgres@127.0.0.1:" + SERVER.port() + "/"
                        + database + " (schema wharf): the server refuses the login of postgres (FATAL: password"
                        + " authentication failed for user \"postgres\"). Correct the user in the URL, or the password"
                        + " in WHARF_STATE_PASSWORD or in the file that WHARF_STATE_PASSWORD_FILE names.",
                refusal.failure().message());
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            assertFalse(cause.toString().contains("wrong-password"));
        }
    }

    @Test
    void aServerThatIsNotThereIsSaid() {
        assertRefused(
                FailureCode.STORE_UNUSABLE,
                "the server cannot be reached or went away",
                () -> open(location("postgres", PASSWORD, 1)));
    }

    @Test
    void aDatabaseThatIsNotThereIsSaid() {
        assertRefused(
                FailureCode.STORE_UNUSABLE,
                "database \"nowhere\" does not exist. Create the database",
                () -> open(location("postgres", PASSWORD, SERVER.port()).replace(database, "nowhere")));
    }

    @Test
    void aRoleWithoutRightsIsToldWhichAndThenNeedsNoMore() {
        SERVER.sql(database, "create role least_" + database + " login password 'none'");
        String location = location("least_" + database, "none", SERVER.port());
        assertRefused(
                FailureCode.STORE_UNUSABLE,
                "create schema wharf authorization least_" + database,
                () -> open(location));
        SERVER.sql(database, "create schema wharf authorization least_" + database);
        try (StateStore store = open(location)) {
            try (OpenRun run = store.begin("billing", "first", Fixture.NOW)) {
                run.save(List.of(users(1)), Fixture.NOW);
            }
            assertEquals(states(users(1)), store.memory("billing").states());
        }
    }

    @Test
    void tablesOfANewerWharfAreRefused() {
        open().close();
        SERVER.sql(
                database,
                "insert into wharf.migration select 99, '99', description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success from wharf.migration where version = '1'");
        assertRefused(FailureCode.STORE_UNUSABLE, "its tables have version 99", this::open);
    }

    @Test
    void aDatabaseThatMayOnlyBeReadIsSaid() {
        open().close();
        SERVER.sql(database, "alter database " + database + " set default_transaction_read_only = on");
        try (StateStore store = open()) {
            assertRefused(
                    FailureCode.STORE_UNUSABLE,
                    "it may only be read",
                    () -> store.begin("billing", "first", Fixture.NOW));
        }
    }

    @Test
    void aCommitIsOnTheServersDiskWhateverItsSettings() throws Exception {
        SERVER.sql(database, "alter database " + database + " set synchronous_commit = off");
        try (Connection session = PostgresDatabase.parse(location("postgres", PASSWORD, SERVER.port()), Map.of())
                        .connect();
                Statement statement = session.createStatement();
                var rows = statement.executeQuery("show synchronous_commit")) {
            rows.next();
            assertEquals("on", rows.getString(1));
        }
    }

    @Test
    void aRunThatLostItsSessionSavesNothingMoreAndFreesTheConnection() {
        try (StateStore store = open()) {
            OpenRun lost = store.begin("billing", "first", Fixture.NOW);
            lost.save(List.of(users(1)), Fixture.NOW);
            SERVER.sql(
                    database,
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '" + database
                            + "' and pid <> pg_backend_pid()");
            try (OpenRun next = store.begin("billing", "second", Fixture.NOW)) {
                next.save(List.of(users(2)), Fixture.NOW);
                for (int attempt = 1; attempt <= 2; attempt++) {
                    assertRefused(
                            FailureCode.STORE_UNUSABLE,
                            "Cannot save states of billing",
                            () -> lost.save(List.of(users(2)), Fixture.NOW));
                }
                lost.close();
                assertEquals("second", store.holder("billing").orElseThrow().run());
                next.save(List.of(users(3)), Fixture.NOW);
            }
            assertEquals(states(users(3)), store.memory("billing").states());
        }
    }

    @Test
    void aServerThatCrashedAndCameBackHasWhatWasSaved() {
        try (PostgresCluster server = PostgresCluster.open()) {
            String location = "postgresql://postgres:" + PASSWORD + "@127.0.0.1:" + server.port() + "/postgres";
            try (StateStore store = open(location)) {
                try (OpenRun run = store.begin("billing", "first", Fixture.NOW)) {
                    run.save(List.of(users(1)), Fixture.NOW);
                    server.kill();
                    assertRefused(
                            FailureCode.STORE_UNUSABLE, "went away", () -> run.save(List.of(users(2)), Fixture.NOW));
                    assertRefused(FailureCode.STORE_UNUSABLE, "cannot be reached", () -> store.memory("billing"));
                }
                server.start();
                assertEquals(states(users(1)), store.memory("billing").states());
                store.begin("billing", "second", Fixture.NOW).close();
            }
        }
    }

    private StateStore open() {
        return open(location("postgres", PASSWORD, SERVER.port()));
    }

    private static StateStore open(String location) {
        return SqlStateStore.open(location, Map.of());
    }

    private String location(String user, String password, int port) {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + port + "/" + database;
    }
}
