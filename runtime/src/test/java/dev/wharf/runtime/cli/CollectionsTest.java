package dev.wharf.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.runtime.cli.Terminal.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code wharf collections} prints for people. */
class CollectionsTest {

    @TempDir
    Path project;

    @BeforeEach
    void offer() throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Path programs = Path.of("src/test/resources/cli").toAbsolutePath();
        Files.writeString(project.resolve("connections/shop.yaml"), """
                source: { command: [python3, %1$s/changing.py] }
                destination: { command: [python3, %1$s/keeping.py] }
                collections:
                  select: ["*", "!drafts"]
                  settings: { orders: { fields: [id, at.city, meta.plan] } }
                """.formatted(programs));
        Files.writeString(project.resolve("offer.json"), """
                [{"name": "orders", "supported_sync_modes": ["incremental"], "source_defined_cursor": true, "source_defined_primary_key": [["id"]],
                  "default_cursor_field": ["changed"],
                  "json_schema": {"properties": {"id": {"type": "integer"}, "meta": {"type": "object"}, "changed": {"type": "string", "format": "date-time"},
                    "at": {"type": ["null", "object"], "properties": {"city": {"type": "string"}, "zip": {"type": "string"}}}}},
                  "wharf": {"kind": "object", "rows": 12345, "price": {"first": 1200, "quiet": 0, "busy": 3}}},
                 {"name": "loans", "json_schema": {}, "wharf": {"access": {"granted": false, "why": "It lacks loan_read. Give it that right."}}},
                 {"name": "pays", "json_schema": {}, "wharf": {"access": {"granted": false, "why": "It lacks pay_read. Give it that right."}}},
                 {"name": "drafts", "json_schema": {}}]""");
    }

    @Test
    void whatIsChosenCannotBeReadAndIsNotChosenStandsApart() throws IOException {
        Files.writeString(
                project.resolve("connections/shop.yaml"),
                Files.readString(project.resolve("connections/shop.yaml")).replace("[id, at", "[id, changed, at"));
        assertEquals("""
                CHOSEN  KIND    KEY  FIELDS    ROWS  FIRST  QUIET  BUSY
                orders  object  id   4 of 4  12,345  1,200      0     3

                CANNOT BE READ  WHY
                loans           It lacks loan_read.
                pays            It lacks pay_read.
                Give it that right.

                NOT CHOSEN  WHY
                drafts      excluded by !drafts

                3 of 4 collections are chosen, of which 2 cannot be read as things are. They are read incremental and written append_dedup.
                A run takes about 1,200 API calls the first time (FIRST), 0 when little is new (QUIET), 3 when much is (BUSY).
                """, wharf("collections", "shop").out());
    }

    @Test
    void oneCollectionIsShownWithItsFieldsAsATree() throws IOException {
        Ran shown = wharf("collections", "shop", "orders", "--fields", "orders=id,changed,at.city,meta.plan");
        assertEquals("""
                orders: selected by *
                kind     object
                read     incremental, written append_dedup, invalid records: quarantine
                key      id
                cursor   changed (the source's own)
                rows     12,345
                calls    1,200 the first time, 0 when little is new, 3 when much is

                FIELD    TYPE              CHOSEN
                id       integer           yes      key
                meta     object            in part
                  plan   anything          yes
                changed  string date-time  yes      cursor
                at       object            in part
                  city   string            yes
                  zip    string            no
                """, shown.out());
        assertEquals(
                "{\"name\":\"at\",\"type\":\"object\",\"chosen\":\"in part\",\"fields\":[{\"name\":\"city\",\"type\":\"string\",\"chosen\":\"yes\",\"fields\":[]},"
                        + "{\"name\":\"zip\",\"type\":\"string\",\"chosen\":\"no\",\"fields\":[]}]}",
                wharf("collections", "shop", "orders", "--fields", "orders=id,changed,at.city", "--json")
                        .json()
                        .at("/declared/3")
                        .toString());
    }

    @Test
    void whatIsWrongWithTheChoiceIsTold() {
        Ran cursorless = wharf("collections", "shop");
        assertEquals(2, cursorless.status());
        assertTrue(
                cursorless.err().contains("orders: changed is missing, which is its key or its cursor"),
                cursorless.err());
        assertTrue(wharf("collections", "shop", "ordres").err().contains("Did you mean orders?"));
    }

    @Test
    void fieldsOfOtherNamesAreSavedAsTheyWereTyped() throws IOException {
        assertEquals(
                0,
                wharf("collections", "shop", "--fields", "orders=id,changed,meta.a\\.b,meta.c\\,d", "--save")
                        .status());
        assertTrue(Files.readString(project.resolve("connections/shop.yaml"))
                .contains("\"meta.a\\\\.b\", \"meta.c\\\\,d\""));
        assertEquals(
                "[\"changed\",\"id\",\"meta.a\\\\.b\",\"meta.c,d\"]",
                wharf("collections", "shop", "--json")
                        .json()
                        .at("/collections/0/fields")
                        .toString());
    }

    private Ran wharf(String... arguments) {
        return Terminal.in(project).wharf(arguments);
    }
}
