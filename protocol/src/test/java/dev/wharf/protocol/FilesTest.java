package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wharf.protocol.Message.State;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The catalog and the state file that a connector is given. */
class FilesTest {

    private static final String STREAM_A = "{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"a\"}}}";
    private static final String STREAM_B = "{\"type\":\"STREAM\",\"stream\":{\"stream_descriptor\":{\"name\":\"b\"}}}";
    private static final String GLOBAL = "{\"type\":\"GLOBAL\",\"global\":{\"stream_states\":[]}}";
    private static final String LEGACY = "{\"type\":\"LEGACY\",\"data\":{\"a\":{\"x\":1.0}}}";

    private static final String CONFIGURED = "{\"streams\":[{\"stream\":{\"name\":\"users\",\"namespace\":\"crm\","
            + "\"json_schema\":{\"type\":\"object\"},\"supported_sync_modes\":[\"incremental\"]},"
            + "\"sync_mode\":\"incremental\",\"destination_sync_mode\":\"append_dedup\",\"cursor_field\":[\"at\"],"
            + "\"primary_key\":[[\"id\"],[\"region\",\"code\"]],\"generation_id\":3,\"minimum_generation_id\":3,\"sync_id\":17}],"
            + "\"wharf\":{\"connection\":\"billing\",\"epoch\":2,\"run\":\"r17\","
            + "\"completed\":[{\"name\":\"users\",\"namespace\":\"crm\",\"sync_id\":16}]}}";

    @Test
    void theBudgetOfASourceComesBackAsItWas() {
        String json = "{\"streams\":[],\"wharf\":{\"budget\":{\"calls\":350,\"leave\":0.2},\"patches\":true}}";
        ConfiguredCatalog catalog = Messages.readConfigured(json.getBytes(UTF_8));

        assertEquals(
                new ConfiguredCatalog(
                        List.of(),
                        Optional.empty(),
                        Optional.of(new ConfiguredCatalog.Budget(OptionalLong.of(350), 0.2)),
                        true),
                catalog);
        assertEquals(json, new String(Messages.write(catalog), UTF_8));
    }

    @Test
    void theConfiguredCatalogComesBackAsItWas() {
        ConfiguredCatalog catalog = Messages.readConfigured(CONFIGURED.getBytes(UTF_8));
        assertEquals(CONFIGURED, new String(Messages.write(catalog), UTF_8));
        assertEquals(
                new ConfiguredCatalog(
                        List.of(new ConfiguredStream(
                                new Stream(
                                        new StreamName("crm", "users"),
                                        object("{\"type\":\"object\"}"),
                                        Set.of(SyncMode.INCREMENTAL),
                                        List.of(),
                                        false,
                                        List.of(),
                                        false,
                                        false,
                                        Optional.empty()),
                                SyncMode.INCREMENTAL,
                                DestinationSyncMode.APPEND_DEDUP,
                                List.of("at"),
                                List.of(List.of("id"), List.of("region", "code")),
                                3,
                                3,
                                17)),
                        Optional.of(new ConfiguredCatalog.Origin(
                                "billing", 2, "r17", Map.of(new StreamName("crm", "users"), 16L)))),
                catalog);
    }

    @Test
    void filesAndTheObjectOfADestinationAreCarried() {
        String configured =
                "{\"streams\":[{\"stream\":{\"name\":\"a\",\"json_schema\":{},\"supported_sync_modes\":[\"full_refresh\"]},\"sync_mode\":\"full_refresh\","
                        + "\"destination_sync_mode\":\"update\",\"generation_id\":1,\"minimum_generation_id\":0,\"sync_id\":2,"
                        + "\"include_files\":true,\"destination_object_name\":\"Contact\"}]}";
        assertEquals(
                configured, new String(Messages.write(Messages.readConfigured(configured.getBytes(UTF_8))), UTF_8));
    }

