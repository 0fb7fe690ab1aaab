package dev.wharf.runtime.state;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.jooq.impl.DSL;

/** The tables of the store, made and kept up to date by Flyway. */
final class Schema {

    /** The newest file in migration/. */
    static final int VERSION = 7;

    private static final String HISTORY = "migration";

    private Schema() {}

    /** Brings a database to this version. One that has it already costs two small queries: Flyway is not even loaded. */
    static void update(Database database, Session session) {
        int found = version(database, session);
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
    private static int version(Database database, Session session) {
        return session.read("read the version of the tables", sql -> {
            boolean made = sql.connectionResult(connection -> {
                DatabaseMetaData data = connection.getMetaData();
                String escape = data.getSearchStringEscape();
                String schema = database.schemaName()
                        .map(name -> name.replace("_", escape + "_"))
                        .orElse(null);
                try (ResultSet table = data.getTables(null, schema, HISTORY, null)) {
                    return table.next();
                }
            });
            // Who makes the tables may be killed before the first: then there is a history without a version.
            return made
                    ? sql.select(DSL.coalesce(DSL.max(DSL.cast(DSL.field("version"), Integer.class)), DSL.inline(0)))
                            .from(HISTORY)
                            .where("version is not null")
                            .fetchSingle()
                            .value1()
                    : 0;
        });
    }

    private static void migrate(Database database) {
        FluentConfiguration flyway = Flyway.configure(Schema.class.getClassLoader())
                .dataSource(database.source())
                .locations("classpath:dev/wharf/runtime/state/migration")
                .table(HISTORY)
                .placeholders(database.spellings());
        database.schemaName().ifPresent(schema -> flyway.schemas(schema).createSchemas(true));
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
