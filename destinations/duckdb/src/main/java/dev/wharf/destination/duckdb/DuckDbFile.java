package dev.wharf.destination.duckdb;

import com.sun.management.OperatingSystemMXBean;
import dev.wharf.sdk.Config;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The file that a config names. Stateless; any thread. */
final class DuckDbFile {

    private static final long LEAST_MEMORY = 128L << 20;

    private DuckDbFile() {}

    /** A connection with a transaction open. */
    static Connection open(Config config) {
        String path = config.text("path");
        Properties settings = new Properties();
        settings.setProperty("memory_limit", config.text("memory_limit", defaultMemory()));
        if (config.has("threads")) {
            settings.setProperty("threads", Long.toString(config.integer("threads")));
        }
        // Nothing is fetched from anywhere: what is needed is linked in.
        settings.setProperty("autoinstall_known_extensions", "false");
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:" + path, settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TimeZone = 'UTC'");
            }
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException e) {
            throw DuckDbFailures.explain("Cannot open the DuckDB file " + path, e);
        }
    }

    static String schema(Config config) {
        return config.text("schema", "main");
    }

    /** DuckDB's own default leaves nothing to Java. */
    private static String defaultMemory() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long rest = machine.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
        return Math.max(LEAST_MEMORY, rest / 10 * 6) + "B";
    }
}
