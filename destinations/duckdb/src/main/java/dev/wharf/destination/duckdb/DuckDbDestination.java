package dev.wharf.destination.duckdb;

import dev.wharf.destination.table.TableLoad;
import dev.wharf.destination.table.Trial;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.Connectors;
import dev.wharf.sdk.Destination;
import dev.wharf.sdk.Load;
import dev.wharf.sdk.Notices;
import dev.wharf.sdk.QueryResult;
import dev.wharf.sdk.Resources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/** Loads into a DuckDB file. */
public final class DuckDbDestination implements Destination {

    /** Rows on their way take a quarter of the heap at most; the line being read may be as large again, twice while it grows. */
    private static final int SHARE_OF_HEAP = 4;

    public static void main(String[] args) {
        Connectors.main(new DuckDbDestination(), args);
    }

    @Override
    public ObjectNode spec() {
        return Resources.json(DuckDbDestination.class, "spec.json");
    }

    @Override
    public ConnectionStatus check(Config config) throws Exception {
        Path file = DuckDbFile.path(config);
        // Where there is none, beside it: a sync may make it at this moment, and it must not be deleted then.
        Path tried =
                Files.exists(file) ? file : file.resolveSibling(file.getFileName() + ".check-" + UUID.randomUUID());
        try (Connection connection = DuckDbFile.open(tried, config)) {
            Trial.run(connection, dialect(connection), DuckDbFile.schema(config));
        } finally {
            if (!tried.equals(file)) {
                Files.deleteIfExists(tried);
            }
        }
        return new ConnectionStatus(true, "");
    }

    @Override
    public Load write(Config config, ConfiguredCatalog catalog, Notices notices) {
        Connection connection = DuckDbFile.open(DuckDbFile.path(config), config);
        return TableLoad.open(
                connection,
                dialect(connection),
                DuckDbFile.schema(config),
                catalog,
                notices,
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    @Override
    public void query(Config config, String sql, QueryResult result) {
        Question.answer(config, sql, result);
    }

    private static DuckDbDialect dialect(Connection connection) {
        try {
            return new DuckDbDialect(RowsFunction.register(connection));
        } catch (SQLException e) {
            throw ConnectorFailure.fault("Cannot prepare DuckDB for loading: " + e.getMessage(), e);
        }
    }
}
