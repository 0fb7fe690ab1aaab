package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Records of the quarantine reach the destination after all, each once, whatever dies when (invariant 6). */
class ReplayTest {

    private static final String ANA = "{\"id\": 1, \"name\": \"Ana\"}";
    private static final String SEVEN = "{\"id\": 2, \"name\": 7}";
    private static final String NOTHING = "{\"id\": \"x\", \"name\": \"Bob\"}";

    @TempDir
    Path project;

    private Path rows = Path.of("");

    @BeforeEach
    void readOneGoodRecordAndTwoBadOnes() throws IOException {
        rows = Files.createDirectories(project.resolve("out")).resolve("rows.db");
        connect("{}", "append");
        wharf("sync", "harbour");
    }

    @Test
    void whatPassesNowIsLoadedOnceAndWhatDoesNotStays() throws Exception {
        assertEquals(List.of(ANA), rows());
        assertEquals(0, replay().path("replayed").asInt());

        connect("{ names: [string, integer] }", "append");
        JsonNode replay = replay();
        assertEquals(1, replay.path("replayed").asInt());
        assertEquals(1, replay.at("/collections/0/failing").asInt());
        assertEquals("success", replay.at("/report/outcome").asString());
        assertEquals(List.of(ANA, SEVEN), rows());
        assertEquals(List.of("2 replayed", "x"), quarantine());

        assertEquals(0, replay().path("replayed").asInt());
        wharf("sync", "harbour");
        assertEquals(List.of(ANA, SEVEN), rows());
    }

    @Test
    void anotherPolicyLetsThemThrough() throws Exception {
        assertEquals(2, replay("--as", "forward").path("replayed").asInt());
        assertEquals(List.of(ANA, SEVEN, NOTHING), rows());
    }

    @Test
    void faultyFieldsCanBecomeNull() throws Exception {
        assertEquals(2, replay("--as", "nulled").path("replayed").asInt());
        assertEquals(List.of(ANA, SEVEN.replace("7", "null"), NOTHING.replace("\"x\"", "null")), rows());
    }

    @Test
    void aDestinationThatDiesBeforeItCommitsGetsThemAgain() throws Exception {
        fault("before");
        assertEquals(
                9, wharf("quarantine", "replay", "harbour", "--as", "forward").status());
        assertEquals(List.of(ANA), rows());
        assertEquals(List.of("2", "x"), quarantine());

        assertEquals(2, replay("--as", "forward").path("replayed").asInt());
        assertEquals(List.of(ANA, SEVEN, NOTHING), rows());
    }

    @Test
    void aDestinationThatDiesAfterItCommittedGetsThemOnlyOnce() throws Exception {
        fault("after");
        assertEquals(
                9, wharf("quarantine", "replay", "harbour", "--as", "forward").status());
        assertEquals(List.of(ANA, SEVEN, NOTHING), rows());
        assertEquals(List.of("2", "x"), quarantine());

        assertEquals(2, replay("--as", "forward").path("replayed").asInt());
        assertEquals(List.of(ANA, SEVEN, NOTHING), rows());
        assertEquals(List.of("2 replayed", "x replayed"), quarantine());
    }

    @Test
    void theNextSyncLearnsOfThemToo() throws Exception {
        fault("after");
        wharf("quarantine", "replay", "harbour", "--as", "forward");
        assertEquals(0, wharf("sync", "harbour").status());
        assertEquals(List.of("2 replayed", "x replayed"), quarantine());
        assertEquals(List.of(ANA, SEVEN, NOTHING), rows());
    }

    @Test
    void aReplayThatIsKilledBehindTheCommitDoublesNothing() throws Exception {
        Path fifo = project.resolve("committed");
        new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
        fault("still");
        try (WharfProcess replay = WharfProcess.start(project, "quarantine", "replay", "harbour", "--as", "forward")) {
            assertEquals("committed\n", Files.readString(fifo));
            replay.kill();
        }
        assertEquals(List.of("2", "x"), quarantine());

        assertEquals(2, replay("--as", "forward").path("replayed").asInt());
        assertEquals(List.of(ANA, SEVEN, NOTHING), rows());
    }

    @Test
    void oneStateOfAllCollectionsGoesBehindTheRecordsOfAll() throws Exception {
        connect("{ state: GLOBAL }", "append");
        wharf("state", "reset", "harbour");
        wharf("sync", "harbour");
        assertEquals(2, replay("--as", "forward").path("replayed").asInt());
        assertEquals(List.of(ANA, ANA, SEVEN, NOTHING), rows());
    }

    @Test
    void whatWasReadAgainSinceIsNotReplayed() throws Exception {
        connect("{ names: [string, integer] }", "append");
        assertEquals(0, wharf("sync", "harbour", "--full-refresh").status());
        assertEquals(0, replay().path("replayed").asInt());
        assertEquals(1, replay("--as", "forward").path("replayed").asInt(), "the record that still fails, once");
    }

    @Test
    void aCollectionThatIsReadWholeIsLeftToTheNextSync() throws Exception {
        connect("{ names: [string, integer] }", "append, mode: full_refresh");
        assertEquals(
                "the next sync reads it from its beginning, and these records with it",
                replay().at("/collections/0/skipped").asString());
    }

    @Test
    void anOlderRecordDoesNotTakeThePlaceOfANewerRowUnlessItMay() throws Exception {
        connect("{}", "append_dedup");
        assertTrue(replay("--as", "forward")
                .at("/collections/0/skipped")
                .asString()
                .startsWith("it has no cursor"));
        assertEquals(
                2, replay("--as", "forward", "--older-may-win").path("replayed").asInt());
        connect("{ cursor: [at] }", "append_dedup");
        assertEquals(0, replay("--as", "forward").path("replayed").asInt());
    }

    private void connect(String source, String write) throws IOException {
        Path programs = Path.of("src/test/resources/cli").toAbsolutePath();
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/harbour.yaml"), """
                source:
                  command: [python3, %1$s/ships.py]
                  config: %2$s
                destination:
                  command: [python3, %1$s/harbour.py]
                  config: { file: "%3$s", fifo: "%4$s" }
                collections:
                  settings:
                    ships: { write: %5$s }
                """.formatted(
                        programs,
                        source.replaceFirst("\\{", "{ rows: [%s, %s, %s], ".formatted(ANA, SEVEN, NOTHING))
                                .replace(", }", " }"),
                        rows,
                        project.resolve("committed"),
                        write));
    }

    private void fault(String moment) throws IOException {
        Files.writeString(Path.of(rows + "-fault"), moment);
    }

    private JsonNode replay(String... options) {
        List<String> words = new ArrayList<>(List.of("quarantine", "replay", "harbour", "--json"));
        words.addAll(List.of(options));
        Ran ran = wharf(words.toArray(String[]::new));
        assertEquals(0, ran.status(), () -> ran.out() + ran.err());
        return ran.json();
    }

    /** The ids of the records in the quarantine, as they are in the data. */
    private List<String> quarantine() {
        List<String> lines = new ArrayList<>();
        for (JsonNode line :
                wharf("quarantine", "list", "harbour", "--json").json().path("lines")) {
            JsonNode whole = wharf(
                            "quarantine", "show", "harbour", line.path("id").asString(), "--json")
                    .json();
            String id = whole.path("line").asString().replaceAll(".*\"id\": \"?(\\w+)\"?,.*", "$1");
            lines.add(id + (line.path("replayed").isNull() ? "" : " replayed"));
        }
        return lines;
    }

    private List<String> rows() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + rows);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select data from ship order by rowid")) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private Ran wharf(String... arguments) {
        return Terminal.in(project).wharf(arguments);
    }
}
