package dev.wharf.runtime.state;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite file of this machine. Several processes use it at once: a write-ahead log lets them read while one writes, and writing ones
 * wait for each other. A hold is the lock of a file beside it, which the system gives back when a process dies.
 */
final class SqliteFile implements Database {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String READ_ONLY =
            "it may only be read. Make the file and its directory writable for this user, or name another place.";

    /** A lock that this process has is lost as soon as it closes any other descriptor of the same file: so it opens no second one. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final Duration patience;

    SqliteFile(Path file) {
        this(file, PATIENCE);
    }

    /** @param patience how long a transaction waits for another process's */
    SqliteFile(Path file, Duration patience) {
        this.file = file.toAbsolutePath().normalize();
        this.patience = patience;
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.SQLITE;
    }

    @Override
    public DataSource source() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(Math.toIntExact(patience.toMillis()));
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    @Override
    public Connection connect() throws SQLException {
        return source().getConnection();
    }

    @Override
    public void prepare() {
        try {
            Path directory = file.getParent();
            if (directory != null && !Files.isDirectory(directory)) {
                Files.createDirectories(
                        directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            if (!Files.exists(file)) {
                open(file).close();
            }
        } catch (IOException e) {
            throw new WharfException(
                    FailureCode.STORE_UNUSABLE,
                    "Cannot create the state store " + this + ": " + e
                            + ". Make its directory writable, or name another place.",
                    e);
        }
    }

    @Override
    public void alone(Runnable migration) {
        synchronized (SqliteFile.class) {
            try (FileChannel channel = open(lock("migration"));
                    FileLock _ = channel.lock()) {
                migration.run();
            } catch (IOException e) {
                throw new WharfException(
                        FailureCode.STORE_UNUSABLE, "Cannot lock the state store " + this + ": " + e + ".", e);
            }
        }
    }

    @Override
    public Map<String, String> spellings() {
        return Map.of("bytes", "blob", "identity", "integer primary key autoincrement");
    }

    @Override
    public Optional<String> schemaName() {
        return Optional.empty();
    }

    /** A transaction that will write takes the lock at once: one that read first could not wait for it. */
    @Override
    public void begin(Connection session, Access access) throws SQLException {
        session.unwrap(SQLiteConnection.class)
                .setCurrentTransactionMode(
                        access == Access.WRITE ? TransactionMode.IMMEDIATE : TransactionMode.DEFERRED);
        session.setAutoCommit(false);
    }

    @Override
    public Optional<Hold> hold(String connection, Connection session) throws SQLException {
        Path lock = lock("hold-" + URLEncoder.encode(connection, StandardCharsets.UTF_8));
        if (!HELD.add(lock)) {
            return Optional.empty();
        }
        try {
            FileChannel channel = open(lock);
            if (channel.tryLock() == null) {
                channel.close();
                HELD.remove(lock);
                return Optional.empty();
            }
            return Optional.of(() -> release(lock, channel));
        } catch (IOException e) {
            HELD.remove(lock);
            throw new SQLException("cannot lock " + lock + ": " + e, e);
        }
    }

    private static void release(Path lock, FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new WharfException(FailureCode.STORE_UNUSABLE, "Cannot give back " + lock + ": " + e + ".", e);
        } finally {
            HELD.remove(lock);
        }
    }

    /** Opens a file that only its owner may read, and makes it if it is not there. */
    private static FileChannel open(Path path) throws IOException {
        return FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    private Path lock(String what) {
        return file.resolveSibling(file.getFileName() + "-" + what);
    }

    @Override
    public String explain(SQLException failure) {
        if (!(failure instanceof SQLiteException sqlite)) {
            return failure.getMessage() + ".";
        }
        // The low byte is the kind, the others say more about it.
        return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)) {
            case SQLITE_BUSY, SQLITE_LOCKED ->
                "another process has kept it locked for " + patience.toSeconds() + " seconds. See which (fuser " + file
                        + "), and try again when it is done.";
            case SQLITE_READONLY -> READ_ONLY;
            case SQLITE_CANTOPEN ->
                Files.isDirectory(file) || Files.isWritable(file)
                        ? "it cannot be opened. Name a file in a directory that this user may write in."
                        : READ_ONLY;
            case SQLITE_FULL ->
                "the disk is full. Free some space on the file system of " + file.getParent()
                        + "; nothing that was saved is lost.";
            case SQLITE_CORRUPT ->
                "the file is damaged. Restore it from a backup, or save what can be saved with: sqlite3 " + file
                        + " .recover";
            case SQLITE_NOTADB -> "the file is no SQLite database. Name another place, or move the file away.";
            case SQLITE_IOERR ->
                "the file system reports an error (" + sqlite.getResultCode()
                        + "). Check the disk and the system's log.";
            default -> sqlite.getMessage() + ".";
        };
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
