package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Message.CatalogOffer;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.Log;
import dev.wharf.protocol.Message.Log.Level;
import dev.wharf.protocol.Message.Spec;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.Unknown;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What old or odd images do, one test for each habit. */
class OddImagesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"data\":{\"users\":1}}|LEGACY",
                "{\"type\":\"LEGACY\",\"data\":{}}|LEGACY",
                "{}|LEGACY",
                "{\"type\":\"legacy\",\"data\":{}}|LEGACY",
                "{\"data\":{},\"stream\":{\"stream_descriptor\":{\"name\":\"users\"}}}|STREAM",
                "{\"type\":\"stream\",\"data\":{},\"stream\":{\"stream_descriptor\":{\"name\":\"users\"}}}|STREAM",
                "{\"global\":{\"stream_states\":[]}}|GLOBAL",
                "{\"type\":null,\"global\":{\"stream_states\":[]}}|GLOBAL",
            })
    void sendStatesWithoutAType(String state, State.Kind kind) {
        assertEquals(kind, ((State) read("{\"type\":\"STATE\",\"state\":" + state + "}")).kind());
    }

    @ParameterizedTest
    @ValueSource(strings = {"spec", "Spec", "SPEC"})
    void writeTheTypeInAnyCase(String type) {
        assertEquals(new Spec(Json.object()), read("{\"type\":\"" + type + "\",\"spec\":{}}"));
    }

    @Test
    void sendANullNamespace() {
        Message record = read(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"namespace\":null,\"data\":{},\"emitted_at\":1}}");
        assertEquals(new DataRecord(StreamName.of("users"), Json.object(), Instant.ofEpochMilli(1)), record);
        Message status = read(
                "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1,\"stream_status\":"
                        + "{\"stream_descriptor\":{\"name\":\"users\",\"namespace\":null},\"status\":\"COMPLETE\",\"reasons\":null}}}");
        assertEquals(
                new StreamStatus(StreamName.of("users"), StreamStatus.Status.COMPLETE, Instant.ofEpochMilli(1)),
                status);
    }

    @ParameterizedTest
    @CsvSource({
        "1717171717171.123456,2024-05-31T16:08:37.171123456Z",
        "1.717171717171E12,2024-05-31T16:08:37.171Z",
        "17171717171710e-1,2024-05-31T16:08:37.171Z",
        "-1,1969-12-31T23:59:59.999Z",
        "1e30,1970-01-01T00:00:00Z",
        "1e999999999,1970-01-01T00:00:00Z",
        "1e-999999999,1970-01-01T00:00:00Z",
        "null,1970-01-01T00:00:00Z",
        "\"x\",1970-01-01T00:00:00Z"
    })
    void sendTimesThatAreNoWholeNumbers(String emittedAt, Instant time) {
        DataRecord record = (DataRecord) read(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{},\"emitted_at\":" + emittedAt + "}}");
        assertEquals(time, record.emittedAt());
    }

    @ParameterizedTest
    @CsvSource({"5,5", "5.0,5", "5e3,5000", "1e999999999,", "1e-999999999,0", "null,", "\"5\","})
    void writeCountsInTheirOwnWay(String written, @Nullable Long count) {
        State state =
                (State) read("{\"type\":\"STATE\",\"state\":{\"sourceStats\":{\"recordCount\":" + written + "}}}");
        assertEquals(
                Optional.ofNullable(count), state.sourceStats().orElseThrow().records());
    }

    @Test
    void sendAStatusWithoutAMessage() {
        assertEquals(
                new ConnectionStatus(false, ""),
                read("{\"type\":\"CONNECTION_STATUS\",\"connectionStatus\":{\"status\":\"failed\",\"message\":null}}"));
    }

    @Test
    void offerStreamsWithoutSyncModesPropertiesOrSchema() {
        CatalogOffer offer = (CatalogOffer) read("{\"type\":\"CATALOG\",\"catalog\":{\"streams\":["
                + "{\"name\":\"a\",\"json_schema\":{\"type\":\"object\"},\"namespace\":null,\"default_cursor_field\":null,"
                + "\"source_defined_primary_key\":null,\"source_defined_cursor\":null},"
                + "{\"name\":\"b\",\"supported_sync_modes\":[]},"
                + "{\"name\":\"c\",\"supported_sync_modes\":[\"FULL_REFRESH\",\"incremental\",\"telepathy\"],"
                + "\"default_cursor_field\":\"at\",\"source_defined_primary_key\":[\"id\",[\"region\"]]}]}}");
        List<Stream> streams = offer.catalog().streams();
        assertEquals(Set.of(SyncMode.FULL_REFRESH), streams.get(0).syncModes());
        assertEquals(List.of(), streams.get(0).defaultCursor());
        assertEquals(Set.of(SyncMode.FULL_REFRESH), streams.get(1).syncModes());
        assertEquals(Json.object(), streams.get(1).jsonSchema());
        assertEquals(
                Set.of(SyncMode.FULL_REFRESH, SyncMode.INCREMENTAL),
                streams.get(2).syncModes());
        assertEquals(List.of("at"), streams.get(2).defaultCursor());
        assertEquals(List.of(List.of("id"), List.of("region")), streams.get(2).sourceDefinedPrimaryKey());
    }

    @Test
    void offerAPropertyOfTheNameId() {
        CatalogOffer offer = (CatalogOffer) read("{\"type\":\"CATALOG\",\"catalog\":{\"streams\":[{\"name\":\"a\","
                + "\"json_schema\":{\"id\":\"x\",\"properties\":{\"id\":{\"type\":\"integer\"}}}}]}}");
        assertEquals(
                "{\"id\":\"x\",\"properties\":{\"id\":{\"type\":\"integer\"}}}",
                new String(Json.write(offer.catalog().streams().getFirst().jsonSchema()), UTF_8));
    }

    @Test
    void sendASpecOfManyMegabytes() {
        String examples = "\"x\",".repeat(2_000_000);
        Spec spec = (Spec)
                read("{\"type\":\"SPEC\",\"spec\":{\"connectionSpecification\":{\"examples\":[" + examples + "1]}}}");
        assertEquals(2_000_001, spec.connectionSpecification().path("examples").size());
    }

    @ParameterizedTest
    @CsvSource({"warning,WARN", "CRITICAL,FATAL", "info,INFO", "notice,INFO", "Trace,TRACE"})
    void logAtLevelsOfTheirOwn(String word, Level level) {
        assertEquals(
                new Log(level, "{\"a\":1}", Optional.empty()),
                read("{\"type\":\"LOG\",\"log\":{\"level\":\"" + word
                        + "\",\"message\":{\"a\":1},\"stack_trace\":null}}"));
    }

    @Test
    void printDebugObjectsThatAreNoMessages() {
        assertEquals("DEBUG", ((Unknown) read("{\"type\":\"DEBUG\",\"message\":\"x\"}")).type());
    }

    @Test
    void sendAControlMessageOfAnotherKind() {
        Unknown unknown = (Unknown) read("{\"type\":\"CONTROL\",\"control\":{\"type\":\"NEW\",\"emitted_at\":1}}");
        assertEquals("CONTROL", unknown.type());
    }

    @Test
    void repeatKeys() {
        DataRecord record = (DataRecord)
                read(
                        "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"stream\":\"b\",\"data\":{\"x\":1,\"x\":2},\"emitted_at\":1}}");
        assertEquals(StreamName.of("b"), record.stream());
        assertEquals(2, record.data().path("x").intValue());
    }

    private static Message read(String line) {
        return Messages.read(line.getBytes(UTF_8)).orElseThrow();
    }
}
