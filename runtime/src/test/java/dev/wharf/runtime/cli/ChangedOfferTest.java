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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a source offers, or what is chosen of it, changes between two runs: it is said before anything runs, and nothing goes wrong quietly. */
class ChangedOfferTest {

    private static final String FIELDS =
            "\"id\": {\"type\": \"integer\"}, \"region\": {\"type\": \"string\"}, \"at\": {\"type\": \"object\", \"properties\":"
                    + " {\"city\": {\"type\": \"string\"}, \"zip\": {\"type\": \"string\"}}}";

    @TempDir
    Path project;

    @BeforeEach
    void carryUsersAndOrders() throws IOException {
        Files.createDirectories(project.resolve("connections"));
        choose("select: ['*']");
        offer(stream("users", "[[\"id\"]]", FIELDS), stream("orders", "[[\"id\"]]", FIELDS));
    }

    @Test
    void aCollectionThatVanishedIsReportedTheOthersGoOnAndItsStateWaits() throws IOException {
        assertEquals(0, sync().status());
        offer(stream("users", "[[\"id\"]]", FIELDS));

        JsonNode shown = wharf("collections", "shop", "--json").json().at("/collections/1");
        assertEquals(
                "orders false collection-vanished",
                shown.path("name").asString() + " " + shown.path("offered").asBoolean() + " "
                        + shown.at("/failure/code").asString());
        Ran sync = sync();
        assertEquals(4, sync.status());
        assertEquals("success none, failure collection-vanished", outcomes(sync));
        assertTrue(sync.err().contains("\"!orders\" in collections.select of connections/shop.yaml"), sync.err());
        assertEquals(4, sync("--only", "orders").status());
        assertEquals(0, sync("--only", "users").status());

        offer(stream("users", "[[\"id\"]]", FIELDS), stream("orders", "[[\"id\"]]", FIELDS));
        assertEquals(0, sync().status());
        assertEquals("{\"users\":3,\"orders\":1}", last("reads.jsonl").toString());
    }

    @Test
    void aCollectionThatVanishedCanBeDeselected() throws IOException {
        sync();
        offer(stream("users", "[[\"id\"]]", FIELDS));
        choose("select: ['*', '!orders']");
        assertEquals("success none", outcomes(sync()));
        assertEquals(
                1,
                wharf("collections", "shop", "--json")
                        .json()
                        .path("collections")
                        .size());
    }

    @Test
    void aRunOfWhichEveryCollectionVanishedStartsNothing() throws IOException {
        sync();
        offer();
        Ran sync = sync();
        assertEquals(4, sync.status());
        assertEquals("failure collection-vanished, failure collection-vanished", outcomes(sync));
        assertEquals(1, lines("reads.jsonl"));
    }

    @Test
    void aCollectionWhoseKeyChangedWaitsUntilItsTableIsMadeAnew() throws IOException {
        sync();
        offer(stream("users", "[[\"id\"]]", FIELDS), stream("orders", "[[\"id\"], [\"region\"]]", FIELDS));

        JsonNode shown = wharf("collections", "shop", "--json").json().at("/collections/1");
        assertEquals(
                "primary key was id, is id, region", shown.at("/changes/0/says").asString());
        assertEquals("collection-changed", shown.at("/failure/code").asString());
        Ran sync = sync();
        assertEquals(4, sync.status());
        assertEquals("success none, failure collection-changed", outcomes(sync));
        assertTrue(sync.err().contains("wharf sync shop --only orders --full-refresh."), sync.err());
        assertEquals(4, sync().status(), "it is said again until something is chosen");

        assertEquals(0, sync("--only", "orders", "--full-refresh").status());
        assertEquals(
                "[[\"id\"],[\"region\"]]",
                last("writes.jsonl").at("/keys/orders").toString());
        assertEquals(0, sync().status());
    }

    @Test
    void theFormerKeyCanBeKept() throws IOException {
        sync();
        offer(stream("users", "[[\"id\"]]", FIELDS), stream("orders", "[]", FIELDS));
        assertEquals("success none, failure collection-changed", outcomes(sync()));

        choose("settings: { orders: { key: [id] } }");
        assertEquals(0, sync().status());
        assertEquals("[[\"id\"]]", last("writes.jsonl").at("/keys/orders").toString());

        offer(stream("users", "[[\"id\"]]", FIELDS), stream("orders", "[[\"region\"]]", FIELDS));
        assertEquals(0, sync().status());
        assertEquals("[[\"id\"]]", last("writes.jsonl").at("/keys/orders").toString());
    }

