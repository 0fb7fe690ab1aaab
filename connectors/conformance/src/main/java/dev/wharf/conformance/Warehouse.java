package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A destination and the warehouse behind it, as the tests of {@link DestinationSuite} see them. */
interface Warehouse {

    /** The fields of most tests. */
    String ITEM = "{\"id\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"}}";

    /** Runs the destination. @return its exit status */
    int run(String[] args, InputStream in, OutputStream out);

    /** The class that runs it as a program. */
    Class<?> program();

    /** The config of a warehouse that is empty at the beginning of each test. */
    ObjectNode config();

    /** The rows of a query, the texts of their values joined by {@code |}; {@code null} for null. */
    List<String> query(String sql);

    /** Runs a statement, by somebody else than the destination. */
    void execute(String sql);

    /** A table of a stream without a namespace, for SQL. */
    String table(String name);

    /** An expression: the microseconds since 1970 of a column with timestamps. */
    String micros(String column);

    /** The most columns that a table gets, the four of the protocol included. */
    int mostColumns();

    /** An empty directory. */
    Path folder();

    default List<String> ids(String name) {
        return query("SELECT id FROM " + table(name) + " ORDER BY id");
    }

    /** Lets the destination write, which must succeed but for streams that are cut off. @return its messages */
    default List<JsonNode> write(Sync sync) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = run(arguments(sync), new ByteArrayInputStream(sync.lines()), out);
        List<JsonNode> messages = messages(out.toByteArray());
        assertTrue(
                status == 0 || messages.getLast().toString().contains("before these streams were complete"),
                () -> messages.getLast().toString());
        return messages;
    }

    default String[] arguments(Sync sync) throws IOException {
        return new String[] {
            "write", "--config", file("config", Json.write(config())), "--catalog", file("catalog", sync.catalog())
        };
    }

    default List<JsonNode> call(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertEquals(0, run(args, InputStream.nullInputStream(), out), () -> out.toString(UTF_8));
        return messages(out.toByteArray());
    }

    default String file(String name, byte[] content) throws IOException {
        return Files.write(folder().resolve(name + ".json"), content).toString();
    }

    static List<JsonNode> messages(byte[] out) {
        List<JsonNode> messages = new ArrayList<>();
        new String(out, UTF_8).lines().forEach(line -> messages.add(Json.read(line.getBytes(UTF_8))));
        return messages;
    }

    static List<JsonNode> states(List<JsonNode> messages) {
        return messages.stream()
                .filter(message -> message.path("type").asString("").equals("STATE"))
                .map(message -> message.path("state"))
                .toList();
    }
}
