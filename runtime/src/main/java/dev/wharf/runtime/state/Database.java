package dev.wharf.runtime.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jooq.SQLDialect;

/** Where memory is kept, and all in which one database differs from another. Any thread. */
interface Database {

    SQLDialect dialect();

    /** For Flyway, which opens its sessions itself. */
    DataSource source();

    Connection connect() throws SQLException;

    /** Makes the place ready: a directory, a file. Called before anything else. */
    void prepare();

    /** Runs while no other process does, since migrating is not safe for two at once. */
    void alone(Runnable migration);

    /** What a migration spells differently here. */
    Map<String, String> spellings();

    /** The schema to be made and used, where the database knows schemas. */
    Optional<String> schemaName();

    /** Begins a transaction. */
    void begin(Connection session, Access access) throws SQLException;

    /**
     * Takes hold of a connection of Wharf's, unless someone has it. It is given back by {@link Hold#close}, by the end of the
     * session and by the end of this process, whatever ends it.
     */
    Optional<Hold> hold(String connection, Connection session) throws SQLException;

    /** Why something failed and what to do about it, as sentences; no secrets. */
    String explain(SQLException failure);

    /** The place, as people know it; no secrets. */
    @Override
    String toString();

    enum Access {
        READ,
        WRITE
    }

    interface Hold extends AutoCloseable {
        @Override
        void close();
    }
}
