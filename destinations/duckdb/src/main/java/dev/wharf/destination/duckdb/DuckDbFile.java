package dev.wharf.destination.duckdb;

import com.sun.management.OperatingSystemMXBean;
import dev.wharf.sdk.Config;
import dev.wharf.sdk.ConnectorFailure;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The file that a config names. Stateless; any thread. */
final class DuckDbFile {

    private static final long LEAST_MEMORY = 128L << 20;

    private static final String NAME = "_wharf_file";

    private DuckDbFile() {}

    static Path path(Config config) {
        String path = config.text("path");
        if (path.startsWith(":memory:")) {
            throw ConnectorFailure.config(
                    "Cannot load into the path " + path + ": it would be gone with this process. Name a file.");
        }
        return Path.of(path);
    }

    /**
     * A connection to a file with a transaction open. DuckDB would name the database after the file, and then not know it from a schema of the
     * same name: so the file is attached by a name that no schema has.
     */
    static Connection open(Path file, Config config) {
        Properties settings = settings(file, config);
        try {
            Connection connection = DriverManager.getConnection("jdbc:duckdb:", settings);
            try (Statement statement = connection.createStatement()) {
                statement.execute("ATTACH '" + file.toString().replace("'", "''") + "' AS " + NAME + " (TYPE duckdb)");
                statement.execute("USE " + NAME);
                statement.execute("SET TimeZone = 'UTC'");
                connection.setAutoCommit(false);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw DuckDbFailures.explain("Cannot open the DuckDB file " + config.text("path"), e);
        }
    }

    /** What holds for loading and for reading. */
    static Properties settings(Path file, Config config) {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", config.text("memory_limit", defaultMemory()));
        if (config.has("threads")) {
            settings.setProperty("threads", Long.toString(config.integer("threads")));
        }
        // What does not fit the memory goes beside the file, as where the file is opened by itself: elsewhere a
        // container may not write.
        settings.setProperty("temp_directory", file + ".tmp");
        // Nothing is fetched from anywhere: what is needed is linked in.
        settings.setProperty("autoinstall_known_extensions", "false");
        return settings;
    }

    static String schema(Config config) {
        return config.text("schema", "main");
    }

    /**
     * DuckDB's own default leaves nothing to Java, and its limit is not about all that it takes: what it writes to its log, and thousands of tables, come on
     * top, about as much again.
     */
    private static String defaultMemory() {
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long rest = machine.getTotalMemorySize() - Runtime.getRuntime().maxMemory();
        return Math.max(LEAST_MEMORY, rest / 10 * 4) + "B";
    }
}
