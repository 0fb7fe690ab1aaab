package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wharf query}, with destinations that are small programs of this machine. */
class QueryTest {

    private static final String ABLE =
            "{\"type\":\"SPEC\",\"spec\":{\"wharf\":{\"query\":true},\"connectionSpecification\":"
                    + "{\"type\":\"object\",\"properties\":{\"token\":{\"type\":\"string\",\"airbyte_secret\":true}}}}}";

    @TempDir
    Path project;

    @Test
    void anAnswerIsATableForPeople() throws IOException {
        destination(
                ABLE,
                row("{\"columns\":[{\"name\":\"month\",\"type\":\"TEXT\"},{\"name\":\"revenue\",\"type\":\"INT\"}]}")
                        + row("{\"row\":[\"2026-01\",12]}")
                        + row("{\"row\":[\"a\\\\nb\\\\u001b[2J\",null]}"));

        Ran ran = wharf("query", "ships", "SELECT 1");

        assertEquals(0, ran.status(), ran::err);
        assertEquals("month     revenue\n2026-01        12\na\\nb?[2J\n", ran.out());
        assertTrue(ran.err().endsWith("2 rows.\n"), ran::err);
    }

    @Test
    void anAnswerInJsonHasEveryDigit() throws IOException {
        destination(
                ABLE,
                row("{\"columns\":[{\"name\":\"n\",\"type\":\"NUMERIC\"}]}")
                        + row("{\"row\":[12345678901234567890.10]}"));

        Ran ran = wharf("query", "ships", "SELECT 1", "--json");

        assertEquals(
                "{\"connection\":\"ships\",\"columns\":[{\"name\":\"n\",\"type\":\"NUMERIC\"}],\"rows\":[[12345678901234567890.10]]}\n",
                ran.out());
    }

    @Test
    void theQuestionReachesTheDestinationAsItStandsInAFile() throws IOException {
        String sql = "-- how many?\nSELECT 'it''s \"one\"'\n";
        Files.writeString(project.resolve("question.sql"), sql);
        destination(ABLE, "cp \"$5\" got.json; " + row("{\"columns\":[]}"));

        Ran ran = wharf("query", "ships", "-f", "question.sql");

        assertEquals(0, ran.status(), ran::err);
        assertEquals(
                sql,
                dev.wharf.protocol.Json.read(Files.readAllBytes(project.resolve("got.json")))
                        .path("sql")
                        .asString());
    }

    @Test
    void whatTheWarehouseRefusesIsToldInItsWords() throws IOException {
        destination(
                ABLE,
                "echo '{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"emitted_at\":1,\"error\":{\"failure_type\":\"config_error\","
                        + "\"message\":\"no table x near hush-hush\",\"internal_message\":\"wharf.query-refused\"}}}'; exit 1; ");

        Ran ran = wharf("query", "ships", "SELECT * FROM x", "--json");

        assertEquals(2, ran.status());
        assertEquals("query-refused", ran.json().path("error").path("code").asString());
        assertTrue(ran.err().contains("no table x near"), ran::err);
        assertTrue(!ran.err().contains("hush-hush"), ran::err);
    }

    @Test
    void anImageThatDoesNotKnowQueriesIsNotAsked() throws IOException {
        destination(ABLE.replace("\"query\":true", ""), "touch asked; ");

        Ran ran = wharf("query", "ships", "SELECT 1");

        assertEquals(2, ran.status());
        assertTrue(ran.err().contains("answers no queries"), ran::err);
        assertTrue(Files.notExists(project.resolve("asked")));
    }

    @Test
    void anAnswerThatIsTooLargeIsRefusedAndItsSenderEnded() throws IOException {
        destination(
                ABLE,
                row("{\"columns\":[{\"name\":\"n\",\"type\":\"INT\"}]}") + "while :; do " + row("{\"row\":[1]}")
                        + "done; ");

        Ran ran = wharf("query", "ships", "SELECT 1");

        assertEquals(2, ran.status());
        assertEquals("", ran.out());
        assertTrue(ran.err().contains("more than 8 MiB"), ran::err);
    }

    @Test
    void aRowThatIsTooLargeIsRefused() throws IOException {
        destination(
                ABLE,
                row("{\"columns\":[{\"name\":\"n\",\"type\":\"INT\"}]}") + "head -c 9000000 /dev/zero | tr '\\0' 1; ");

        Ran ran = wharf("query", "ships", "SELECT 1");

        assertEquals(2, ran.status());
        assertTrue(ran.err().contains("more than 8 MiB"), ran::err);
    }

    @Test
    void anAnswerThatBreaksOffIsNone() throws IOException {
        destination(ABLE, row("{\"columns\":[{\"name\":\"n\",\"type\":\"INT\"}]}") + row("{\"row\":[1]}") + "exit 3; ");

        Ran ran = wharf("query", "ships", "SELECT 1");

        assertEquals(9, ran.status(), ran::err);
        assertEquals("", ran.out());
    }

    @Test
    void aQuestionIsGivenOnce() {
        assertEquals(2, wharf("query", "ships").status());
        assertEquals(
                2, wharf("query", "ships", "SELECT 1", "-f", "question.sql").status());
        assertTrue(wharf("query", "ships", "-f", "absent.sql").err().contains("There is no file absent.sql"));
    }

    private Ran wharf(String... words) {
        return Terminal.in(project).wharf(words);
    }

    private static String row(String data) {
        return "echo '{\"type\":\"RECORD\",\"record\":{\"stream\":\"query\",\"emitted_at\":1,\"data\":" + data
                + "}}'; ";
    }

    /** @param answer shell for what it does when it is asked; its fifth word is the question's file */
    private void destination(String spec, String answer) throws IOException {
        Path program = Files.writeString(
                project.resolve("destination.sh"),
                "case \"$1\" in\nspec) echo '" + spec + "';;\nquery) " + answer + "\n;;\nesac\n");
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/ships.yaml"), """
                source:
                  command: [sh, source.sh]
                destination:
                  command: [sh, %s]
                  config:
                    token: ${file:token}
                """.formatted(program));
        Files.writeString(project.resolve("token"), "hush-hush");
    }
}
