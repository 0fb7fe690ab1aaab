package dev.wharf.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.wharf.catalog.FieldTree;
import dev.wharf.catalog.Shelf;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.ConnectionFile.Read;
import dev.wharf.runtime.connection.Planning.Planned;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.sync.InvalidPolicy;
import dev.wharf.runtime.sync.Plan;
import dev.wharf.runtime.sync.Plan.Refresh;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PlanningTest {

    private static final Set<DestinationSyncMode> EVERY_MODE =
            EnumSet.of(DestinationSyncMode.APPEND, DestinationSyncMode.OVERWRITE, DestinationSyncMode.APPEND_DEDUP);

    /** Keyed and with a cursor; with a proposed cursor only; neither; and a source's own cursor. */
    private static final List<Stream> OFFERED = List.of(
            stream("users", "both", List.of("updated"), false, List.of("id")),
            stream("events", "both", List.of("at"), false, List.of()),
            stream("rates", "full", List.of(), false, List.of()),
            stream("log", "incremental", List.of(), true, List.of()),
            orders());

    @TempDir
    Path project;

    @Test
    void aCollectionWithoutSettingsIsReadAndLoadedTheBestWayThatBothSidesKnow() throws IOException {
        assertEquals(
                List.of(
                        "users incremental append_dedup cursor [updated] key [[id]] quarantine",
                        "events incremental append cursor [at] key [] quarantine",
                        "rates full_refresh overwrite cursor [] key [] quarantine",
                        "log incremental append cursor [] key [] quarantine",
                        "orders full_refresh overwrite cursor [] key [] quarantine"),
                told(plan("", EVERY_MODE)));
    }

    @Test
    void aDestinationThatDoesNotDeduplicateGetsAppends() throws IOException {
        assertEquals(
                "users incremental append cursor [updated] key [] quarantine",
                told(plan("", Set.of(DestinationSyncMode.APPEND, DestinationSyncMode.OVERWRITE)))
                        .getFirst());
        assertEquals(
                "users incremental append cursor [updated] key [] quarantine",
                told(plan("", Set.of())).getFirst());
    }

    @Test
    void aDestinationThatOnlyAppendsGetsAppends() throws IOException {
        assertEquals(
                "rates full_refresh append cursor [] key [] quarantine",
                told(plan("", Set.of(DestinationSyncMode.APPEND))).get(2));
    }

    @Test
    void settingsOfEveryGlobThatMatchesApplyAndTheLaterWins() throws IOException {
        Planned planned = plan("""
                  settings:
                    "*": { mode: full_refresh, invalid: fail }
                    "?vents": { key: [id, who.name], write: append_dedup }
                    log: { mode: incremental }
                    users: { invalid: null, fields: [id, name] }
                """, EVERY_MODE);
        assertEquals(
                List.of(
                        "users full_refresh overwrite cursor [] key [] null",
                        "events full_refresh append_dedup cursor [] key [[id], [who, name]] fail",
                        "rates full_refresh overwrite cursor [] key [] fail",
                        "log incremental append cursor [] key [] fail",
                        "orders full_refresh overwrite cursor [] key [] fail"),
                told(planned));
        assertEquals(
                Optional.of(FieldTree.of(List.of(List.of("id"), List.of("name")))),
                planned.selected().getFirst().fields());
    }

    @Test
    void whatTheSourceDoesNotOfferIsAProblemWithItsPlace() throws IOException {
        Planned planned = plan("""
                  select: ["*", "usres", "!log_*"]
                  settings:
                    users: { cursor: updatedd, key: [uuid], fields: [name, nmae] }
                    rates: { mode: incremental }
                    events: { write: append_dedup }
                    log: { mode: full_refresh, cursor: at }
                    evnts: { mode: full_refresh }
                """, EVERY_MODE);
        Golden.assertMatches(Path.of("src/test/resources/connection/planning/not-offered.txt"), problems(planned));
    }

    @Test
    void whatTheDestinationCannotDoIsAProblem() throws IOException {
        Planned planned = plan("""
                  select: [users, events]
                  settings:
                    users: { write: append_dedup, fields: [name] }
                    events: { write: overwrite }
                """, Set.of(DestinationSyncMode.APPEND));
        Golden.assertMatches(Path.of("src/test/resources/connection/planning/not-written.txt"), problems(planned));
    }

    @Test
    void keyAndCursorMustBeAmongTheFields() throws IOException {
        Planned planned = plan("""
                  select: [users]
                  settings:
                    users: { fields: [name] }
                """, EVERY_MODE);
        Golden.assertMatches(Path.of("src/test/resources/connection/planning/fields.txt"), problems(planned));
    }

    @Test
    void fieldsInsideObjectsAreChosenByTheirPath() throws IOException {
        Planned planned = plan("""
                  select: [orders]
                  settings:
                    orders: { fields: [id, "lines.sku", 'odd\\.name', meta.anything.at.all], key: [id, lines.sku] }
                """, EVERY_MODE);
        assertEquals(List.of("orders full_refresh overwrite cursor [] key [] quarantine"), told(planned));
        assertEquals(
                List.of("id", "lines.sku", "meta.anything.at.all", "odd\\.name"),
                planned.selected().getFirst().fields().orElseThrow().texts());
    }

    @Test
    void whatIsNoFieldInsideAnObjectIsAProblemWithWhatWasMeant() throws IOException {
        Planned planned = plan("""
                  select: [orders]
                  settings:
                    orders:
                      fields: [lines.suk, lines.zzzzz, id.x, odd.name, lines.sku]
                      key: [id, lines.nr]
                      write: append_dedup
                """, EVERY_MODE);
        Golden.assertMatches(Path.of("src/test/resources/connection/planning/nested.txt"), problems(planned));
    }

    @Test
    void settingsOfACollectionThatIsNotSelectedAreAProblem() throws IOException {
        Planned planned = plan("""
                  select: [users]
                  settings:
                    rates: { invalid: fail }
                """, EVERY_MODE);
        assertEquals(
                "connections/x.yaml:7: collections.settings.rates: rates is not selected. Select it in collections.select, or"
                        + " remove its settings.\n",
                problems(planned));
    }

    @Test
    void aSelectionCanBeNarrowedForOneSync() throws IOException {
        Planned planned = planning("", EVERY_MODE).plan(List.of("u*", "rates"), Refresh.AGAIN);
        assertEquals(
                List.of("users AGAIN", "rates AGAIN"),
                planned.selected().stream()
                        .map(one -> one.name() + " " + one.refresh())
                        .toList());
        Planned mistyped = planning("", EVERY_MODE).plan(List.of("usrs"), Refresh.CONTINUE);
        assertEquals(
                "connections/x.yaml: --only usrs matches no selected collection. Did you mean users?\n",
                problems(mistyped));
    }

    @Test
    void aCollectionThatIsDeniedIsNotRead() throws IOException {
        Stream secret = new Stream(
                StreamName.of("salaries"),
                JsonMapper.shared().createObjectNode(),
                Set.of(SyncMode.FULL_REFRESH),
                List.of(),
                false,
                List.of(),
                false,
                false,
                Optional.of(JsonMapper.shared()
                        .readTree("{\"access\":{\"granted\":false,\"why\":\"the role lacks Read\"}}")
                        .asObject()));
        Planned planned = new Planning(connection(""), new Catalog(List.of(secret)), EVERY_MODE, Map.of())
                .plan(List.of(), Refresh.CONTINUE);
        assertEquals(List.of(), planned.selected());
        assertEquals(
                List.of(
                        "Not tried: the source's account may not read collection salaries (the role lacks Read). Give it the right, or"
                                + " deselect the collection."),
                planned.untried().stream().map(one -> one.why().message()).toList());
        assertEquals("", problems(planned));
    }

    private Planned plan(String collections, Set<DestinationSyncMode> writable) throws IOException {
        return planning(collections, writable).plan(List.of(), Refresh.CONTINUE);
    }

    private Planning planning(String collections, Set<DestinationSyncMode> writable) throws IOException {
        return new Planning(connection(collections), new Catalog(OFFERED), writable, Map.of());
    }

    private Connection connection(String collections) throws IOException {
        Files.createDirectories(project.resolve("connections"));
        Files.writeString(
                project.resolve("connections/x.yaml"),
                "source: { image: acme/source:1 }\ndestination: { image: acme/destination:1 }\n"
                        + (collections.isEmpty() ? "" : "\ncollections:\n" + collections));
        Read read = new ConnectionFile(project, new Shelf("/shelf/"), Map.of(), new Secrets()).read("x");
        return assertInstanceOf(Read.Valid.class, read, read::toString).connection();
    }

    private static String problems(Planned planned) {
        StringBuilder told = new StringBuilder();
        planned.problems()
                .forEach(problem ->
                        told.append(problem.describe("connections/x.yaml")).append('\n'));
        return told.toString();
    }

    private static List<String> told(Planned planned) {
        assertEquals("", problems(planned));
        return planned.selected().stream().map(PlanningTest::told).toList();
    }

    private static String told(Plan.Selected one) {
        InvalidPolicy invalid = one.invalid();
        return one.name() + " " + one.syncMode().wire() + " "
                + one.destinationSyncMode().wire() + " cursor " + one.cursor() + " key " + one.primaryKey() + " "
                + invalid.word();
    }

    /** With objects in it. */
    private static Stream orders() {
        ObjectNode schema = JsonMapper.shared().readTree("""
                {"properties": {"id": {"type": "integer"}, "odd.name": {}, "meta": {"type": "object"},
                  "lines": {"type": ["null", "array"], "items": {"properties": {"sku": {}, "nr": {}}}}}}""").asObject();
        return stream("orders", "full", List.of(), false, List.of(), schema);
    }

    private static Stream stream(String name, String modes, List<String> cursor, boolean ownCursor, List<String> key) {
        ObjectNode schema = JsonMapper.shared()
                .readTree("{\"properties\":{\"id\":{},\"name\":{},\"updated\":{},\"at\":{},\"who\":{}}}")
                .asObject();
        return stream(name, modes, cursor, ownCursor, key, schema);
    }

    private static Stream stream(
            String name, String modes, List<String> cursor, boolean ownCursor, List<String> key, ObjectNode schema) {
        EnumSet<SyncMode> offered = switch (modes) {
            case "full" -> EnumSet.of(SyncMode.FULL_REFRESH);
            case "incremental" -> EnumSet.of(SyncMode.INCREMENTAL);
            default -> EnumSet.allOf(SyncMode.class);
        };
        return new Stream(
                StreamName.of(name),
                schema,
                offered,
                cursor,
                ownCursor,
                key.stream().map(List::of).toList(),
                false,
                false,
                Optional.empty());
    }
}
