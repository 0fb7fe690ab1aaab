package dev.wharf.runtime.state;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** The tables of the store, made and kept up to date by Flyway. */
final class Schema {

    /** The newest file in migration/. */
    static final int VERSION = 1;

    private static final String HISTORY = "migration";

    private Schema() {}

    /** Brings a database to this version. One that has it already costs two small queries: Flyway is not even loaded. */
    static void update(Database database) {
        int found = version(database);
        if (found < VERSION) {
            database.alone(() -> migrate(database));
        } else if (found > VERSION) {
            throw new WharfException(
                    FailureCode.STORE_UNUSABLE,
                    "Cannot use the state store " + database
                            + ": a newer Wharf has changed it (its tables have version "
                            + found + ", this Wharf knows " + VERSION
                            + "). Use that Wharf or a newer one, or name another place.");
        }
    }

    /** The version of the tables, 0 when there are none. */
    static int version(Database database) {
        try (Connection session = database.source().getConnection()) {
            try (ResultSet table =
                    session.getMetaData().getTables(null, database.schema().orElse(null), HISTORY, null)) {
                if (!table.next()) {
                    return 0;
                }
            }
            try (Statement statement = session.createStatement();
                    ResultSet versions = statement.executeQuery(
                            "select max(cast(version as integer)) from " + HISTORY + " where version is not null")) {
                return versions.next() ? versions.getInt(1) : 0;
            }
        } catch (SQLException e) {
            throw Session.unusable(database, "read the version of the tables", e);
        }
    }

    private static void migrate(Database database) {
        FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.source())
                .locations("classpath:dev/wharf/runtime/state/migration")
                .table(HISTORY)
                .placeholders(database.spellings());
        database.schema().ifPresent(schema -> flyway.schemas(schema).createSchemas(true));
        try {
            flyway.load().migrate();
        } catch (FlywayException e) {
            throw explain(database, e);
        }
    }

    private static RuntimeException explain(Database database, FlywayException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Session.unusable(database, "make the tables", sql);
            }
        }
        return new WharfException(
                FailureCode.STORE_UNUSABLE,
                "Cannot make the tables in the state store " + database + ": " + failure.getMessage(),
                failure);
    }
}
