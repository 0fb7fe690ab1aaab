package dev.wharf.sdk;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Message.ConnectionStatus;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the author of a destination implements. {@link Connectors#main(Destination, String[])} makes a program of it, which runs one
 * verb and ends. Every method, those of {@link Load} included, is called on the main thread. What {@link Source} says of stdout,
 * failures and secrets holds here too.
 */
public interface Destination {

    /**
     * Describes the connector. Needs no config, no network, and always returns the same.
     *
     * @return the value of the protocol's member {@code spec}: {@code connectionSpecification} and
     *     {@code supported_destination_sync_modes}
     */
    ObjectNode spec();

    /** Tells whether a sync would work, by trying what a sync needs (a table created, written, dropped) and leaving nothing behind. */
    ConnectionStatus check(Config config) throws Exception;

    /**
     * Starts a write; called once, before anything is read from stdin.
     *
     * @param catalog what will come; the positions of its streams are the stream indexes of {@link Load}
     * @param notices log lines and the like, at any time until the load is closed
     */
    Load write(Config config, ConfiguredCatalog catalog, Notices notices) throws Exception;

    /**
     * Answers a question about the tables, and can change nothing by it, whatever the question says. A destination that does so has
     * {@code "wharf": {"query": true}} in its spec.
     *
     * @param sql in the warehouse's own dialect
     * @throws ConnectorFailure of {@link ConnectorFailure#queryRefused}, when it cannot be answered as it was put
     */
    default void query(Config config, String sql, QueryResult result) throws Exception {
        throw ConnectorFailure.queryRefused("This destination answers no queries.");
    }
}
