package dev.wharf.source.faker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.conformance.Outcome;
import dev.wharf.conformance.ProcessSubject;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Message.TraceError.FailureType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults happen as spec.json describes them; each is a process, since some break the protocol or the process itself. */
class FakerFaultsTest {

    private static final String CATALOG = """
            {"streams": [
              {"stream": {"name": "users", "json_schema": {}}, "sync_mode": "full_refresh", "destination_sync_mode": "append"},
              {"stream": {"name": "products", "json_schema": {}}, "sync_mode": "full_refresh", "destination_sync_mode": "append"}]}""";

    @TempDir
    private Path files;

    @Test
    void anErrorIsTemporaryAndEndsTheRun() {
        Outcome outcome = read("\"kind\": \"error\"");

        assertEquals(1, outcome.status());
        assertEquals(FailureType.TRANSIENT_ERROR, outcome.only(TraceError.class).type());
        assertEquals(50, outcome.all(DataRecord.class).size());
    }

    @Test
    void anExitSaysNothing() {
        Outcome outcome = read("\"kind\": \"exit\", \"exit_status\": 42");

        assertEquals(42, outcome.status());
        assertTrue(outcome.all(TraceError.class).isEmpty());
    }

    @Test
    void aHalfLineIsTheLastThingThatLeaves() {
        Outcome outcome = read("\"kind\": \"half_line\"");

        assertTrue(outcome.cutOff());
        assertEquals(1, outcome.status());
    }

    @Test
    void textAndBrokenRecordsStandAmongTheOthers() {
        assertEquals(
                "This line is no message.",
                read("\"kind\": \"text\"").pollution().getFirst());
        assertTrue(read("\"kind\": \"broken\"").pollution().getFirst().contains("NaN"));
        assertEquals(210, read("\"kind\": \"broken\"").all(DataRecord.class).size());
    }

    @Test
    void aLargeRecordIsAsLargeAsAskedFor() {
        Outcome outcome = read("\"kind\": \"large\", \"large_bytes\": 5000000");

        assertEquals(
                5_000_000,
                outcome.all(DataRecord.class).stream()
                        .mapToInt(record ->
                                record.data().path("note").asString("").length())
                        .max()
                        .orElse(0));
    }

    @Test
    void oneCollectionFailsAndTheOtherIsRead() {
        Outcome outcome = read("\"kind\": \"collection\"");

        assertEquals(1, outcome.status());
        assertEquals(
                "users", outcome.only(TraceError.class).stream().orElseThrow().name());
        assertTrue(outcome.all(StreamStatus.class).stream()
                .anyMatch(status -> status.stream().name().equals("products") && status.status() == Status.COMPLETE));
    }

    private Outcome read(String fault) {
        String config = "{\"count\": 1000, \"faults\": {\"after\": 50, %s}}".formatted(fault);
        return ProcessSubject.command(FakerConformanceIT.java(), files)
                .run(new Invocation.Read<>(bytes(config), bytes(CATALOG), Optional.empty()));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
