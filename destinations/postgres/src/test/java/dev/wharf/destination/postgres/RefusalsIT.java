package dev.wharf.destination.postgres;

import static dev.wharf.protocol.Message.TraceError.FailureType.CONFIG_ERROR;
import static dev.wharf.protocol.Message.TraceError.FailureType.SYSTEM_ERROR;
import static dev.wharf.protocol.Message.TraceError.FailureType.TRANSIENT_ERROR;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.conformance.PostgresCluster;
import dev.wharf.destination.table.Column;
import dev.wharf.destination.table.ColumnType;
import dev.wharf.destination.table.Rows;
import dev.wharf.destination.table.TableName;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Each way in which a server refuses, by a server that does. */
class RefusalsIT {

    private static final TableName TABLE = new TableName("public", "t");
    private static final List<Column> COLUMNS = List.of(new Column("v", ColumnType.TEXT));
    private static final byte[] TEXT = "0123456789abcdef".repeat(4_096).getBytes(UTF_8);

    private final Database database = Database.fresh();
    private final PostgresDialect dialect = new PostgresDialect(Swap.PATIENT);

    private interface Attempt {
        void run(Connection connection) throws SQLException;
    }

    @Test
    void aServerThatIsDown() {
        try (PostgresCluster cluster = PostgresCluster.open()) {
            Database down = new Database(cluster, "postgres");
            cluster.kill();
            assertRefused(TRANSIENT_ERROR, "Check that the server runs", down.config());
        }
    }

    @Test
    void aHostThatDoesNotExist() {
        assertRefused(
                TRANSIENT_ERROR,
                "no address is known for the host warehouse.invalid",
                database.config().put("host", "warehouse.invalid"));
    }

    @Test
    void aWrongPassword() {
        assertRefused(
                CONFIG_ERROR, "Correct username and password", database.config().put("password", "hunter2"));
    }

    @Test
    void aMissingDatabase() {
        assertRefused(
                CONFIG_ERROR, "\"no where\" does not exist", database.config().put("database", "no where"));
    }

    @Test
    void aRoleThatMayNotConnect() {
        database.sql("revoke connect on database %1$s from public; create role out_%1$s login password '%2$s'"
                .formatted(database.name(), PostgresCluster.PASSWORD));
        assertRefused(CONFIG_ERROR, "Grant the role what", database.config("out_" + database.name()));
    }

    @Test
    void tooManyConnections() {
        database.sql("create role full_%1$s login password '%2$s' connection limit 0"
                .formatted(database.name(), PostgresCluster.PASSWORD));
        assertRefused(TRANSIENT_ERROR, "too many connections", database.config("full_" + database.name()));
    }

    @Test
    void aSchemaInWhichTheRoleMayNotCreate() {
        database.sql(
                "create role reader_%1$s login password '%2$s'".formatted(database.name(), PostgresCluster.PASSWORD));
        assertRefused(
                CONFIG_ERROR,
                "permission denied for schema public",
                database.config("reader_" + database.name()),
                connection -> execute(connection, "create table public.t (v text)"));
    }

    @Test
    void aReadOnlyDatabase() {
        database.sql("alter database %s set default_transaction_read_only = on".formatted(database.name()));
        assertRefused(
                CONFIG_ERROR,
                "Give the address of the primary",
                database.config(),
                connection -> execute(connection, "create table public.t (v text)"));
    }

    @Test
    void aFullDisk() throws Exception {
        Path disk = Files.createTempDirectory("wharf-full");
        run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", disk.toString());
        run("chown", PostgresCluster.SUPERUSER, disk.toString());
        try {
            database.sql("create tablespace full_%s location '%s'".formatted(database.name(), disk));
            database.sql("create table t (v text) tablespace full_%s; alter table t alter v set storage external"
                    .formatted(database.name()));
            assertRefused(
                    CONFIG_ERROR, "Free space on the server", database.config(), connection -> load(connection, 500));
            database.sql("drop table t");
            database.sql("drop tablespace full_" + database.name());
        } finally {
            run("umount", disk.toString());
            Files.delete(disk);
        }
    }

    @Test
    void aSessionThatIsEndedInTheMiddleOfACopy() {
        database.sql("create table t (v text)");
        assertRefused(TRANSIENT_ERROR, "goes on where this one stopped", database.config(), connection -> {
            String end =
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%s' and application_name = 'refused'"
                            .formatted(database.name());
            load(connection, 500, () -> database.sql(end));
        });
        assertEquals("0", database.sql("select count(*) from t"));
    }

    @Test
    void aServerThatIsRestartedInTheMiddleOfACopy() {
        try (PostgresCluster cluster = PostgresCluster.open()) {
            Database restarted = new Database(cluster, "postgres");
            restarted.sql("create table t (v text)");
            assertRefused(
                    TRANSIENT_ERROR,
                    "goes on where this one stopped",
                    restarted.config(),
                    connection -> load(connection, 500, () -> {
                        cluster.kill();
                        cluster.start();
                    }));
            assertEquals("0", restarted.sql("select count(*) from t"));
        }
    }

