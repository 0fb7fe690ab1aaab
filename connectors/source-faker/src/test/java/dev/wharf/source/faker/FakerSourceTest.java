package dev.wharf.source.faker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.conformance.Outcome;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.CatalogOffer;
import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.sdk.Connectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ArrayNode;

class FakerSourceTest {

    private static final String SMALL = "{\"count\": 1000, \"checkpoint_every\": 100}";

    @TempDir
    private Path directory;

    @Test
    void aFirstSyncFindsTheCountSharedAmongTheCollections() {
        assertEquals(
                Map.of("users", 200L, "products", 10L, "purchases", 790L), counts(read(SMALL, SyncMode.INCREMENTAL)));
        assertEquals(
                Map.of("users", 7L, "purchases", 790L),
                counts(read("{\"count\": 1000, \"counts\": {\"users\": 7, \"products\": 0}}", SyncMode.INCREMENTAL)));
    }

    @Test
    void aSecondSyncFindsOnlyWhatIsNew() {
        Outcome first = read(SMALL, SyncMode.INCREMENTAL);

        Outcome second = read("{\"count\": 1000, \"new_per_run\": 200}", SyncMode.INCREMENTAL, states(first));

        assertEquals(Map.of("users", 40L, "products", 2L, "purchases", 158L), counts(second));
        assertTrue(newestUpdate(first) < newestUpdate(second));
        Set<Long> purchases = ids(first, "purchases");
        purchases.retainAll(ids(second, "purchases"));
        assertEquals(Set.of(), purchases);
    }

    @Test
    void aSecondSyncHasNewUsersAndUpdatesOfOldOnes() {
        Outcome first = read(SMALL, SyncMode.INCREMENTAL);
        Set<Long> second =
                ids(read("{\"count\": 1000, \"new_per_run\": 200}", SyncMode.INCREMENTAL, states(first)), "users");

        long updated = second.stream().filter(id -> id <= 200).count();

        assertEquals(20, second.stream().filter(id -> id > 200).count());
        assertTrue(updated > 15, () -> updated + " updated");
    }

    @Test
    void aSyncThatBrokeOffIsEndedBeforeAnythingNewIsFound() {
        Outcome whole = read(SMALL, SyncMode.INCREMENTAL);
        ArrayNode early = states(new Outcome(0, upTo(whole, 1), ""));

        Outcome resumed = read(SMALL, SyncMode.INCREMENTAL, early);

        assertEquals(ids(whole, "purchases"), ids(resumed, "purchases"));
        assertEquals(
                200, ids(resumed, "users").stream().mapToLong(id -> id).max().orElse(0));
        assertFalse(ids(resumed, "users").contains(1L));
    }

    @Test
    void theSameSeedIsTheSameDataAndAnotherIsNot() {
        assertEquals(data(read(SMALL, SyncMode.FULL_REFRESH)), data(read(SMALL, SyncMode.FULL_REFRESH)));
        assertFalse(data(read(SMALL, SyncMode.FULL_REFRESH))
                .equals(data(read("{\"count\": 1000, \"seed\": 2}", SyncMode.FULL_REFRESH))));
    }

    @Test
    void interleavedCollectionsAreTheSameRecordsInAnotherOrder() {
        List<String> interleaved = data(read("{\"count\": 1000, \"interleave\": 7}", SyncMode.FULL_REFRESH));
        List<String> inTurn = data(read(SMALL, SyncMode.FULL_REFRESH));

        assertFalse(interleaved.equals(inTurn));
        assertEquals(
                inTurn.stream().sorted().toList(), interleaved.stream().sorted().toList());
    }

    @Test
    void purchasesAreLinesOfAbout380BytesWithFourteenFields() {
        Outcome outcome = read("{\"count\": 0, \"counts\": {\"purchases\": 10000}}", SyncMode.FULL_REFRESH);

        List<DataRecord> records = outcome.all(DataRecord.class);
        assertEquals(14, records.getFirst().data().size());
        double length = (double) outcome.stdout().length / records.size();
        assertTrue(length > 370 && length < 390, () -> "the mean is " + length);
    }

