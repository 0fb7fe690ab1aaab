package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Message.DataRecord;
import dev.wharf.protocol.Message.Estimate;
import dev.wharf.protocol.Message.RateLimit;
import dev.wharf.protocol.Message.Spec;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.Stats;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Message.TraceError.FailureType;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

class MessagesTest {

    private static final Instant TIME = Instant.ofEpochMilli(1717171717171L);
    private static final StreamName USERS = StreamName.of("users");

    /** Every message that the protocol has, in the form that Wharf writes. */
    static Stream<String> everyMessage() throws IOException {
        try (InputStream lines = Objects.requireNonNull(MessagesTest.class.getResourceAsStream("/messages.jsonl"))) {
            return new String(lines.readAllBytes(), UTF_8).lines();
        }
    }

    @ParameterizedTest
    @MethodSource("everyMessage")
    void everyMessageComesBackAsItWas(String line) {
        assertEquals(line + "\n", new String(Messages.write(read(line)), UTF_8));
    }

    @Test
    void readsARecord() {
        DataRecord record =
                (DataRecord) read("{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"namespace\":\"crm\","
                        + "\"data\":{\"id\":1},\"emitted_at\":1717171717171,\"meta\":{\"changes\":[]},\"new\":true}}");
        assertEquals(
                new DataRecord(
                        new StreamName("crm", "users"),
                        object("{\"id\":1}"),
                        TIME,
                        object("{\"meta\":{\"changes\":[]},\"new\":true}")),
                record);
        assertEquals(Optional.of(object("{\"changes\":[]}")), record.meta());
        assertEquals(Optional.empty(), new DataRecord(USERS, Json.object(), TIME).meta());
    }

    @Test
    void readsAStreamState() {
        State state = new State(object("{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"users\"},"
                + "\"stream_state\":{}},\"sourceStats\":{\"recordCount\":5},\"id\":3,"
                + "\"destinationStats\":{\"recordCount\":4.0,\"rejectedRecordCount\":1.0}}"));
        assertEquals(State.Kind.STREAM, state.kind());
        assertEquals(Optional.of(USERS), state.stream());
        assertEquals(List.of(USERS), state.streams());
        assertEquals(Optional.of(3L), state.id());
        assertEquals(Optional.of(new Stats(Optional.of(5L), Optional.empty())), state.sourceStats());
        assertEquals(Optional.of(new Stats(Optional.of(4L), Optional.of(1L))), state.destinationStats());
    }

    @Test
    void readsAGlobalState() {
        State state = new State(
                object(
                        "{\"type\":\"GLOBAL\",\"global\":{\"stream_states\":["
                                + "{\"stream_descriptor\":{\"name\":\"users\"}},{\"stream_descriptor\":{\"name\":\"b\",\"namespace\":\"n\"}}]}}"));
        assertEquals(State.Kind.GLOBAL, state.kind());
        assertEquals(Optional.empty(), state.stream());
        assertEquals(List.of(USERS, new StreamName("n", "b")), state.streams());
        assertEquals(Optional.empty(), state.id());
        assertEquals(Optional.empty(), state.sourceStats());
    }

    @Test
    void numbersOfAStateKeepTheirSpelling() {
        String body =
                "{\"data\":{\"a\":1e2,\"b\":1E+2,\"c\":-0.0,\"d\":0.10E-07,\"e\":12345678901234567890.50,\"f\":[1e0,{\"g\":5E5}]}}";
        State state = new State((ObjectNode) Json.read(body.getBytes(UTF_8)));
        assertEquals(body, json(state.body()));
        assertEquals(body, json(state.numbered(4).unnumbered().body()));
        assertEquals(body, Json.read(Json.write(state.body())).toString());
        assertEquals(
                new BigDecimal("100"),
                state.body().path("data").path("a").decimalValue().setScale(0));
    }

    @Test
    void numbersAStateAndTakesTheNumberOffAgain() {
        State state = new State(object("{\"data\":{\"id\":1.50}}"));
        assertEquals(Optional.of(9L), state.numbered(9).id());
        assertEquals("{\"data\":{\"id\":1.50},\"id\":9}", json(state.numbered(9).body()));
        assertEquals(state, state.numbered(9).unnumbered());
    }

    @Test
    void readsWhyAConnectorFails() {
        assertEquals(
                new TraceError(
                        "No access",
                        Optional.of("403"),
                        Optional.of("at x"),
                        FailureType.CONFIG_ERROR,
                        Optional.of(USERS),
                        TIME),
                read("{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"emitted_at\":1.717171717171E12,\"error\":"
                        + "{\"message\":\"No access\",\"internal_message\":\"403\",\"stack_trace\":\"at x\","
                        + "\"failure_type\":\"config_error\",\"stream_descriptor\":{\"name\":\"users\"}}}}"));
    }

    @Test
    void takesAFailureWithoutATypeForOneOfTheSystem() {
        TraceError error =
                (TraceError) read("{\"type\":\"TRACE\",\"trace\":{\"type\":\"ERROR\",\"emitted_at\":1,\"error\":"
                        + "{\"message\":\"x\",\"internal_message\":null,\"failure_type\":\"new_kind\"}}}");
        assertEquals(FailureType.SYSTEM_ERROR, error.type());
        assertEquals(Optional.empty(), error.internalMessage());
    }

    @Test
    void readsUntilWhenASourceIsRateLimited() {
        Message limited = read(
                "{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1717171717171,"
                        + "\"stream_status\":{\"stream_descriptor\":{\"name\":\"users\"},\"status\":\"running\",\"reasons\":["
                        + "{\"type\":\"OTHER\"},{\"type\":\"RATE_LIMITED\",\"rate_limited\":{\"quota_reset\":1717171717171}}]}}}");
        assertEquals(
                new StreamStatus(USERS, Status.RUNNING, Optional.of(new RateLimit(Optional.of(TIME))), TIME), limited);
    }

