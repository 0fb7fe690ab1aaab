package dev.wharf.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of its own, for tests: made from the binaries of this machine in a temporary directory, on a free port of the loopback
 * interface, asking everybody for a password. Needs the distribution's package; run by root, it runs as the user {@code postgres}.
 */
public final class PostgresCluster implements AutoCloseable {

    public static final String SUPERUSER = "postgres";

    /** With what a URL must escape. */
    public static final String PASSWORD = "p@ss/word:%";

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path binaries;
    private final Path directory;
    private final int port;
    private final List<String> addresses;

    private PostgresCluster(Path binaries, Path directory, int port, List<String> addresses) {
        this.binaries = binaries;
        this.directory = directory;
        this.port = port;
        this.addresses = addresses;
    }

    /** Makes a server and starts it. It is stopped by {@link #close}, at the latest when this JVM ends. */
    public static PostgresCluster open() {
        return open(List.of("127.0.0.1"));
    }

    /**
     * A server that containers on this machine reach too.
     *
     * @param bridge this machine's address on their network
     */
    public static PostgresCluster openTo(String bridge) {
        return open(List.of("127.0.0.1", bridge));
    }

    private static PostgresCluster open(List<String> addresses) {
        try {
            Path directory = Files.createTempDirectory("wharf-postgres");
            if (root()) {
                Files.setOwner(
                        directory,
                        directory
                                .getFileSystem()
                                .getUserPrincipalLookupService()
                                .lookupPrincipalByName(SUPERUSER));
            }
            PostgresCluster cluster = new PostgresCluster(binaries(), directory, freePort(), addresses);
            Runtime.getRuntime().addShutdownHook(new Thread(cluster::close));
            cluster.create();
            cluster.start();
            return cluster;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The one server that the tests of a JVM share where a database of their own is enough. */
    public static PostgresCluster shared() {
        return Shared.CLUSTER;
    }

    private static final class Shared {
        static final PostgresCluster CLUSTER = open();
    }

    public int port() {
        return port;
    }

    /** Makes an empty database. @return its name */
    public String newDatabase() {
        String name = "test" + DATABASES.incrementAndGet();
        sql("postgres", "create database " + name + " template template0 encoding 'UTF8'");
        return name;
    }

    /** The URL for JDBC, without user and password. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Runs statements as the superuser. @return what they print, a row a line, columns separated by {@code |} */
    public String sql(String database, String statements) {
        return run(
                "psql",
                "-X",
                "-q",
                "-A",
                "-t",
                "-v",
                "ON_ERROR_STOP=1",
                "-h",
                directory.toString(),
                "-p",
                String.valueOf(port),
                "-d",
                database,
                "-c",
                statements);
    }

    public void start() {
        run("pg_ctl", "-D", data(), "-w", "-l", directory.resolve("log").toString(), "start");
    }

    /** Stops it at once, as a crash would. */
    public void kill() {
        run("pg_ctl", "-D", data(), "-w", "-m", "immediate", "stop");
    }

    private void create() throws IOException {
        Path password = directory.resolve("password");
        Files.writeString(password, PASSWORD);
        run(
                "initdb",
                "-D",
                data(),
                "-U",
                SUPERUSER,
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--auth-host=scram-sha-256",
                "--auth-local=trust",
                "--pwfile=" + password);
        // Survives the server's crash, not the machine's: enough for tests, and several times as fast.
        Files.writeString(directory.resolve("data/postgresql.auto.conf"), """
                listen_addresses = '%s'
                port = %d
                unix_socket_directories = '%s'
                fsync = off
                max_connections = 50
                """.formatted(
                        String.join(",", addresses), port, directory));
        String everywhere = "host all all samenet scram-sha-256\n";
        Files.writeString(directory.resolve("data/pg_hba.conf"), everywhere, java.nio.file.StandardOpenOption.APPEND);
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private String run(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid", SUPERUSER, "--regid", SUPERUSER, "--clear-groups", "--"));
        }
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        if (program.equals("psql")) {
            command.addAll(List.of("-U", SUPERUSER));
        }
        try {
            Path output = Files.createTempFile("wharf-postgres", ".out");
            try {
                // Into a file: the server inherits it, so a pipe would stay open.
                int status = new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start()
                        .waitFor();
                String text = Files.readString(output, StandardCharsets.UTF_8).strip();
                if (status != 0) {
                    throw new IllegalStateException(String.join(" ", command) + " ended with " + status + ": " + text);
                }
                return text;
            } finally {
                Files.delete(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path binaries() throws IOException {
        Path versions = Path.of("/usr/lib/postgresql");
        if (Files.isDirectory(versions)) {
            try (Stream<Path> found = Files.list(versions)) {
                List<Path> usable = found.map(version -> version.resolve("bin"))
                        .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                        .sorted(Comparator.comparingInt(
                                bin -> Integer.parseInt(bin.getName(3).toString())))
                        .toList();
                if (!usable.isEmpty()) {
                    return usable.getLast();
                }
            }
        }
        throw new IllegalStateException(
                "no PostgreSQL server in /usr/lib/postgresql: install the distribution's package postgresql");
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (!Files.exists(directory)) {
                return;
            }
            if (Files.exists(directory.resolve("data/postmaster.pid"))) {
                kill();
            }
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