    @Test
    void whatOnlyMakesATableDifferentIsSaidOnceAndGoesOn() throws IOException {
        sync();
        offer(
                stream("users", "[[\"id\"]]", FIELDS),
                stream("orders", "[[\"id\"]]", "\"id\": {\"type\": \"string\"}, \"region\": {\"type\": \"string\"}"));
        Ran sync = sync();
        assertTrue(
                sync.err()
                        .contains(
                                "Collection orders has changed since it was last carried: field at is gone; field id was integer, is string."),
                sync.err());
        assertTrue(sync.json().path("notes").toString().contains("field at is gone"), sync.out());
        assertEquals("[]", sync().json().path("notes").toString());
    }

    @Test
    void aChosenFieldThatVanishedIsNotLeftOutQuietly() throws IOException {
        choose("settings: { orders: { fields: [id, at.city, at.zip] } }");
        assertEquals(0, sync().status());
        assertEquals(
                "{\"id\":1,\"at\":{\"city\":\"Berlin\",\"zip\":\"1\"}}",
                last("writes.jsonl").at("/rows/1/1").toString());
        offer(
                stream("users", "[[\"id\"]]", FIELDS),
                stream("orders", "[[\"id\"]]", FIELDS.replace(", \"zip\": {\"type\": \"string\"}", "")));

        Ran sync = sync();
        assertEquals("success none, failure collection-changed", outcomes(sync));
        assertTrue(sync.err().contains("at.zip of collection orders is chosen by fields"), sync.err());

        choose("settings: { orders: { fields: [id, at.city] } }");
        assertEquals(0, sync().status());
        assertEquals(
                "{\"id\":2,\"at\":{\"city\":\"Berlin\"}}",
                last("writes.jsonl").at("/rows/1/1").toString());
        assertEquals(
                "[\"city\"]",
                last("writes.jsonl").at("/fields/orders/at/properties").propertyNames().stream()
                        .map(name -> "\"" + name + "\"")
                        .toList()
                        .toString());
    }

    @Test
    void aCollectionThatIsChosenLaterIsReadFromItsBeginningAndOneThatPausedGoesOn() throws IOException {
        choose("select: [users]");
        sync();
        choose("select: [users, orders]");
        Ran later = sync();
        assertEquals("{\"users\":1,\"orders\":0}", last("reads.jsonl").toString());
        assertTrue(later.err().contains("Collection orders is new in this connection"), later.err());

        choose("select: [users]");
        sync();
        assertEquals("{\"users\":2}", last("reads.jsonl").toString());
        choose("select: [users, orders]");
        sync();
        assertEquals("{\"users\":3,\"orders\":1}", last("reads.jsonl").toString());
    }

    private void choose(String collections) throws IOException {
        Path programs = Path.of("src/test/resources/cli").toAbsolutePath();
        Files.writeString(project.resolve("connections/shop.yaml"), """
                source: { command: [python3, %1$s/changing.py] }
                destination: { command: [python3, %1$s/keeping.py] }
                collections:
                  %2$s
                """.formatted(programs, collections));
    }

    private void offer(String... streams) throws IOException {
        Files.writeString(project.resolve("offer.json"), "[" + String.join(",", streams) + "]");
    }

    private static String stream(String name, String key, String fields) {
        return """
                {"name": "%s", "supported_sync_modes": ["full_refresh", "incremental"], "source_defined_cursor": true,
                 "source_defined_primary_key": %s, "json_schema": {"type": "object", "properties": {%s}}}""".formatted(name, key, fields);
    }

    private static String outcomes(Ran sync) {
        StringBuilder told = new StringBuilder();
        sync.json()
                .path("collections")
                .forEach(line -> told.append(told.isEmpty() ? "" : ", ")
                        .append(line.path("outcome").asString())
                        .append(' ')
                        .append(line.at("/failure/code").asString("none")));
        return told.toString();
    }

    private JsonNode last(String file) throws IOException {
        return JsonMapper.shared()
                .readTree(Files.readAllLines(project.resolve(file)).getLast());
    }

    private int lines(String file) throws IOException {
        return Files.readAllLines(project.resolve(file)).size();
    }

    private Ran sync(String... more) {
        String[] arguments = new String[3 + more.length];
        arguments[0] = "sync";
        arguments[1] = "shop";
        arguments[2] = "--json";
        System.arraycopy(more, 0, arguments, 3, more.length);
        return wharf(arguments);
    }

    private Ran wharf(String... arguments) {
        return Terminal.in(project).wharf(arguments);
    }
}
