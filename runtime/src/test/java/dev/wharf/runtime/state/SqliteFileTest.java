package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.HistorySuite.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.runtime.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The SQLite file itself: who may read it, what happens when it is not as it should be. */
class SqliteFileTest {

    @TempDir
    Path directory;

    private Path folder = Path.of("");
    private Path file = Path.of("");

    @BeforeEach
    void name() {
        folder = directory.resolve("deep");
        file = folder.resolve("state.db");
    }

    @Test
    void onlyItsOwnerMayReadIt() throws Exception {
        try (StateStore store = open()) {
            store.begin("billing", "first", Fixture.NOW).close();
            try (var files = Files.list(folder)) {
                for (Path path : files.toList()) {
                    assertEquals("rw-------", permissions(path), path.toString());
                }
            }
            assertEquals("rwx------", permissions(folder));
        }
    }

    @Test
    void aCommitIsOnTheDisk() throws SQLException {
        try (Connection session = new SqliteFile(file(open())).connect()) {
            assertEquals("wal", value(session, "pragma journal_mode"));
            assertEquals("2", value(session, "pragma synchronous"), "FULL");
        }
    }

    @Test
    void severalProcessesMayMakeItAtOnce() throws Exception {
        List<Process> children = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            children.add(ChildJvm.start(ChildJvm.Task.OPEN, file.toString(), Map.of()));
        }
        for (Process child : children) {
            assertEquals(0, child.waitFor());
        }
    }

    @Test
    void aProcessThatWasKilledBeforeItMadeTheFirstTableIsMadeGood() throws SQLException, IOException {
        Files.createDirectories(file.getParent());
        execute(
                "create table migration (installed_rank int not null primary key, version varchar(50), description varchar(200)"
                        + " not null, type varchar(20) not null, script varchar(1000) not null, checksum int, installed_by varchar(100) not null,"
                        + " installed_on text not null default (datetime('now')), execution_time int not null, success boolean not null)");
        try (StateStore store = open()) {
            assertEquals(List.of(), store.connections());
        }
    }

    @Test
    void aFileOfANewerWharfIsRefused() throws SQLException {
        open().close();
        execute(
                "insert into migration select installed_rank + 1, '99', description, type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success from migration order by installed_rank desc limit 1");
        assertUnusable("a newer Wharf has changed it (its tables have version 99, this Wharf knows " + Schema.VERSION
                + "). Use that Wharf");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefused() throws Exception {
        Files.createDirectories(folder);
        Files.writeString(file, "this is no database\n".repeat(100));
        assertUnusable("the file is no SQLite database. Name another place");
    }

    @Test
    void aDamagedFileIsRefused() throws Exception {
        try (StateStore store = open()) {
            store.begin("billing", "first", Fixture.NOW).close();
        }
        byte[] bytes = Files.readAllBytes(file);
        java.util.Arrays.fill(bytes, 4096, bytes.length, (byte) 0x55);
        Files.write(file, bytes);
        assertUnusable("the file is damaged. Restore it from a backup");
    }

    @Test
    void aDirectoryInItsPlaceIsRefused() throws Exception {
        Files.createDirectories(file);
        assertUnusable("it cannot be opened. Name a file in a directory");
    }

    @Test
    void aFileInPlaceOfItsDirectoryIsRefused() throws Exception {
        Files.writeString(folder, "");
        assertUnusable("Cannot create the state store " + file);
    }

    @Test
    void aFileThatAnotherProcessKeepsLockedIsRefusedAfterAWhile() throws SQLException {
        try (StateStore store = SqlStateStore.open(new SqliteFile(file, Duration.ofMillis(10)), 1 << 20);
                Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = other.createStatement()) {
            statement.execute("begin immediate");
            assertRefused(
                    FailureCode.STORE_UNUSABLE,
                    "Cannot begin a run of billing in the state store " + file + ": another process has kept it locked",
                    () -> store.begin("billing", "first", Fixture.NOW));
            statement.execute("rollback");
            store.begin("billing", "first", Fixture.NOW).close();
        }
    }

    @Test
    void anotherKindOfUrlIsNotTakenForAFile() {
        assertRefused(
                FailureCode.INPUT_INVALID,
                "mysql://",
                () -> SqlStateStore.open("mysql://user:secret@host/db", Map.of())
                        .close());
    }

    private StateStore open() {
        return SqlStateStore.open(file.toString(), Map.of());
    }

    private Path file(StateStore made) {
        made.close();
        return file;
    }

    private void assertUnusable(String words) {
        assertRefused(FailureCode.STORE_UNUSABLE, words, () -> open().close());
    }

    private void execute(String sql) throws SQLException {
        try (Connection session = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String value(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static String permissions(Path path) throws java.io.IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
