package dev.wharf.destination.postgres;

import dev.wharf.conformance.PostgresCluster;
import dev.wharf.protocol.Json;
import dev.wharf.sdk.Config;
import java.sql.Connection;
import tools.jackson.databind.node.ObjectNode;

/** An empty database, and how a config names it. */
record Database(PostgresCluster cluster, String name) {

    /** In the server that all tests share. */
    static Database fresh() {
        PostgresCluster cluster = PostgresCluster.shared();
        return new Database(cluster, cluster.newDatabase());
    }

    ObjectNode config() {
        return config(PostgresCluster.SUPERUSER);
    }

    /** For a role whose password is that of the cluster. */
    ObjectNode config(String username) {
        return Json.object()
                .put("host", "127.0.0.1")
                .put("port", cluster.port())
                .put("database", name)
                .put("schema", "public")
                .put("username", username)
                .put("password", PostgresCluster.PASSWORD);
    }

    /** A session as the destination opens it. */
    Connection connect() {
        return Session.open(new Server(new Config(config())), "test");
    }

    /** Runs statements as the superuser, in a session of their own. */
    String sql(String statements) {
        return cluster.sql(name, statements);
    }
}
