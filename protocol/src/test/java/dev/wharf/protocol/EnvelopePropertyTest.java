package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Envelope.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import tools.jackson.databind.JsonNode;

/** The envelope against Jackson, on messages as nobody would write them, whole and mutated. */
class EnvelopePropertyTest {

    private final Envelope envelope = new Envelope();

    @Property(tries = 2_000)
    void seesInAMessageWhatJacksonSees(@ForAll("messages") String text) {
        byte[] line = text.getBytes(UTF_8);
        Kind kind = envelope.read(line, 0, line.length);
        JsonNode message = Json.read(line);
        assertEquals(expected(message), kind, envelope.problem());
        if (kind == Kind.RECORD) {
            JsonNode record = message.path("record");
            assertEquals(record, Json.read(line, envelope.payloadFrom(), envelope.payloadTo()));
            assertEquals(record.path("data"), Json.read(line, envelope.dataFrom(), envelope.dataTo()));
            assertEquals(
                    new StreamName(
                            record.path("namespace").asString(""),
                            record.path("stream").stringValue()),
                    envelope.name());
            assertEquals(record.path("meta").isObject(), envelope.metaTo() > 0);
            assertEquals(record.path("emitted_at").isNumber(), envelope.emittedAtTo() > 0);
        }
    }

    @Property(tries = 3_000)
    void whateverStandsOnALineWhatItCallsAMessageIsOne(@ForAll("mutated") byte[] line) {
        int at = 0;
        do {
            Kind kind = envelope.read(line, at, line.length);
            assertTrue(envelope.messageTo() > at || line.length == 0, "gets on");
            assertTrue(envelope.messageFrom() >= at && envelope.messageTo() <= line.length);
            at = envelope.messageTo();
            if (kind != Kind.TEXT && kind != Kind.BROKEN) {
                byte[] message = Arrays.copyOfRange(line, envelope.messageFrom(), envelope.messageTo());
                assertTrue(SlowJson.accepts(message));
                assertEquals(expected(Json.read(message)), kind);
            }
        } while (envelope.more());
        assertEquals(line.length, Math.max(at, JsonScanner.space(line, at, line.length)), "nothing is left out");
    }

    /** Invariant 2: what is left of a record is quarantined, never taken for log text. */
    @Property(tries = 2_000)
    void aRecordThatIsCutOffIsBroken(@ForAll("data") String data, @ForAll("cuts") double cut) {
        String record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":" + data + "}}";
        byte[] line = record.getBytes(UTF_8);
        int to = 2 + (int) (cut * (line.length - 3));
        assertEquals(Kind.BROKEN, envelope.read(line, 0, to));
    }

    @Property(tries = 2_000)
    void aRecordWithOneWrongByteIsNotText(
            @ForAll("data") String data, @ForAll("cuts") double place, @ForAll byte with) {
        String record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":" + data + "}}";
        byte[] line = record.getBytes(UTF_8);
        int before = line.length - data.getBytes(UTF_8).length - 2;
        line[before + (int) (place * (line.length - before))] = with;
        assertNotEquals(Kind.TEXT, envelope.read(line, 0, line.length));
    }

    @Property(tries = 2_000)
    void findsEveryMessageThatIsGluedBehindText(@ForAll("text") String text, @ForAll("data") String data) {
        String record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":" + data + "}}";
        String state = "{\"state\":{\"data\":" + data + "},\"type\":\"STATE\"}";
        byte[] line = (text + record + text + state + text).getBytes(UTF_8);
        assertEquals(Kind.RECORD, envelope.read(line, 0, line.length));
        assertEquals(
                record, new String(line, envelope.messageFrom(), envelope.messageTo() - envelope.messageFrom(), UTF_8));
        assertEquals(Kind.STATE, envelope.read(line, envelope.messageTo(), line.length));
        assertEquals(
                state, new String(line, envelope.messageFrom(), envelope.messageTo() - envelope.messageFrom(), UTF_8));
    }

    /** What a single object is, by the same rules over a tree. */
    private static Kind expected(JsonNode message) {
        JsonNode record = message.path("record");
        boolean hasNameAndData =
                record.path("stream").isString() && record.path("data").isObject();
        String type = message.path("type").asString("").toUpperCase(Locale.ROOT);
        if (!message.path("type").isString() || type.isEmpty()) {
            return hasNameAndData ? Kind.BROKEN : Kind.TEXT;
        }
        if (!KEYS.containsKey(type)) {
            return Kind.UNKNOWN;
        }
        boolean hasPayload = message.path(KEYS.get(type)).isObject();
        JsonNode namespace = record.path("namespace");
        return switch (Kind.valueOf(type)) {
            case RECORD ->
                hasNameAndData && (namespace.isString() || namespace.isNull() || namespace.isMissingNode())
                        ? Kind.RECORD
                        : Kind.BROKEN;
            case STATE, CONTROL -> hasPayload ? Kind.valueOf(type) : Kind.BROKEN;
            default -> hasPayload ? Kind.valueOf(type) : Kind.TEXT;
        };
    }

    private static final java.util.Map<String, String> KEYS = java.util.Map.of(
            "RECORD", "record",
            "STATE", "state",
            "LOG", "log",
            "TRACE", "trace",
            "CONTROL", "control",
            "SPEC", "spec",
            "CONNECTION_STATUS", "connectionStatus",
            "CATALOG", "catalog",
            "DESTINATION_CATALOG", "destination_catalog");

    @Provide
    Arbitrary<String> messages() {
        Arbitrary<String> recordKeys =
                quoted("stream", "stream", "data", "data", "namespace", "emitted_at", "meta", "str\\u0065am", "x");
        Arbitrary<String> recordValues = Arbitraries.oneOf(
                Arbitraries.of("\"users\"", "\"us\\u0065rs\"", "\"\"", "null", "17", "17.5"),
                data(),
                JsonTexts.values());
        Arbitrary<String> keys = quoted(
                "type",
                "type",
                "type",
                "record",
                "record",
                "record",
                "state",
                "log",
                "connectionStatus",
                "t\\u0079pe",
                "x");
        Arbitrary<String> values = Arbitraries.oneOf(
                quoted("RECORD", "RECORD", "record", "STATE", "log", "CONNECTION_STATUS", "\\u0052ECORD", "DEBUG", ""),
                JsonTexts.objects(recordKeys, recordValues),
                JsonTexts.objects(recordKeys, recordValues),
                JsonTexts.values());
        return Arbitraries.oneOf(
                JsonTexts.objects(keys, values),
                JsonTexts.objects(recordKeys, recordValues)
                        .map(record -> "{\"record\":" + record + ",\"type\":\"RECORD\"}"));
    }

    @Provide
    Arbitrary<byte[]> mutated() {
        return JsonTexts.mutations(messages().list().ofMinSize(1).ofMaxSize(2).map(all -> String.join("", all)));
    }

    @Provide
    Arbitrary<String> data() {
        return JsonTexts.objects();
    }

    @Provide
    Arbitrary<Double> cuts() {
        return Arbitraries.doubles().between(0, true, 1, false);
    }

    /** Log text without a brace before a quote. */
    @Provide
    Arbitrary<String> text() {
        return Arbitraries.of(
                "",
                " ",
                "INFO page 3 ",
                "{",
                "}",
                "{'a': 1}",
                "{\"level\":\"INFO\"}",
                "[",
                "\"",
                "\\",
                "\u0000",
                "ü{x}");
    }

    private static Arbitrary<String> quoted(String... words) {
        return Arbitraries.of(List.of(words)).map(word -> "\"" + word + "\"");
    }
}
