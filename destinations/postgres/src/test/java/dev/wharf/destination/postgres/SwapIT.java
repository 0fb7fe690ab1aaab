package dev.wharf.destination.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.destination.table.TableName;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SwapIT {

    private static final TableName OLD = new TableName("public", "Users");
    private static final TableName NEW = new TableName("public", "_wharf_new");

    private final Database database = Database.fresh();
    private final Connection connection = database.connect();

    @BeforeEach
    void makeOldAndNew() {
        database.sql("""
                create table "Users" (id bigint, name text, age text, gone text);
                insert into "Users" values (1, 'old', 'x');
                create table _wharf_new (id bigint, name text, age bigint, added jsonb);
                insert into _wharf_new values (2, 'new', 7, '{}');
                """);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void theNewTableTakesTheName() throws SQLException {
        swap();

        assertEquals("2|new|7|{}", database.sql("select * from \"Users\""));
        assertEquals("", database.sql("select to_regclass('_wharf_new')"));
    }

    @Test
    void theNewTableMayComeFromAnotherSchemaAndFindNothing() throws SQLException {
        database.sql("drop table \"Users\"; create schema aside; alter table _wharf_new set schema aside");

        Swap.PATIENT.run(connection, new TableName("aside", "_wharf_new"), OLD);
        connection.commit();

        assertEquals("2|new|7|{}", database.sql("select * from \"Users\""));
    }

    @Test
    void whatFollowsInTheTransactionIsAsPatientAsBefore() throws SQLException {
        Swap.PATIENT.run(connection, NEW, OLD);

        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show lock_timeout")) {
            row.next();
            assertEquals("1min", row.getString(1));
        }
    }

    @Test
    void nothingHasHappenedBeforeTheCommit() throws SQLException {
        Swap.PATIENT.run(connection, NEW, OLD);
        connection.rollback();

        assertEquals("1|old|x|", database.sql("select * from \"Users\""));
    }

    @Test
    void aReaderWhoComesInTheMiddleGetsTheNewRows() throws SQLException {
        Swap.PATIENT.run(connection, NEW, OLD);
        CompletableFuture<String> reader =
                CompletableFuture.supplyAsync(() -> database.sql("select name from \"Users\""));
        awaitWaiting();
        connection.commit();

        assertEquals("new", reader.join());
    }

    @Test
    void grantsStay() throws SQLException {
        database.sql("""
                create role "Reader %1$s"; create role boss_%1$s;
                grant select on "Users" to "Reader %1$s"; grant insert on "Users" to boss_%1$s with grant option;
                grant select on "Users" to public
                """.formatted(database.name()));
        String before = grants("Users");

        swap();

        assertEquals(before, grants("Users"));
    }

    @Test
    void viewsStayAndShowTheNewRows() throws SQLException {
        database.sql("create view seen as select id, name from \"Users\"");

        swap();

        assertEquals("2|new", database.sql("select * from seen"));
        assertEquals("2|7|{}|", database.sql("select id, age, added, gone from \"Users\""));
        assertEquals("", database.sql("select to_regclass('_wharf_new')"));
    }

    @Test
    void aViewOfAColumnThatGetsAnotherTypeIsForTheUserToDrop() {
        database.sql("create view seen as select age from \"Users\"");

        SQLException error = assertThrows(SQLException.class, () -> Swap.PATIENT.run(connection, NEW, OLD));

        ConnectorFailure failure = Refusals.of("Cannot replace public.Users", error);
        assertEquals(FailureType.CONFIG_ERROR, failure.type());
        assertTrue(String.valueOf(failure.getMessage()).contains("Drop what depends on the column"), failure::toString);
    }

    @Test
    void whoeverReadsForTooLongIsNamed() throws SQLException {
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            statement.execute("set application_name = 'monthly report'");
            statement.execute("table public.\"Users\"");
            Swap impatient = new Swap(Duration.ofMillis(20), Duration.ofMillis(1), 3);

            ConnectorFailure failure = assertThrows(ConnectorFailure.class, () -> impatient.run(connection, NEW, OLD));

            assertEquals(FailureType.TRANSIENT_ERROR, failure.type());
            assertTrue(String.valueOf(failure.getMessage()).contains("application monthly report"), failure::toString);
        }
    }

    @Test
    void othersCanBeginToReadWhileItWaits() throws SQLException {
        CompletableFuture<Void> swap;
        try (Connection reader = database.connect();
                Statement statement = reader.createStatement()) {
            statement.execute("table public.\"Users\"");
            swap = CompletableFuture.runAsync(() -> {
                try {
                    new Swap(Duration.ofMillis(50), Duration.ofMillis(200), 1_000).run(connection, NEW, OLD);
                    connection.commit();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            awaitWaiting();
            assertEquals("old", database.sql("set lock_timeout = '30s'; select name from \"Users\""));
        }
        swap.join();

        assertEquals("new", database.sql("select name from \"Users\""));
    }

    private void swap() throws SQLException {
        Swap.PATIENT.run(connection, NEW, OLD);
        connection.commit();
    }

    private String grants(String table) {
        return database.sql("""
                select grantee::regrole, privilege_type, is_grantable from pg_class, aclexplode(relacl)
                where relname = '%s' order by 1, 2
                """.formatted(table));
    }

    /** Until some session waits for a lock. */
    private void awaitWaiting() {
        while (database.sql("select count(*) from pg_locks where not granted and relation = '\"Users\"'::regclass")
                .equals("0")) {
            Thread.onSpinWait();
        }
    }
}