    @Test
    void readsARateLimitWithoutAnEnd() {
        for (String limit : List.of("", ",\"rate_limited\":null", ",\"rate_limited\":{\"quota_reset\":null}")) {
            StreamStatus status =
                    (StreamStatus) read("{\"type\":\"TRACE\",\"trace\":{\"type\":\"STREAM_STATUS\",\"emitted_at\":1,"
                            + "\"stream_status\":{\"stream_descriptor\":{\"name\":\"users\"},\"status\":\"RUNNING\","
                            + "\"reasons\":[{\"type\":\"RATE_LIMITED\"" + limit + "}]}}}");
            assertEquals(Optional.of(new RateLimit(Optional.empty())), status.rateLimit());
        }
    }

    @Test
    void readsAnEstimateWrittenWithDecimalPoints() {
        assertEquals(
                new Estimate(Optional.of(USERS), Optional.of(10L), Optional.empty(), TIME),
                read("{\"type\":\"TRACE\",\"trace\":{\"type\":\"ESTIMATE\",\"emitted_at\":1717171717171,"
                        + "\"estimate\":{\"name\":\"users\",\"type\":\"STREAM\",\"row_estimate\":10.0}}}"));
    }

    @Test
    void readsWhatASpecSays() {
        Spec spec =
                new Spec(object("{\"connectionSpecification\":{\"type\":\"object\"},\"documentationUrl\":\"https://x\","
                        + "\"supported_destination_sync_modes\":[\"append\",\"overwrite_dedup\",\"OVERWRITE\"],\"advanced_auth\":{},"
                        + "\"wharf\":{\"held\":true,\"query\":true}}"));
        assertEquals(object("{\"type\":\"object\"}"), spec.connectionSpecification());
        assertEquals(Optional.of("https://x"), spec.documentationUrl());
        assertEquals(List.of(DestinationSyncMode.APPEND, DestinationSyncMode.OVERWRITE), spec.destinationSyncModes());
        assertEquals(Optional.of(Json.object()), spec.advancedAuth());
        assertTrue(spec.reportsHeld());
        assertTrue(spec.answersQueries());
    }

    @Test
    void readsASpecThatSaysNothing() {
        Spec spec = new Spec(Json.object());
        assertEquals(Json.object(), spec.connectionSpecification());
        assertEquals(Optional.empty(), spec.documentationUrl());
        assertEquals(List.of(), spec.destinationSyncModes());
        assertFalse(spec.reportsHeld());
        assertFalse(spec.answersQueries());
    }

    @Test
    void readsEveryMessageOfALine() {
        byte[] line = "text{\"type\":\"STATE\",\"state\":{}}{\"type\":\"LOG\",\"log\":{}} x".getBytes(UTF_8);
        List<Message> messages = Messages.readAll(line, 0, line.length);
        assertEquals(
                List.of(new State(Json.object()), new Message.Log(Message.Log.Level.INFO, "", Optional.empty())),
                messages);
        assertEquals(Optional.of(messages.getFirst()), Messages.read(line));
    }

    @Test
    void findsNoMessageInTextAndInWhatIsBroken() {
        assertEquals(Optional.empty(), Messages.read("INFO hello".getBytes(UTF_8)));
        assertEquals(Optional.empty(), Messages.read("{\"type\":\"RECORD\",".getBytes(UTF_8)));
        Envelope envelope = new Envelope();
        envelope.read(new byte[0], 0, 0);
        assertThrows(IllegalArgumentException.class, () -> Messages.read(new byte[0], envelope));
    }

    @Test
    void keepsNumbersAsExactAsTheyCame() {
        String line = "{\"type\":\"STATE\",\"state\":{\"data\":{\"a\":1.10,\"b\":100,\"c\":0.1234567890123456789,"
                + "\"d\":99999999999999999999999,\"e\":5.0}}}";
        assertEquals(line + "\n", new String(Messages.write(read(line)), UTF_8));
    }

    @Test
    void keepsLoneSurrogatesAndOddCharacters() {
        String line = "{\"type\":\"STATE\",\"state\":{\"data\":{\"\\ud800\":\"\\udc00\\u0000\\u2028\"}}}";
        assertEquals(line + "\n", new String(Messages.write(read(line)), UTF_8));
    }

    @Test
    void aNumberBeyondAllMeasureMakesAMessageUnknown() {
        assertEquals(
                new Message.Unknown("STATE", object("{\"type\":\"STATE\"}")),
                read("{\"type\":\"STATE\",\"state\":{\"data\":{\"a\":1e99999999999}}}"));
    }

    @Test
    void readsStringsOfAnyLength() {
        String line = "{\"type\":\"STATE\",\"state\":{\"data\":{\"blob\":\"" + "x".repeat(64_000_000) + "\"}}}";
        byte[] written = Messages.write(read(line));
        assertArrayEquals((line + "\n").getBytes(UTF_8), written);
    }

    @Test
    void readsWhateverDepthTheEnvelopeAccepts() {
        String line = "{\"type\":\"STATE\",\"state\":{\"data\":" + "[".repeat(998) + "]".repeat(998) + "}}";
        assertEquals(
                Optional.of(line + "\n"),
                Messages.read(line.getBytes(UTF_8)).map(state -> new String(Messages.write(state), UTF_8)));
    }

    private static Message read(String line) {
        return Messages.read(line.getBytes(UTF_8)).orElseThrow();
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.read(json.getBytes(UTF_8));
    }

    private static String json(ObjectNode node) {
        return new String(Json.write(node), UTF_8);
    }
}
