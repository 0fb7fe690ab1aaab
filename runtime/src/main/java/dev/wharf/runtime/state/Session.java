package dev.wharf.runtime.state;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.Database.Access;
import dev.wharf.runtime.state.Database.Hold;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DefaultConfiguration;

/** One session of a database: short transactions, one after the other, by any thread. Broken for good by what breaks its connection. */
final class Session implements AutoCloseable {

    static {
        System.setProperty("org.jooq.no-logo", "true");
        System.setProperty("org.jooq.no-tips", "true");
    }

    private final Database database;
    private final Connection connection;
    private final DSLContext sql;

    private Session(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
        DefaultConfiguration configuration = new DefaultConfiguration();
        configuration.setConnection(connection);
        configuration.setSQLDialect(database.dialect());
        this.sql = configuration.dsl();
    }

    static Session open(Database database, String purpose) {
        try {
            return new Session(database, database.connect());
        } catch (SQLException e) {
            throw unusable(database, purpose, e);
        }
    }

    /** @param purpose what is tried, for the message when it fails: {@code save the states of billing} */
    <T> T read(String purpose, Function<DSLContext, T> work) {
        return transaction(Access.READ, purpose, work);
    }

    /** All of it on disk when this returns, or none of it done. */
    <T> T write(String purpose, Function<DSLContext, T> work) {
        return transaction(Access.WRITE, purpose, work);
    }

    synchronized Optional<Hold> hold(String name) {
        try {
            return database.hold(name, connection);
        } catch (SQLException e) {
            throw unusable(database, "take hold of connection " + name, e);
        }
    }

    synchronized boolean usable() {
        try {
            return connection.isValid(5);
        } catch (SQLException _) {
            return false;
        }
    }

    private synchronized <T> T transaction(Access access, String purpose, Function<DSLContext, T> work) {
        try {
            database.begin(connection, access);
            T result = work.apply(sql);
            connection.commit();
            connection.setAutoCommit(true);
            return result;
        } catch (SQLException e) {
            abandon(e);
            throw unusable(database, purpose, e);
        } catch (DataAccessException e) {
            abandon(e);
            SQLException cause = e.getCause(SQLException.class);
            throw cause == null ? e : unusable(database, purpose, cause);
        } catch (RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    private void abandon(Throwable failure) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            failure.addSuppressed(e);
            closeQuietly(failure);
        }
    }

    private void closeQuietly(Throwable failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    static WharfException unusable(Database database, String purpose, SQLException failure) {
        return new WharfException(
                FailureCode.STORE_UNUSABLE,
                "Cannot " + purpose + " in the state store " + database + ": " + database.explain(failure),
                failure);
    }

    @Override
    public synchronized void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw unusable(database, "end a session", e);
        }
    }
}
