package dev.wharf.runtime.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a PostgreSQL location is read, and that its password is never shown. */
class PostgresDatabaseTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://wharf:p%40ss%2Fword+%25@db.example:5433/memory",
                "postgres://wharf:p%40ss%2Fword+%25@db.example:5433/memory",
                "jdbc:postgresql://db.example:5433/memory?user=wharf&password=p%40ss%2Fword+%25",
                "postgresql://wharf:p@ss/word+%25@db.example:5433/memory",
            })
    void oneDatabaseHasManySpellings(String location) {
        assertEquals(
                new PostgresDatabase(
                        "db.example:5433/memory",
                        "",
                        Optional.of("wharf"),
                        Optional.of(new Secret("p@ss/word+%")),
                        "wharf"),
                PostgresDatabase.parse(location, Map.of()));
    }

    @Test
    void optionsOfTheDriverArePassedOnAndTheSchemaIsOurs() {
        assertEquals(
                new PostgresDatabase(
                        "a:1,b:2/memory",
                        "sslmode=verify-full&targetServerType=primary",
                        Optional.empty(),
                        Optional.empty(),
                        "team a"),
                PostgresDatabase.parse(
                        "postgresql://a:1,b:2/memory?sslmode=verify-full&schema=team%20a&targetServerType=primary",
                        Map.of()));
    }

    @Test
    void thePasswordMayBeInTheEnvironmentOrInAFile(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("password"), "from file\n");
        assertEquals(
                Optional.of(new Secret("from file")),
                PostgresDatabase.parse("postgresql://h/d", Map.of("WHARF_STATE_PASSWORD_FILE", file.toString()))
                        .password());
        assertEquals(
                Optional.of(new Secret("inline")),
                PostgresDatabase.parse("postgresql://h/d", Map.of("WHARF_STATE_PASSWORD", "inline"))
                        .password());
    }

    @Test
    void aMissingPasswordFileIsNamed() {
        WharfException refusal = assertThrows(
                WharfException.class,
                () -> PostgresDatabase.parse("postgresql://h/d", Map.of("WHARF_STATE_PASSWORD_FILE", "/no/such/file")));
        assertEquals(FailureCode.STORE_UNUSABLE, refusal.code());
        assertEquals(
                "Cannot read the state store's password from /no/such/file, which WHARF_STATE_PASSWORD_FILE names:"
                        + " java.nio.file.NoSuchFileException: /no/such/file. Create the file, or set WHARF_STATE_PASSWORD.",
                refusal.failure().message());
    }

    @Test
    void aBrokenUrlIsRefusedWithoutBeingRepeated() {
        WharfException refusal = assertThrows(
                WharfException.class, () -> PostgresDatabase.parse("postgresql:wharf:secret@host/db", Map.of()));
        assertEquals(FailureCode.INPUT_INVALID, refusal.code());
        assertFalse(refusal.failure().message().contains("secret"));
    }

    @Test
    void thePasswordIsNeverShown() {
        PostgresDatabase database = PostgresDatabase.parse("postgresql://wharf:geheim@host/db", Map.of());
        assertEquals("postgresql://wharf@host/db (schema wharf)", database.toString());
        assertEquals("connection to *** lost.", database.explain(new SQLException("connection to geheim lost")));
    }
}