    @Test
    void aStatementThatSomebodyCancels() {
        assertRefused(TRANSIENT_ERROR, "goes on where this one stopped", database.config(), connection -> {
            CompletableFuture<Void> cancelling = CompletableFuture.runAsync(() -> {
                while (!database.sql(
                                "select pg_cancel_backend(pid) from pg_stat_activity where query like '%pg_sleep(100)%' and pid <> pg_backend_pid()")
                        .contains("t")) {
                    Thread.onSpinWait();
                }
            });
            try {
                execute(connection, "select pg_sleep(100)");
            } finally {
                cancelling.join();
            }
        });
    }

    @Test
    void aTableThatSomebodyHasLocked() throws SQLException {
        database.sql("create table t (v text)");
        try (Connection other = database.connect()) {
            execute(other, "lock table public.t");
            assertRefused(TRANSIENT_ERROR, "see pg_stat_activity", database.config(), connection -> {
                execute(connection, "set lock_timeout = 20");
                execute(connection, "alter table public.t add column w text");
            });
        }
    }

    @Test
    void aDeadlock() throws SQLException {
        database.sql("create table a (v text); create table b (v text)");
        try (Connection other = database.connect()) {
            execute(other, "lock table public.a");
            assertRefused(TRANSIENT_ERROR, "deadlock detected", database.config(), connection -> {
                execute(connection, "set deadlock_timeout = 20");
                execute(connection, "lock table public.b");
                execute(other, "set deadlock_timeout = '60s'");
                CompletableFuture<Void> crossing = CompletableFuture.runAsync(() -> {
                    try {
                        execute(other, "lock table public.b");
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
                try {
                    execute(connection, "lock table public.a");
                } finally {
                    connection.rollback();
                    crossing.join();
                }
            });
        }
    }

    @Test
    void aSessionThatWasQuietForTooLong() {
        assertRefused(TRANSIENT_ERROR, "goes on where this one stopped", database.config(), connection -> {
            execute(connection, "set idle_in_transaction_session_timeout = 20");
            while (!database.sql(
                            "select count(*) from pg_stat_activity where application_name = 'refused' and datname = '%s'"
                                    .formatted(database.name()))
                    .equals("0")) {
                Thread.onSpinWait();
            }
            execute(connection, "select 1");
        });
    }

    @Test
    void aTableThatIsAView() {
        database.sql("create view t as select 1 as v; create table new (v text)");
        assertRefused(
                CONFIG_ERROR,
                "Rename or drop it",
                database.config(),
                connection -> dialect.swap(connection, new TableName("public", "new"), TABLE));
    }

    @Test
    void aTriggerThatDropsRows() {
        database.sql("""
                create table t (v text);
                create function nothing() returns trigger language plpgsql as 'begin return null; end';
                create trigger dropping before insert on t for each row execute function nothing()
                """);
        try (Connection connection = database.connect()) {
            ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> load(connection, 3));
            assertEquals(CONFIG_ERROR, failure.type());
            assertTrue(String.valueOf(failure.getMessage()).contains("of 3 rows it took 0"), failure::toString);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void anErrorThatWeDoNotExpectIsOursAndQuotesNoRow() {
        database.sql("create table t (v text, check (v is null))");
        assertRefused(SYSTEM_ERROR, "please report it", database.config(), connection -> load(connection, 1));
    }

    private void load(Connection connection, int count) throws SQLException {
        load(connection, count, () -> {});
    }

    /** @param interruption what happens in the middle */
    private void load(Connection connection, int count, Runnable interruption) throws SQLException {
        int[] left = {count};
        Rows rows = into -> {
            if (left[0] == count / 2) {
                interruption.run();
            }
            if (left[0]-- == 0) {
                return false;
            }
            into.text(TEXT, 0, TEXT.length);
            return true;
        };
        dialect.load(connection, TABLE, COLUMNS, rows);
        connection.commit();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static void assertRefused(FailureType type, String told, ObjectNode config) {
        assertRefused(type, told, config, connection -> {});
    }

    /** Fails as it should, says what is expected, and shows neither the password nor a row. */
    private static void assertRefused(FailureType type, String told, ObjectNode config, Attempt attempt) {
        ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> {
            try (Connection connection = Session.open(new Server(new Config(config)), "refused")) {
                attempt.run(connection);
            } catch (SQLException e) {
                throw Refusals.of("Cannot load stream t into public.t", e);
            }
        });
        String message = String.valueOf(failure.getMessage());
        assertEquals(type, failure.type(), message);
        assertTrue(message.contains(told), message);
        assertTrue(message.startsWith("Cannot "), message);
        assertFalse(message.contains("0123456789abcdef"), message);
        StringWriter trace = new StringWriter();
        failure.printStackTrace(new PrintWriter(trace));
        assertFalse(trace.toString().contains(config.path("password").asString()), trace::toString);
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
