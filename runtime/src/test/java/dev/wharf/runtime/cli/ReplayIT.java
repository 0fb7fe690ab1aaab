package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.runtime.cli.Terminal.Ran;
import dev.wharf.runtime.launch.EngineAvailable;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A replay into a real table, where rows of a key replace each other. */
@ExtendWith(EngineAvailable.class)
class ReplayIT {

    @TempDir
    Path project;

    @Test
    void anOlderRecordDoesNotTakeThePlaceOfANewerRow() throws Exception {
        connect("string", "{id: 1, name: 7, at: 1}, {id: 1, name: new, at: 2}, {id: 2, name: 8, at: 1}");
        wharf("sync", "harbour");
        assertEquals(List.of("1 new"), rows());

        connect("[string, integer]", "");
        assertEquals(
                2,
                wharf("quarantine", "replay", "harbour", "--json")
                        .json()
                        .path("replayed")
                        .asInt());
        assertEquals(List.of("1 new", "2 8"), rows());

        wharf("sync", "harbour");
        assertEquals(List.of("1 new", "2 8"), rows());
    }

    private void connect(String names, String records) throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(project.resolve("connections/harbour.yaml"), """
                source:
                  command: [python3, "%s/ships.py"]
                  config: { cursor: [at], names: %s, rows: [%s] }
                destination:
                  connector: duckdb
                  config: { path: warehouse/harbour.duckdb }
                collections:
                  settings:
                    ships: { write: append_dedup }
                """.formatted(
                        Path.of("src/test/resources/cli").toAbsolutePath(), names, records));
    }

    private List<String> rows() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:duckdb:" + project.resolve("warehouse/harbour.duckdb"));
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select id || ' ' || name from ships order by id")) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1).replace("\"", ""));
            }
            return rows;
        }
    }

    private Ran wharf(String... arguments) {
        Ran ran = Terminal.in(project).wharf(arguments);
        assertEquals(0, ran.status(), () -> ran.out() + ran.err());
        return ran;
    }
}
