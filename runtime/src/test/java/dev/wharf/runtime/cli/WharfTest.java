package dev.wharf.runtime.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.terminal.Shell;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The command, in this process, with connectors that are small programs of this machine. */
class WharfTest {

    @TempDir
    Path project;

    private final Map<String, String> environment = new HashMap<>(System.getenv());

    private record Ran(int status, String out, String err) {

        JsonNode json() {
            return JsonMapper.shared().readTree(out);
        }
    }

    @BeforeEach
    void makeConnection() throws IOException {
        environment.put("TOKEN", "hunter2hunter2");
        environment.remove("WHARF_STATE_STORE");
        Files.createDirectories(project.resolve("connections"));
        Path programs = Path.of("src/test/resources/cli").toAbsolutePath();
        Files.writeString(project.resolve("connections/shop.yaml"), """
                source:
                  command: [python3, %1$s/source.py]
                  config: { token: "${env:TOKEN}" }
                destination:
                  command: [python3, %1$s/destination.py]
                  local: f
                  config: { f: out/rows.jsonl }
                """.formatted(programs));
    }

    @Test
    void aSyncCarriesRecordsAndIsRemembered() throws IOException {
        Ran sync = wharf("sync", "shop", "--json");
        assertEquals(0, sync.status(), sync::err);
        assertEquals("success", sync.json().path("outcome").asString());
        assertEquals(4, Files.readAllLines(project.resolve("out/rows.jsonl")).size());
        assertEquals(
                "success",
                wharf("status", "--json")
                        .json()
                        .at("/connections/0/last/outcome")
                        .asString());
        assertEquals(1, wharf("history", "shop", "--json").json().path("runs").size());
        assertEquals(
                "{\"c\":5}",
                wharf("state", "show", "shop", "--json")
                        .json()
                        .at("/collections/0/state/stream/stream_state")
                        .toString());
        assertEquals(
                "/name",
                wharf("quarantine", "list", "shop", "--json")
                        .json()
                        .at("/lines/0/path")
                        .asString());
        assertTrue(wharf("quarantine", "show", "shop", "1").out().contains("\"id\": 3"));
    }

    @Test
    void aSecretIsMaskedInTheLog() {
        wharf("sync", "shop");
        Ran logs = wharf("logs", "shop");
        assertTrue(logs.out().contains("token is ***"), logs::out);
        assertFalse(logs.out().contains("hunter2"));
    }

    @Test
    void collectionsTellWhatASyncCostsAndWhatMayBeSpent() throws IOException {
        Path file = project.resolve("connections/shop.yaml");
        Files.writeString(
                file, Files.readString(file) + "budget: { calls: 20, per: day }\nschedule: { times: 4 per day }\n");
        wharf("sync", "shop");

        JsonNode calls = wharf("collections", "shop", "--json").json().path("calls");
        assertEquals(
                "{\"run\":{\"first\":34,\"quiet\":2,\"busy\":9},\"schedule\":{\"times\":4,\"per\":\"day\"},"
                        + "\"budget\":{\"calls\":20,\"per\":\"day\",\"spent\":3}}",
                calls.toString());
        String told = wharf("collections", "shop").out();
        assertTrue(told.contains("8 to 36 calls per day"), told);
        assertTrue(told.contains("20 calls per day, of which 3 are spent"), told);
        assertTrue(told.contains("less than the first run takes"), told);
    }

    @Test
    void anotherChoiceIsTriedAndThenSavedWithTheFilesComments() throws IOException {
        Path file = project.resolve("connections/shop.yaml");
        String before = "# the shop\n" + Files.readString(file) + "collections:\n  select: ['*']   # all\n";
        Files.writeString(file, before);

        JsonNode tried =
                wharf("collections", "shop", "--fields", "users=id", "--json").json();
        assertEquals("[\"id\"]", tried.at("/collections/0/fields").toString());
        assertEquals(before, Files.readString(file), "trying changes nothing");
        assertEquals(
                2, wharf("collections", "shop", "--select", "nothing", "--save").status());
        assertEquals(before, Files.readString(file), "what cannot be is not saved");

        assertEquals(
                0,
                wharf("collections", "shop", "--select", "user*", "--fields", "users=id", "--save")
                        .status());
        assertEquals(
                before.replace("['*']", "[\"user*\"]")
                        .replace("  select", "  settings:\n    users:\n      fields: [\"id\"]\n  select"),
                Files.readString(file));
        wharf("sync", "shop");
        assertFalse(Files.readString(project.resolve("out/rows.jsonl")).contains("name"));
        assertEquals(2, wharf("collections", "shop", "--save").status());
    }

    @Test
    void collectionsTellWhatIsChosenAndWhy() {
        JsonNode users = wharf("collections", "shop", "--json").json().at("/collections/0");
        assertEquals(
                "incremental append selected by *",
                users.path("mode").asString() + " " + users.path("write").asString() + " "
                        + users.path("why").asString());
    }

    @Test
    void aCheckAsksBothSides() {
        Ran check = wharf("check", "shop", "--json");
        assertEquals(9, check.status(), "the destination says no");
        assertEquals("disk full", check.json().at("/checks/1/message").asString());
    }

    @Test
    void statesCanBeForgottenAndBroughtBack() {
        wharf("sync", "shop");
        assertEquals(
                2,
                wharf("state", "reset", "shop", "--json").json().path("epoch").asInt());
        assertEquals(
                3,
                wharf("state", "rollback", "shop", "1", "--json")
                        .json()
                        .path("epoch")
                        .asInt());
        assertEquals("No difference.\n", wharf("state", "diff", "shop", "1").out());
    }

    @Test
    void aMistypedCommandIsUnderstood() {
        Ran mistyped = wharf("snyc");
        assertEquals(2, mistyped.status());
        assertTrue(
                mistyped.err().contains("There is no command snyc in wharf, did you mean sync? See wharf --help."),
                mistyped::err);
    }

    @Test
    void anUnknownConnectionIsAnErrorInJsonToo() {
        Ran unknown = wharf("sync", "shpo", "--json");
        assertEquals(2, unknown.status());
        assertEquals("connection-unknown", unknown.json().at("/error/code").asString());
        assertTrue(unknown.err().contains("Did you mean shop?"), unknown::err);
    }

    @Test
    void everyProblemOfAFileIsToldAndNothingStarted() throws IOException {
        Files.writeString(project.resolve("connections/bad.yaml"), "source: { image: 5 }\ninvlid: x\n");
        Ran bad = wharf("sync", "bad", "--json");
        assertEquals(2, bad.status());
        assertEquals(3, bad.json().at("/error/problems").size(), bad::out);
        assertFalse(Files.exists(project.resolve(".wharf")));
    }

    @Test
    void aProjectThatNeverRanIsNotTouchedByLooking() {
        assertEquals(0, wharf("status").status());
        assertEquals(2, wharf("history", "shop").status());
        assertFalse(Files.exists(project.resolve(".wharf")));
    }

    private Ran wharf(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Shell shell = new Shell(
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8),
                new ByteArrayInputStream(new byte[0]),
                environment,
                project,
                false);
        int status = Wharf.run(shell, arguments);
        return new Ran(status, out.toString(UTF_8), err.toString(UTF_8));
    }
}
