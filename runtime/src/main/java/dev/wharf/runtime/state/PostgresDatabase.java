package dev.wharf.runtime.state;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.secret.Secret;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jooq.SQLDialect;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A schema in a PostgreSQL database. A hold is an advisory lock of the run's own session: it ends with the session, and that ends at the
 * latest a minute after its client is gone.
 *
 * @param address {@code host:port/database}
 * @param options further parameters for the driver, as in a URL
 */
record PostgresDatabase(String address, String options, Optional<String> user, Optional<Secret> password, String schema)
        implements Database {

    private static final Pattern LOCATION = Pattern.compile(
            "(?:jdbc:)?postgres(?:ql)?://(?:(?<user>.*)@)?(?<host>[^/?@]*)(?:/(?<database>[^?]*))?(?:\\?(?<options>.*))?");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    static boolean named(String location) {
        return location.startsWith("postgres") || location.startsWith("jdbc:postgres");
    }

    /** Reads a URL; the password may also be in the environment. */
    static PostgresDatabase parse(String location, Map<String, String> environment) {
        Matcher url = LOCATION.matcher(location);
        if (!url.matches()) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "The state store's URL cannot be read. Write it as postgresql://user@host:5432/database, with ?schema="
                            + " for another schema than wharf.");
        }
        String[] login = Optional.ofNullable(url.group("user")).orElse("").split(":", 2);
        Optional<String> user = Optional.of(login[0]).filter(name -> !name.isEmpty());
        Optional<String> password = login.length == 2 ? Optional.of(login[1]) : Optional.empty();
        String schema = "wharf";
        List<String> options = new ArrayList<>();
        for (String option :
                Optional.ofNullable(url.group("options")).orElse("").split("&", -1)) {
            String[] pair = option.split("=", 2);
            String value = pair.length == 2 ? pair[1] : "";
            switch (pair[0]) {
                case "user" -> user = Optional.of(value);
                case "password" -> password = Optional.of(value);
                case "schema" -> schema = decode(value);
                case "" -> {}
                default -> options.add(option);
            }
        }
        String host = url.group("host").isEmpty() ? "localhost" : url.group("host");
        String database = Optional.ofNullable(url.group("database")).orElse("");
        return new PostgresDatabase(
                host + "/" + database,
                String.join("&", options),
                user.map(PostgresDatabase::decode),
                password.map(PostgresDatabase::decode)
                        .or(() -> password(environment))
                        .map(Secret::new),
                schema);
    }

    private static Optional<String> password(Map<String, String> environment) {
        String inline = environment.get("WHARF_STATE_PASSWORD");
        if (inline != null) {
            return Optional.of(inline);
        }
        return Optional.ofNullable(environment.get("WHARF_STATE_PASSWORD_FILE")).map(file -> {
            try {
                return Files.readString(Path.of(file)).strip();
            } catch (IOException e) {
                throw new WharfException(
                        FailureCode.STORE_UNUSABLE,
                        "Cannot read the state store's password from " + file
                                + ", which WHARF_STATE_PASSWORD_FILE names: " + e
                                + ". Create the file, or set WHARF_STATE_PASSWORD.",
                        e);
            }
        });
    }

    private static String decode(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public SQLDialect dialect() {
        return SQLDialect.POSTGRES;
    }

    @Override
    public DataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl("jdbc:postgresql://" + address + "?" + defaults() + options);
        source.setCurrentSchema('"' + schema.replace("\"", "\"\"") + '"');
        user.ifPresent(source::setUser);
        password.ifPresent(secret -> source.setPassword(secret.value()));
        return source;
    }

    /** A server that is gone is noticed, whatever the network does. */
    private String defaults() {
        StringBuilder defaults = new StringBuilder("tcpKeepAlive=true&ApplicationName=wharf&");
        if (!options.contains("connectTimeout=")) {
            defaults.append("connectTimeout=10&");
        }
        if (!options.contains("socketTimeout=")) {
            defaults.append("socketTimeout=120&");
        }
        return defaults.toString();
    }

    @Override
    public Connection connect() throws SQLException {
        Connection session = source().getConnection();
        try (Statement statement = session.createStatement()) {
            // Invariant 1: a server or a role may be configured to answer before the disk has it.
            statement.execute("select set_config('synchronous_commit', 'on', false)"
                    + " where current_setting('synchronous_commit') in ('off', 'local')");
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void prepare() {
        // the server is there, or it is not
    }

    /** Flyway takes a lock by itself here. */
    @Override
    public void alone(Runnable migration) {
        migration.run();
    }

    @Override
    public Map<String, String> spellings() {
        return Map.of("bytes", "bytea", "identity", "bigint generated by default as identity primary key");
    }

    @Override
    public Optional<String> schemaName() {
        return Optional.of(schema);
    }

    @Override
    public void begin(Connection session, Access access) throws SQLException {
        session.setAutoCommit(false);
        if (access == Access.READ) {
            try (Statement statement = session.createStatement()) {
                statement.execute("set transaction isolation level repeatable read, read only");
            }
        }
    }

    @Override
    public Optional<Hold> hold(String connection, Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            // The server takes a moment to see that a client was killed.
            statement.execute("set lock_timeout = '2s'; set tcp_keepalives_idle = 20; set tcp_keepalives_interval = 10;"
                    + " set tcp_keepalives_count = 4; set tcp_user_timeout = '60s'");
        }
        try (PreparedStatement lock = session.prepareStatement("select pg_advisory_lock(?)")) {
            lock.setLong(1, key(connection));
            lock.execute();
            // nothing to close: the end of the session is the end of the hold
            return Optional.of(() -> {});
        } catch (SQLException e) {
            if (LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private long key(String connection) {
        return ByteBuffer.wrap(Bodies.sha256(("wharf " + schema + " " + connection).getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    @Override
    public String explain(SQLException failure) {
        String said = masked(String.valueOf(failure.getMessage()));
        String state = Optional.ofNullable(failure.getSQLState()).orElse("");
        return switch (state) {
            case "3D000" -> said + ". Create the database, or correct its name.";
            case "42501" ->
                said + ". Give the user that right, or make the schema for it: create schema " + schema
                        + " authorization " + user.orElse("...") + ".";
            case "53100" ->
                "the server's disk is full (" + said + "). Free some space there; nothing that was saved is lost.";
            case "53300" -> said + ". Allow more connections, or let fewer syncs run at once.";
            case "25006" -> "it may only be read (" + said + "). Name the primary server, not a standby.";
            default -> explainClass(state, said);
        };
    }

    private String explainClass(String state, String said) {
        if (state.startsWith("28")) {
            return "the server refuses the login of " + user.orElse("this user") + " (" + said
                    + "). Correct the user in the URL, or the password in WHARF_STATE_PASSWORD or in the file that"
                    + " WHARF_STATE_PASSWORD_FILE names.";
        }
        if (state.startsWith("08") || state.startsWith("57P")) {
            return "the server cannot be reached or went away (" + said
                    + "). Check host and port and that it runs, then try again.";
        }
        return said + ".";
    }

    /** Invariant 8: the driver is not known to repeat a password, and shall not. */
    private String masked(String text) {
        return password.map(Secret::value)
                .filter(secret -> !secret.isEmpty())
                .map(secret -> text.replace(secret, "***"))
                .orElse(text);
    }

    @Override
    public String toString() {
        return "postgresql://" + user.map(name -> name + "@").orElse("") + address + " (schema " + schema + ")";
    }
}
