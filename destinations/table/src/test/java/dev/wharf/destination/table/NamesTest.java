package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Names are such that a database takes them, that no two fields share one, and that a field finds its own again. */
class NamesTest {

    private static final List<String> PIECES = List.of(
            "a",
            "A",
            "b",
            "_",
            "x",
            "é",
            "𝄞",
            "\0",
            "\ud800",
            "_x0123456789ab",
            "_airbyte_meta",
            "_wharf_",
            "ctid",
            " ",
            "\"",
            "long".repeat(9));

    private static final Pattern SYSTEM = Pattern.compile("pg_.*");

    private final Random random = new Random(2);

    @Test
    void anOrdinaryNameStays() {
        assertEquals(
                Map.of("id", "id", "Größe", "Größe", "select", "select"),
                insensitive(63).columns(List.of("id", "Größe", "select"), List.of()));
    }

    @Test
    void ofNamesThatTheDatabaseTakesForTheSameTheOneThatIsThereStays() {
        Map<String, String> columns = insensitive(63).columns(List.of("ID", "Id", "id"), List.of("Id"));

        assertEquals("Id", columns.get("Id"));
        assertTrue(columns.getOrDefault("ID", "").startsWith("ID_x"), columns::toString);
        assertEquals(3, new HashSet<>(columns.values()).size());
    }

    @Test
    void aSchemaOfTheDatabaseItselfIsNotUsed() {
        Names names = insensitive(63);

        assertEquals("shop", names.schema("shop"));
        assertTrue(names.schema("PG_catalog").startsWith("_PG_catalog_x"), names.schema("PG_catalog"));
    }

    @Test
    void aCutNameEndsBetweenTwoCharacters() {
        String name = insensitive(63).schema("𝄞".repeat(30));

        assertTrue(name.startsWith("𝄞".repeat(12) + "_x"), name);
        assertTrue(name.getBytes(UTF_8).length <= 63, name);
    }

    @Test
    void whateverFieldsComeEachHasAColumnOfItsOwnAndFindsItAgain() {
        for (int round = 0; round < 2_000; round++) {
            boolean sensitive = random.nextBoolean();
            Names names = new Names(new Naming(63, sensitive, Set.of("ctid"), SYSTEM, 1_000));
            Map<String, String> table = new HashMap<>();
            Set<String> fields = new HashSet<>();
            for (int sync = 0; sync < 3; sync++) {
                for (int i = 0; i < 6; i++) {
                    fields.add(name());
                }
                Map<String, String> columns = names.columns(fields, new ArrayList<>(table.values()));
                table.forEach((field, column) -> assertEquals(column, columns.get(field)));
                Set<String> folded = new HashSet<>();
                columns.values().forEach(column -> {
                    assertTrue(folded.add(names.folded(column)), columns::toString);
                    assertTrue(
                            column.getBytes(UTF_8).length <= 63 && !column.isEmpty() && column.indexOf('\0') < 0,
                            column);
                    assertTrue(!Names.isOurs(column) && !column.equals("ctid"), column);
                });
                table.putAll(columns);
            }
        }
    }

    private String name() {
        StringBuilder name = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            name.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return name.toString();
    }

    private static Names insensitive(int bytes) {
        return new Names(new Naming(bytes, false, Set.of(), SYSTEM, 1_000));
    }
}
