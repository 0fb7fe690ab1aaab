package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.Envelope.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The envelope against Jackson, on messages as nobody would write them, whole and mutated. */
class EnvelopePropertyTest {

    private final Envelope envelope = new Envelope();

    @Test
    void seesInAMessageWhatJacksonSees() {
        Seeds.each(10_000, random -> {
            String text = message(new JsonTexts(random));
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
        });
    }

    @Test
    void whateverStandsOnALineWhatItCallsAMessageIsOne() {
        Seeds.each(10_000, random -> {
            byte[] line = mutated(random);
            int at = 0;
            do {
                Kind kind = envelope.read(line, at, line.length);
                assertTrue(envelope.messageTo() > at || line.length == 0, "gets on");
                assertTrue(envelope.messageFrom() >= at && envelope.messageTo() <= line.length);
                at = envelope.messageTo();
                if (kind != Kind.TEXT && kind != Kind.BROKEN) {
                    byte[] message = Arrays.copyOfRange(line, envelope.messageFrom(), envelope.messageTo());
                    assertTrue(SlowJson.accepts(message));
                    assertEquals(expected(tree(message)), kind);
                }
            } while (envelope.more());
            assertEquals(line.length, Math.max(at, JsonScanner.space(line, at, line.length)), "nothing is left out");
        });
    }

    /** Invariant 2: what is left of a record is quarantined, never taken for log text. */
    @Test
    void aRecordThatIsCutOffIsBroken() {
        Seeds.each(10_000, random -> {
            String data = new JsonTexts(random).object();
            double place = random.nextDouble();
            String record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":" + data + "}}";
            byte[] line = record.getBytes(UTF_8);
            int to = 2 + (int) (place * (line.length - 3));
            assertEquals(Kind.BROKEN, envelope.read(line, 0, to));
        });
    }

    @Test
    void aRecordWithOneWrongByteIsNotText() {
        Seeds.each(10_000, random -> {
            String data = new JsonTexts(random).object();
            double place = random.nextDouble();
            byte with = (byte) random.nextInt(256);
            String record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":" + data + "}}";
            byte[] line = record.getBytes(UTF_8);
            int before = line.length - data.getBytes(UTF_8).length - 2;
            line[before + (int) (place * (line.length - before))] = with;
            assertNotEquals(Kind.TEXT, envelope.read(line, 0, line.length));
        });
    }

    @Test
    void findsEveryMessageThatIsGluedBehindText() {
        Seeds.each(10_000, random -> {
            String text = new JsonTexts(random).pick(LOG_TEXTS);
            String data = new JsonTexts(random).object();
            String record = "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":" + data + "}}";
            String state = "{\"state\":{\"data\":" + data + "},\"type\":\"STATE\"}";
            byte[] line = (text + record + text + state + text).getBytes(UTF_8);
            assertEquals(Kind.RECORD, envelope.read(line, 0, line.length));
            assertEquals(
                    record,
                    new String(line, envelope.messageFrom(), envelope.messageTo() - envelope.messageFrom(), UTF_8));
            assertEquals(Kind.STATE, envelope.read(line, envelope.messageTo(), line.length));
            assertEquals(
                    state,
                    new String(line, envelope.messageFrom(), envelope.messageTo() - envelope.messageFrom(), UTF_8));
        });
    }

    /** Without {@link Json}, whose exact numbers have limits that the envelope does not. */
    private static JsonNode tree(byte[] message) {
        return JsonMapper.shared().readTree(new String(message, UTF_8));
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

    private static final Map<String, String> KEYS = Map.of(
            "RECORD", "record",
            "STATE", "state",
            "LOG", "log",
            "TRACE", "trace",
            "CONTROL", "control",
            "SPEC", "spec",
            "CONNECTION_STATUS", "connectionStatus",
            "CATALOG", "catalog",
            "DESTINATION_CATALOG", "destination_catalog");

    private static byte[] mutated(Random random) {
        JsonTexts texts = new JsonTexts(random);
        return texts.mutation(message(texts) + (random.nextBoolean() ? message(texts) : ""));
    }

    private static String message(JsonTexts texts) {
        String record = texts.object(() -> texts.pick(RECORD_KEYS), () -> switch (texts.below(3)) {
            case 0 -> texts.object();
            case 1 -> texts.value();
            default -> texts.pick(RECORD_VALUES);
        });
        return switch (texts.below(3)) {
            case 0 -> "{\"record\":" + record + ",\"type\":\"RECORD\"}";
            default ->
                texts.object(() -> texts.pick(MESSAGE_KEYS), () -> switch (texts.below(5)) {
                    case 0 -> texts.value();
                    case 1, 2 -> record;
                    default -> texts.pick(TYPES);
                });
        };
    }

    /** In which nothing looks like a broken object. */
    private static final List<String> LOG_TEXTS = List.of(
            "", " ", "INFO page 3 ", "{", "}", "{'a': 1}", "{\"level\":\"INFO\"}", "[", "\"", "\\", "\u0000", "ü{x}");

    private static final List<String> RECORD_KEYS =
            quoted("stream stream data data namespace emitted_at meta str\\u0065am x");
    private static final List<String> RECORD_VALUES =
            List.of("\"users\"", "\"us\\u0065rs\"", "\"\"", "null", "17", "17.5");
    private static final List<String> MESSAGE_KEYS =
            quoted("type type type record record record state log connectionStatus t\\u0079pe x");
    private static final List<String> TYPES =
            quoted("RECORD RECORD record STATE log CONNECTION_STATUS \\u0052ECORD DEBUG");

    private static List<String> quoted(String words) {
        return Pattern.compile(" ")
                .splitAsStream(words)
                .map(word -> "\"" + word + "\"")
                .toList();
    }
}
