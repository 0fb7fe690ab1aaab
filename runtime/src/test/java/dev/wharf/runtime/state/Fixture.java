package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.Memory.Saved;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import dev.wharf.runtime.state.StateStore.Quarantined;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the suites need: a store, runs in it, and things to put in it. */
interface Fixture {

    Instant NOW = Instant.parse("2026-11-24T10:00:00.123456Z");
    Instant LATER = NOW.plusSeconds(60);
    String BILLING = "billing";
    StreamName USERS = StreamName.of("users");
    StreamName ORDERS = new StreamName("shop", "orders");

    JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(Integer.MAX_VALUE)
                            .maxNestingDepth(2000)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    StateStore store();

    /** A run of the connection billing, ended without a report. */
    default void run(String name, Consumer<OpenRun> work) {
        try (OpenRun run = store().begin(BILLING, name, NOW)) {
            work.accept(run);
        }
    }

    default void save(String name, Acknowledged... states) {
        run(name, run -> run.save(List.of(states), NOW));
    }

    default Memory memory() {
        return store().memory(BILLING);
    }

    default List<String> quarantine() {
        return store().quarantined(BILLING, Optional.empty(), 1000).stream()
                .map(Fixture::describe)
                .toList();
    }

    private static String describe(Quarantined line) {
        return new String(line.line().line(), StandardCharsets.UTF_8) + (line.confirmed() ? "" : " (unconfirmed)");
    }

    static Acknowledged users(long position) {
        return new Acknowledged(position, Optional.of(USERS), stream(USERS, position));
    }

    static Acknowledged orders(long position) {
        return new Acknowledged(position, Optional.of(ORDERS), stream(ORDERS, position));
    }

    static Acknowledged shared(long position, String body) {
        return new Acknowledged(position, Optional.empty(), json(body));
    }

    static Acknowledged global(long position, StreamName... collections) {
        ObjectNode body =
                json("{'type':'GLOBAL','global':{'shared_state':{'lsn':" + position + "},'stream_states':[]}}");
        for (StreamName name : collections) {
            ((tools.jackson.databind.node.ArrayNode) body.get("global").get("stream_states"))
                    .add(json("{'stream_descriptor':{'name':'" + name.name() + "','namespace':'" + name.namespace()
                            + "'},'stream_state':{}}"));
        }
        return new Acknowledged(position, Optional.empty(), body);
    }

    static Saved saved(Acknowledged state) {
        return new Saved(state.position(), state.body());
    }

    static Map<StreamName, Saved> states(Acknowledged... states) {
        return java.util.Arrays.stream(states)
                .collect(java.util.stream.Collectors.toMap(
                        state -> state.collection().orElseThrow(), Fixture::saved));
    }

    static ObjectNode stream(StreamName name, long cursor) {
        return json("{'type':'STREAM','stream':{'stream_descriptor':{'name':'" + name.name() + "','namespace':'"
                + name.namespace() + "'},'stream_state':{'cursor':" + cursor + "}}}");
    }

    static RefusedLine line(Optional<StreamName> collection, long position, String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new RefusedLine(
                "first", collection, position, "schema", "/amount", "integer", "string", bytes, bytes.length, NOW);
    }

    static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }
}