    @Test
    void everyOddityIsOneWholeMessageAndSaysWhetherItIsValid() {
        Outcome outcome = read("{\"count\": 0, \"awkward\": true}", SyncMode.FULL_REFRESH);

        assertEquals(List.of(), outcome.pollution());
        List<DataRecord> oddities = outcome.all(DataRecord.class);
        assertEquals(Oddities.size().first(), oddities.size());
        assertTrue(
                oddities.stream().allMatch(record -> record.data().path("valid").isBoolean()));
        assertTrue(oddities.stream()
                .anyMatch(record -> record.data().path("text").asString("").length() == 1_000_000));
    }

    @Test
    void aFullRefreshThatCannotBeResumedHasOneStateAtItsEnd() {
        Outcome outcome =
                read("{\"count\": 1000, \"checkpoint_every\": 10, \"resumable\": false}", SyncMode.FULL_REFRESH);

        assertEquals(3, outcome.all(State.class).size());
        assertFalse(offered("{\"resumable\": false}").getFirst().resumable());
    }

    private Outcome read(String config, SyncMode mode) {
        return read(config, mode, Json.object().putArray("none"));
    }

    private Outcome read(String config, SyncMode mode, ArrayNode states) {
        List<ConfiguredStream> streams = offered(config).stream()
                .map(stream ->
                        new ConfiguredStream(stream, mode, DestinationSyncMode.APPEND, List.of(), List.of(), 1, 0, 1))
                .toList();
        byte[] catalog = Messages.write(new ConfiguredCatalog(streams, Optional.empty()));
        return run(
                "read",
                "--config",
                file("config", config.getBytes(UTF_8)),
                "--catalog",
                file("catalog", catalog),
                "--state",
                file("state", Json.write(states)));
    }

    private List<Stream> offered(String config) {
        return run("discover", "--config", file("config", config.getBytes(UTF_8)))
                .only(CatalogOffer.class)
                .catalog()
                .streams();
    }

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int status = Connectors.run(new FakerSource(), arguments, out);
        return new Outcome(status, out.toByteArray(), "");
    }

    private String file(String name, byte[] content) {
        try {
            return Files.write(directory.resolve(name), content).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The output up to its n-th state. */
    private static byte[] upTo(Outcome outcome, int states) {
        List<String> lines = new ArrayList<>();
        int seen = 0;
        for (String line : new String(outcome.stdout(), UTF_8).split("\n", -1)) {
            if (seen < states) {
                lines.add(line);
                seen += line.startsWith("{\"type\":\"STATE\"") ? 1 : 0;
            }
        }
        return String.join("\n", lines).getBytes(UTF_8);
    }

    private static ArrayNode states(Outcome outcome) {
        Map<StreamName, State> newest = new TreeMap<>();
        outcome.all(State.class).forEach(state -> newest.put(state.stream().orElseThrow(), state));
        ArrayNode file = Json.object().putArray("states");
        newest.values().forEach(state -> file.add(state.body()));
        return file;
    }

    private static Map<String, Long> counts(Outcome outcome) {
        return outcome.all(DataRecord.class).stream()
                .collect(Collectors.groupingBy(record -> record.stream().name(), Collectors.counting()));
    }

    private static Set<Long> ids(Outcome outcome, String collection) {
        return outcome.all(DataRecord.class).stream()
                .filter(record -> record.stream().name().equals(collection))
                .map(record -> record.data().path("id").asLong())
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static long newestUpdate(Outcome outcome) {
        return outcome.all(DataRecord.class).stream()
                .map(record -> record.data().path("updated_at").asString(""))
                .filter(text -> !text.isEmpty())
                .mapToLong(text -> Instant.parse(text).getEpochSecond())
                .max()
                .orElse(0);
    }

    private static List<String> data(Outcome outcome) {
        return outcome.all(DataRecord.class).stream()
                .map(record -> record.stream() + " " + record.data())
                .toList();
    }
}