    @Test
    void aStreamThatSaysLittleIsRefreshedAndAppended() {
        ConfiguredStream stream = Messages.readConfigured(
                        "{\"streams\":[{\"stream\":{\"name\":\"a\"},\"cursor_field\":null,\"new\":1}]}".getBytes(UTF_8))
                .streams()
                .getFirst();
        assertEquals(StreamName.of("a"), stream.name());
        assertEquals(SyncMode.FULL_REFRESH, stream.syncMode());
        assertEquals(DestinationSyncMode.APPEND, stream.destinationSyncMode());
        assertEquals(0, stream.generation());
    }

    @Test
    void whatASourceSaidToWharfIsNotSentBack() {
        byte[] json = "{\"streams\":[{\"stream\":{\"name\":\"a\",\"wharf\":{\"kind\":\"object\"}}}]}".getBytes(UTF_8);
        assertFalse(new String(Messages.write(Messages.readConfigured(json)), UTF_8).contains("wharf"));
    }

    @Test
    void aModeThatWeDoNotKnowIsRefused() {
        byte[] json = "{\"streams\":[{\"stream\":{\"name\":\"a\"},\"destination_sync_mode\":\"overwrite_dedup\"}]}"
                .getBytes(UTF_8);
        assertEquals(
                "Stream a asks for the unknown destination_sync_mode \"overwrite_dedup\"",
                assertThrows(IllegalArgumentException.class, () -> Messages.readConfigured(json))
                        .getMessage());
    }

    @Test
    void aCatalogWithoutStreamsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Messages.readConfigured("{}".getBytes(UTF_8)));
    }

    @Test
    void theOfferedCatalogComesBackAsItWas() {
        String offered =
                "{\"streams\":[{\"name\":\"a\",\"json_schema\":{},\"supported_sync_modes\":[\"full_refresh\"]}]}";
        assertEquals(offered, new String(Messages.write(Messages.readCatalog(offered.getBytes(UTF_8))), UTF_8));
    }

    @Test
    void statesOfStreamsAreAList() {
        assertEquals("[" + STREAM_A + "," + STREAM_B + "]", stateFile(STREAM_A, STREAM_B));
        assertEquals(List.of(state(STREAM_A), state(STREAM_B)), states("[" + STREAM_A + "," + STREAM_B + "]"));
    }

    @Test
    void aGlobalStateIsAListOfOne() {
        assertEquals("[" + GLOBAL + "]", stateFile(GLOBAL));
        assertEquals(List.of(state(GLOBAL)), states("[" + GLOBAL + "]"));
    }

    @Test
    void aLegacyStateIsItsBareBlob() {
        assertEquals("{\"a\":{\"x\":1.0}}", stateFile(LEGACY));
        assertEquals(List.of(state(LEGACY)), states("{\"a\":{\"x\":1.0}}"));
        assertEquals("{}", stateFile("{}"));
    }

    @Test
    void statesOfDifferentKindsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> stateFile(STREAM_A, GLOBAL));
        assertThrows(IllegalArgumentException.class, () -> stateFile(GLOBAL, GLOBAL));
        assertThrows(IllegalArgumentException.class, () -> stateFile(LEGACY, LEGACY));
        assertThrows(IllegalArgumentException.class, FilesTest::stateFile);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null"})
    void anEmptyStateFileHoldsNoState(String json) {
        assertEquals(List.of(), states(json));
    }

    @Test
    void aStateFileWrittenByHandMayHoldMessagesOrOneState() {
        assertEquals(List.of(state(STREAM_A)), states("[{\"type\":\"STATE\",\"state\":" + STREAM_A + "}]"));
        assertEquals(List.of(state(STREAM_A)), states(STREAM_A));
    }

    private static String stateFile(String... bodies) {
        return new String(
                Messages.writeStates(
                        java.util.Arrays.stream(bodies).map(FilesTest::state).toList()),
                UTF_8);
    }

    private static List<State> states(String json) {
        return Messages.readStates(json.getBytes(UTF_8));
    }

    private static State state(String body) {
        return new State(object(body));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Json.read(json.getBytes(UTF_8));
    }
}
