package dev.wharf.sdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Message.ConnectionStatus;
import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Message.TraceError;
import dev.wharf.protocol.Message.TraceError.FailureType;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class SourceProgramTest {

    private static final Stream THINGS =
            StreamOffer.objects("things", Json.object("""
            {"type": "object", "properties": {"id": {"type": "integer"}}}""")).key("id").cursor("id").stream();

    private static final String CONFIG = """
            {"key": "s3cr\\"t/+", "count": 3}""";

    @TempDir
    private Path directory;

    @Test
    void anUnknownVerbIsAWrongCommandLine() {
        assertEquals(2, talk((_, _, _, _) -> {}).run("fly").status());
        assertEquals(2, talk((_, _, _, _) -> {}).run().status());
        assertEquals(2, talk((_, _, _, _) -> {}).run("check").status());
    }

    @Test
    void aFailureThatTheUserCanFixIsAFailedCheckAndNoError() {
        ConnectionStatus status = talk(ConnectorFailure.config("The key is refused."))
                .check(CONFIG)
                .only(ConnectionStatus.class);

        assertEquals(new ConnectionStatus(false, "The key is refused."), status);
        assertEquals(0, talk(ConnectorFailure.config("no")).check(CONFIG).status());
    }

    @Test
    void aFaultDuringACheckIsAnErrorAndNoAnswer() {
        Conversation.Answer answer = talk(new IllegalStateException("oops")).check(CONFIG);

        assertEquals(1, answer.status());
        assertEquals(FailureType.SYSTEM_ERROR, answer.only(TraceError.class).type());
        assertEquals(List.of(), answer.all(ConnectionStatus.class));
    }

    @Test
    void everyProblemOfAConfigIsToldAtOnceWithoutItsValue() {
        String message = talk((_, _, _, _) -> {})
                .check("{\"key\": 7, \"count\": -1, \"colour\": \"red\"}")
                .only(ConnectionStatus.class)
                .message();

        assertEquals(
                "The config cannot be used: key must be string, is a number; count must be at least 0;"
                        + " colour is unknown; known are key, count.",
                message);
    }

    @Test
    void theKindOfAnExceptionIsTheKindOfTheFailure() {
        assertEquals(FailureType.CONFIG_ERROR, failureOf(ConnectorFailure.config("x")));
        assertEquals(FailureType.TRANSIENT_ERROR, failureOf(ConnectorFailure.temporary("x")));
        assertEquals(FailureType.SYSTEM_ERROR, failureOf(ConnectorFailure.fault("x")));
        assertEquals(FailureType.TRANSIENT_ERROR, failureOf(new ConnectException("refused")));
        assertEquals(
                FailureType.TRANSIENT_ERROR, failureOf(new IllegalStateException(new ConnectException("refused"))));
        assertEquals(FailureType.SYSTEM_ERROR, failureOf(new IOException("disk")));
    }

    @Test
    void secretsAreMaskedInEveryTextThatLeaves() {
        Conversation.Answer answer = talk((config, _, _, output) -> {
                    output.info("using " + config.text("key"));
                    output.analytics("key", config.text("key"));
                    throw new IllegalStateException("cannot use " + config.text("key") + " or s3cr%22t%2F%2B");
                })
                .read(CONFIG, THINGS);

        String everything = answer.messages().toString();
        assertFalse(everything.contains("s3cr"), everything);
        assertTrue(answer.only(TraceError.class).message().contains("cannot use **** or ****"), everything);
    }

    @Test
    void aConfigNeverShowsItsValues() {
        assertEquals("Config[key, count]", new Config(Json.object(CONFIG)).toString());
    }

    @Test
    void statesCarryTheCountSinceTheStateBefore() {
        Conversation.Answer answer = talk((_, _, _, output) -> {
                    StreamOutput things = output.stream(THINGS.name());
                    things.record(Json.object().put("id", 1));
                    things.record(Json.object().put("id", 2));
                    things.state(Json.object().put("last", 2));
                    things.record(Json.object().put("id", 3));
                    things.state(Json.object().put("last", 3));
                })
                .read(CONFIG, THINGS);

        assertEquals(
                List.of("""
                        {"type":"STREAM","stream":{"stream_descriptor":{"name":"things"},"stream_state":{"last":2}},"sourceStats":{"recordCount":2.0}}""", """
                        {"type":"STREAM","stream":{"stream_descriptor":{"name":"things"},"stream_state":{"last":3}},"sourceStats":{"recordCount":1.0}}"""),
                answer.all(State.class).stream()
                        .map(state -> state.body().toString())
                        .toList());
    }

    @Test
    void aSavedStateComesBackToItsStreamInEveryFormThatRuntimesSave() {
        String body = """
                {"type":"STREAM","stream":{"stream_descriptor":{"name":"things"},"stream_state":{"last":2}}}""";
        for (String file : List.of("[" + body + "]", "[{\"type\":\"STATE\",\"state\":" + body + "}]")) {
            talk((_, _, states, _) ->
                            assertEquals(Optional.of(Json.object("{\"last\":2}")), states.of(StreamName.of("things"))))
                    .read(CONFIG, THINGS, file);
        }
        assertEquals(
                0,
                talk((_, _, states, _) -> assertEquals(Optional.empty(), states.of(THINGS.name())))
                        .read(CONFIG, THINGS, "{}")
                        .status());
    }

    @Test
    void aStreamThatFailsIsIncompleteAndTheOthersGoOn() {
        Conversation.Answer answer = talk((_, _, _, output) -> {
                    output.stream(StreamName.of("denied")).fail(ConnectorFailure.config("No permission."));
                    output.stream(THINGS.name()).complete();
                })
                .read(CONFIG, THINGS);

        TraceError error = answer.only(TraceError.class);
        assertEquals("No permission.", error.message());
        assertEquals(Optional.of(StreamName.of("denied")), error.stream());
        assertEquals(
                List.of(Status.INCOMPLETE, Status.COMPLETE),
                answer.all(StreamStatus.class).stream()
                        .map(StreamStatus::status)
                        .toList());
        assertEquals(1, answer.status());
    }

    @Test
    void outOfMemoryIsAnErrorMessageToo() {
        Conversation.Answer answer = talk((_, _, _, _) -> {
                    throw new OutOfMemoryError("heap");
                })
                .read(CONFIG, THINGS);

        assertEquals(1, answer.status());
        assertEquals(FailureType.SYSTEM_ERROR, answer.only(TraceError.class).type());
    }

    private FailureType failureOf(Exception failure) {
        return talk((_, _, _, _) -> {
                    throw failure;
                })
                .read(CONFIG, THINGS)
                .only(TraceError.class)
                .type();
    }

    private Conversation talk(Exception ofTheCheck) {
        return new Conversation(directory, new Scripted((_, _, _, _) -> {}, Optional.of(ofTheCheck)));
    }

    private Conversation talk(Reading reading) {
        return new Conversation(directory, new Scripted(reading, Optional.empty()));
    }

    private interface Reading {
        void read(Config config, ConfiguredCatalog catalog, States states, Output output) throws Exception;
    }

    /** A source whose reading and check are given by a test. */
    private record Scripted(Reading reading, Optional<Exception> checkFailure) implements Source {

        @Override
        public ObjectNode spec() {
            return Json.object("""
                    {"connectionSpecification": {"type": "object", "additionalProperties": false, "required": ["key"],
                     "properties": {"key": {"type": "string", "airbyte_secret": true},
                                    "count": {"type": "integer", "minimum": 0}}}}""");
        }

        @Override
        public ConnectionStatus check(Config config) throws Exception {
            if (checkFailure.isPresent()) {
                throw checkFailure.get();
            }
            return new ConnectionStatus(true, "");
        }

        @Override
        public Catalog discover(Config config) {
            return new Catalog(List.of(THINGS));
        }

        @Override
        public void read(Config config, ConfiguredCatalog catalog, States states, Output output) throws Exception {
            reading.read(config, catalog, states, output);
        }
    }
}
