package dev.wharf.destination.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.net.URLEncoder;
import java.util.Properties;
import org.postgresql.PGProperty;

/** Which database is meant, and who we are there. Its text form does not show the password (invariant 8). */
final class Server {

    private static final int SECONDS_TO_CONNECT = 15;

    /** Also when a server takes the connection and then says nothing. */
    private static final int SECONDS_TO_LOG_IN = 60;

    private final Config config;

    /** @param config as the spec's schema accepts it */
    Server(Config config) {
        if (!config.object("tunnel_method").text("tunnel_method", "NO_TUNNEL").equals("NO_TUNNEL")) {
            throw ConnectorFailure.config(
                    "The config asks for an SSH tunnel (tunnel_method), which this destination does"
                            + " not have. Remove it, and give a host and port that can be reached from here.");
        }
        this.config = config;
    }

    /** Where the tables of streams without a namespace go. */
    String schema() {
        return config.text("schema");
    }

    Config tls() {
        return config.object("ssl_mode");
    }

    String url() {
        String host = config.text("host");
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        host.contains(":") ? "[" + host + "]" : host,
                        config.integer("port"),
                        URLEncoder.encode(config.text("database"), UTF_8));
    }

    /**
     * What the driver is told besides URL and TLS.
     *
     * @param application the session's name, as the server's administrator sees it
     */
    Properties properties(String application) {
        Properties properties = new Properties();
        PGProperty.USER.set(properties, config.text("username"));
        PGProperty.PASSWORD.set(properties, config.text("password", ""));
        PGProperty.APPLICATION_NAME.set(properties, application);
        PGProperty.CONNECT_TIMEOUT.set(properties, SECONDS_TO_CONNECT);
        PGProperty.LOGIN_TIMEOUT.set(properties, SECONDS_TO_LOG_IN);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.GSS_ENC_MODE.set(properties, "disable");
        return properties;
    }

    /** The form for people. */
    @Override
    public String toString() {
        return "database %s at %s:%d as user %s"
                .formatted(
                        config.text("database"), config.text("host"), config.integer("port"), config.text("username"));
    }
}
