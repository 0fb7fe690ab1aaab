package dev.wharf.destination.postgres;

import dev.wharf.destination.table.TableLoad;
import dev.wharf.destination.table.Trial;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.Connectors;
import dev.wharf.sdk.Destination;
import dev.wharf.sdk.Load;
import dev.wharf.sdk.Notices;
import dev.wharf.sdk.QueryResult;
import dev.wharf.sdk.Resources;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** Loads into a PostgreSQL database. */
public final class PostgresDestination implements Destination {

    /** Rows on their way take a quarter of the heap at most; the line being read may be as large again, twice while it grows. */
    private static final int SHARE_OF_HEAP = 4;

    private final PostgresDialect dialect = new PostgresDialect(Swap.PATIENT);

    public static void main(String[] args) {
        Connectors.main(new PostgresDestination(), args);
    }

    @Override
    public ObjectNode spec() {
        return Resources.json(PostgresDestination.class, "spec.json");
    }

    @Override
    public ConnectionStatus check(Config config) throws Exception {
        Server server = new Server(config);
        try (Connection connection = Session.open(server, "wharf check")) {
            Trial.run(connection, dialect, server.schema());
        }
        return new ConnectionStatus(true, "");
    }

    @Override
    public Load write(Config config, ConfiguredCatalog catalog, Notices notices) throws SQLException {
        Server server = new Server(config);
        Connection connection = Session.open(server, application(catalog));
        try {
            Session.lock(connection, writing(catalog, server.schema()), Session.PATIENCE);
            return TableLoad.open(
                    connection,
                    dialect,
                    server.schema(),
                    catalog,
                    notices,
                    Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
        } catch (SQLException e) {
            connection.close();
            throw dialect.failure("Cannot begin to write into " + server, e);
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void query(Config config, String sql, QueryResult result) {
        Question.answer(new Server(config), sql, result);
    }

    private static String application(ConfiguredCatalog catalog) {
        return catalog.wharf()
                .map(origin -> "wharf " + origin.connection() + " " + origin.run())
                .orElse("wharf");
    }

    /** What two sessions must not write at the same time. A platform that names no connection is known by its streams. */
    static String writing(ConfiguredCatalog catalog, String schema) {
        String connection = catalog.wharf()
                .map(origin -> "wharf connection " + origin.connection())
                .orElseGet(() -> catalog.streams().stream()
                        .map(ConfiguredStream::name)
                        .map(StreamName::toString)
                        .sorted()
                        .collect(Collectors.joining("\n", "wharf streams ", "")));
        return connection + " in schema " + schema;
    }
}
