package dev.wharf.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a destination answers to a question about its tables, and that no question changes anything. */
interface Questions extends Warehouse {

    @Test
    default void aQuestionIsAnsweredWithColumnsAndRowsInTheirOrder() throws IOException {
        load();
        List<JsonNode> answer =
                ask("SELECT name, id AS n, tree, \"on\", id AS n, 1.10 AS price FROM asked ORDER BY id");

        assertEquals(
                List.of("name", "n", "tree", "on", "n", "price"),
                answer.getFirst()
                        .path("columns")
                        .valueStream()
                        .map(column -> column.path("name").asString())
                        .toList());
        assertEquals(
                Json.read("[\"a\\n\u00fc\",1,{\"k\":[1.50]},true,1,1.10]".getBytes(UTF_8))
                        .toString(),
                answer.get(1).path("row").toString());
        assertEquals("[null,2,null,null,2,1.10]", answer.get(2).path("row").toString());
        assertEquals(3, answer.size());
    }

    @Test
    default void anAnswerWithoutRowsHasItsColumns() throws IOException {
        load();
        List<JsonNode> answer = ask("SELECT id FROM asked WHERE id > 9 -- a comment ends it");

        assertEquals(1, answer.size());
        assertEquals(
                "id", answer.getFirst().path("columns").path(0).path("name").asString());
    }

    @Test
    default void manyRowsAreAnsweredInOrder() throws IOException {
        load();
        List<JsonNode> answer = ask(
                "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 5000) SELECT n FROM many");

        assertEquals(5001, answer.size());
        assertEquals("[5000]", answer.getLast().path("row").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM asked",
                "INSERT INTO asked (id) VALUES (3)",
                "UPDATE asked SET id = 7",
                "DROP TABLE asked",
                "CREATE TABLE kept AS SELECT 1 AS one",
                "SELECT 1; DELETE FROM asked",
                "COMMIT; DELETE FROM asked",
                "ROLLBACK; BEGIN; DELETE FROM asked; COMMIT",
                "SELECT * FROM asked; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; COMMIT; DELETE FROM asked",
                "SELECT set_config('transaction_read_only', 'off', false); DELETE FROM asked",
                "TRUNCATE asked",
                "ALTER TABLE asked RENAME TO other",
                "COPY asked TO '/tmp/wharf-asked.csv'",
                "COPY asked FROM '/etc/passwd'",
            })
    default void whatWouldChangeSomethingIsRefusedAndChangesNothing(String sql) throws IOException {
        load();
        JsonNode refusal = refused(sql);

        assertEquals("wharf.query-refused", refusal.path("internal_message").asString(), refusal::toString);
        assertEquals(List.of("1", "2"), ids("asked"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"SELEC 1", "SELECT * FROM nowhere", "SELECT absent FROM asked", "", "SELECT CAST('x' AS INTEGER)"
            })
    default void whatIsWrongIsRefusedInTheWarehousesOwnWords(String sql) throws IOException {
        load();
        JsonNode refusal = refused(sql);

        assertEquals("wharf.query-refused", refusal.path("internal_message").asString(), refusal::toString);
        assertTrue(refusal.path("message").asString().length() > 10, refusal::toString);
    }

    private void load() throws IOException {
        write(new Sync()
                .stream(
                                "asked",
                                "append",
                                1,
                                0,
                                "{\"id\":{\"type\":\"integer\"},\"name\":{\"type\":\"string\"},\"tree\":{\"type\":\"object\"},\"on\":{\"type\":\"boolean\"}}")
                        .record("asked", "{\"id\":1,\"name\":\"a\\n\\u00fc\",\"tree\":{\"k\":[1.50]},\"on\":true}")
                        .record("asked", "{\"id\":2}")
                        .complete("asked"));
    }

    private List<JsonNode> ask(String sql) throws IOException {
        return call(question(sql)).stream()
                .filter(message -> message.path("type").asString().equals("RECORD"))
                .map(message -> message.path("record").path("data"))
                .toList();
    }

    private JsonNode refused(String sql) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = run(question(sql), InputStream.nullInputStream(), out);
        List<JsonNode> messages = Warehouse.messages(out.toByteArray());
        assertEquals(1, status, messages::toString);
        return messages.getLast().path("trace").path("error");
    }

    private String[] question(String sql) throws IOException {
        return new String[] {
            "query",
            "--config",
            file("config", Json.write(config())),
            "--query",
            file("query", Json.write(Json.object().put("sql", sql)))
        };
    }
}
