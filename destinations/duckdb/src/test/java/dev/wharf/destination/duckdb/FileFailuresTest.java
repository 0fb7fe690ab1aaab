package dev.wharf.destination.duckdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import dev.wharf.sdk.Connectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Files that cannot be written: what was tried, on what, why it failed, what to do next, and nothing lost. */
class FileFailuresTest {

    private static final String CATALOG = """
            {"streams":[{"stream":{"name":"t","json_schema":{"properties":{"id":{"type":"integer"},"text":{"type":"string"}}},
            "supported_sync_modes":["incremental"]},"sync_mode":"incremental","destination_sync_mode":"append"}]}""";

    @TempDir
    private Path folder;

    @Test
    void aFileThatAnotherProgramHasOpen() throws Exception {
        Path file = folder.resolve("w.duckdb");
        Process other = holding(file);
        try {
            assertEquals('!', other.getInputStream().read());

            assertRefused("transient_error", "Another program has the file open", write(file, records(1, "x")));
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertEquals(List.of(), errors(write(file, records(1, "x"))));
    }

    @Test
    void aFileThatIsNoDatabase() throws IOException {
        Path file = Files.writeString(folder.resolve("w.duckdb"), "name,price\n".repeat(5_000));

        assertRefused("config_error", "or no DuckDB file", write(file, records(1, "x")));
        assertTrue(Files.readString(file).startsWith("name,price"));
    }

    @Test
    void aFileOfANewerDuckDb() throws IOException {
        Path file = folder.resolve("w.duckdb");
        write(file, records(1, "x"));
        setVersion(file, 200);

        assertRefused("config_error", "use a newer version of this destination", write(file, records(1, "x")));
    }

    /** The file begins with a checksum, eight bytes by eight, of what comes behind it: four letters, and the version of its form. */
    private static void setVersion(Path file, int version) throws IOException {
        long factor = 0xbf58476d1ce4e5b9L;
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer header = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(header, 0);
            long before = header.getLong(Long.BYTES);
            header.putInt(Long.BYTES + Integer.BYTES, version);
            header.putLong(0, header.getLong(0) ^ before * factor ^ header.getLong(Long.BYTES) * factor);
            channel.write(header.flip().limit(2 * Long.BYTES), 0);
        }
    }

    @Test
    void aFileInMemory() throws IOException {
        assertRefused("config_error", "Name a file", write(Path.of(":memory:"), records(1, "x")));
    }

    @Test
    void aFolderThatDoesNotExist() throws IOException {
        Path file = folder.resolve("nowhere/w.duckdb");

        assertRefused("config_error", "must be there and writable", write(file, records(1, "x")));
    }

    @Test
    void aPathThatIsAFolder() throws IOException {
        assertRefused(
                "config_error",
                "must be there and writable",
                write(Files.createDirectory(folder.resolve("w.duckdb")), records(1, "x")));
    }

    /** Asks for a small memory-backed file system, and so for root. */
    @Test
    void aFullDiskKeepsWhatWasCommitted() throws Exception {
        Path small = Files.createDirectory(folder.resolve("small"));
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString());
        try {
            Path file = small.resolve("w.duckdb");
            assertEquals(List.of(), errors(write(file, records(10, "kept"))));

            assertRefused("config_error", "The disk is full", write(file, records(40_000, incompressible())));
            assertEquals("10", query(file, "SELECT count(*) FROM t"));
        } finally {
            run("umount", small.toString());
        }
    }

    @Test
    void aFolderThatIsReadOnly() throws Exception {
        Path fixed = Files.createDirectory(folder.resolve("fixed"));
        write(fixed.resolve("w.duckdb"), records(10, "kept"));
        run("mount", "--bind", fixed.toString(), fixed.toString());
        try {
            run("mount", "-o", "remount,ro,bind", fixed.toString());

            assertRefused(
                    "config_error", "must be there and writable", write(fixed.resolve("w.duckdb"), records(1, "x")));
            assertRefused(
                    "config_error", "must be there and writable", write(fixed.resolve("new.duckdb"), records(1, "x")));
        } finally {
            run("umount", fixed.toString());
        }
        assertEquals("10", query(fixed.resolve("w.duckdb"), "SELECT count(*) FROM t"));
    }

    /** A process that has the file open, and says so. */
    private static Process holding(Path file) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .start();
    }

    /** Keeps a file open until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (Connection _ = DriverManager.getConnection("jdbc:duckdb:" + arguments[0])) {
                System.out.print('!');
                System.out.flush();
                Thread.currentThread().join();
            }
        }
    }

    private static String incompressible() {
        StringBuilder text = new StringBuilder();
        new Random(3).ints(700, 'A', 'z').forEach(letter -> text.append(letter == '\\' ? '.' : (char) letter));
        return text.toString();
    }

    private static String records(int count, String text) {
        StringBuilder lines = new StringBuilder();
        for (int id = 0; id < count; id++) {
            int turn = text.length() * (id % 97) / 97;
            lines.append("{\"type\":\"RECORD\",\"record\":{\"stream\":\"t\",\"emitted_at\":1,\"data\":{\"id\":" + id
                    + ",\"text\":\"" + text.substring(turn) + id * 7919L + text.substring(0, turn) + "\"}}}\n");
        }
        return lines
                + "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1,\"stream_status\":{\"stream_descriptor\":{\"name\":\"t\"},\"status\":\"COMPLETE\"}}}\n";
    }

    private List<JsonNode> write(Path file, String input) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String[] arguments = {
            "write",
            "--config",
            Files.write(folder.resolve("config"), Json.write(Json.object().put("path", file.toString())))
                    .toString(),
            "--catalog",
            Files.writeString(folder.resolve("catalog"), CATALOG).toString()
        };
        Connectors.run(new DuckDbDestination(), arguments, new ByteArrayInputStream(input.getBytes(UTF_8)), out);
        return out.toString(UTF_8)
                .lines()
                .<JsonNode>map(line -> Json.read(line.getBytes(UTF_8)))
                .toList();
    }

    private static List<JsonNode> errors(List<JsonNode> messages) {
        return messages.stream()
                .map(message -> message.path("trace").path("error"))
                .filter(JsonNode::isObject)
                .toList();
    }

    private static void assertRefused(String type, String cure, List<JsonNode> messages) {
        List<JsonNode> errors = errors(messages);
        assertEquals(1, errors.size(), messages::toString);
        String message = errors.getFirst().path("message").asString();
        assertTrue(message.startsWith("Cannot "), message);
        assertTrue(message.contains(cure), message);
        assertEquals(type, errors.getFirst().path("failure_type").asString(), message);
        assertFalse(message.contains("\n"), message);
    }

    private static String query(Path file, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
    }
}
