package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.wharf.protocol.Envelope.Kind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {

    private static final String RECORD =
            "{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"data\":{\"id\":1},\"emitted_at\":17}}";
    private static final String STATE = "{\"type\":\"STATE\",\"state\":{\"data\":{}}}";

    private final Envelope envelope = new Envelope();
    private byte[] line = {};

    @Test
    void findsThePartsOfARecord() {
        read("{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"namespace\":\"crm\",\"data\":{\"id\":1},"
                + "\"emitted_at\":17.5e1,\"meta\":{\"changes\":[]}}}");
        assertEquals(Kind.RECORD, envelope.kind());
        assertEquals("users", stream());
        assertEquals("crm", text(envelope.namespaceFrom(), envelope.namespaceTo()));
        assertEquals("{\"id\":1}", data());
        assertEquals("17.5e1", text(envelope.emittedAtFrom(), envelope.emittedAtTo()));
        assertEquals("{\"changes\":[]}", text(envelope.metaFrom(), envelope.metaTo()));
        assertEquals(new StreamName("crm", "users"), envelope.name());
        assertFalse(envelope.nameEscaped());
    }

    @Test
    void doesNotCareAboutOrderSpaceOrUnknownKeys() {
        read(" { \"x\" : [ {\"type\":\"LOG\"} ] ,\t\"record\" : { \"y\":null, \"emitted_at\" : 1 , \"data\" : { } ,"
                + " \"file_reference\":{\"stream\":\"z\"}, \"stream\" : \"users\" } , \"type\" : \"RECORD\" } ");
        assertEquals(Kind.RECORD, envelope.kind());
        assertEquals("users", stream());
        assertEquals("{ }", data());
        assertFalse(envelope.more());
    }

    @ParameterizedTest
    @CsvSource({
        "STATE,state",
        "LOG,log",
        "TRACE,trace",
        "CONTROL,control",
        "SPEC,spec",
        "CATALOG,catalog",
        "CONNECTION_STATUS,connectionStatus",
        "DESTINATION_CATALOG,destination_catalog"
    })
    void findsThePayloadOfEveryType(Kind kind, String key) {
        assertEquals(kind, read("{\"type\":\"" + kind + "\",\"" + key + "\":{\"a\":1}}"));
        assertEquals("{\"a\":1}", text(envelope.payloadFrom(), envelope.payloadTo()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"record", "Record", "rECORD", "\\u0052ecord"})
    void takesATypeInAnyCase(String type) {
        assertEquals(Kind.RECORD, read(RECORD.replace("RECORD", type)));
    }

    @Test
    void theLastOfTwoEqualKeysCounts() {
        read("{\"type\":\"LOG\",\"record\":{\"stream\":\"a\",\"namespace\":\"n\",\"data\":{}},\"type\":\"RECORD\","
                + "\"record\":{\"stream\":\"b\",\"stream\":\"c\",\"data\":{\"x\":1},\"data\":{}}}");
        assertEquals(Kind.RECORD, envelope.kind());
        assertEquals(StreamName.of("c"), envelope.name());
        assertEquals("{}", data());
    }

    @Test
    void readsKeysThatAreWrittenWithEscapes() {
        read("{\"\\u0074ype\":\"RECORD\",\"rec\\u006frd\":{\"str\\u0065am\":\"users\",\"d\\u0061ta\":{\"id\":1}}}");
        assertEquals(Kind.RECORD, envelope.kind());
        assertEquals("users", stream());
        assertEquals("{\"id\":1}", data());
    }

    @Test
    void tellsThatANameIsWrittenWithEscapes() {
        read(RECORD.replace("users", "us\\u0065rs"));
        assertTrue(envelope.nameEscaped());
        assertEquals("us\\u0065rs", stream());
        assertEquals(StreamName.of("users"), envelope.name());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\""})
    void takesANullNamespaceForNone(String namespace) {
        read(RECORD.replace("\"data\"", "\"namespace\":" + namespace + ",\"data\""));
        assertEquals(Kind.RECORD, envelope.kind());
        assertEquals(envelope.namespaceFrom(), envelope.namespaceTo());
    }

    @Test
    void forgetsTheLineBefore() {
        read(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"namespace\":\"n\",\"data\":{},\"meta\":{},\"emitted_at\":1}}");
        read("{\"type\":\"RECORD\",\"record\":{\"stream\":\"b\",\"data\":{}}}");
        assertEquals(StreamName.of("b"), envelope.name());
        assertEquals("", text(envelope.metaFrom(), envelope.metaTo()));
        assertEquals("", text(envelope.emittedAtFrom(), envelope.emittedAtTo()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"type\":\"RECORD\"}|RECORD without an object record",
                "{\"type\":\"RECORD\",\"record\":null}|RECORD without an object record",
                "{\"type\":\"RECORD\",\"record\":{\"data\":{}}}|RECORD without the name of a stream",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":7,\"data\":{}}}|RECORD without the name of a stream",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\"}}|RECORD without an object data",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":null}}|RECORD without an object data",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":[]}}|RECORD without an object data",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"namespace\":1,\"data\":{}}}|RECORD with a namespace that is no string",
                "{\"record\":{\"stream\":\"a\",\"data\":{}}}|a record without a type",
                "{\"type\":null,\"record\":{\"stream\":\"a\",\"data\":{}}}|a record without a type",
                "{\"type\":\"STATE\"}|STATE without an object state",
                "{\"type\":\"STATE\",\"state\":[]}|STATE without an object state",
                "{\"type\":\"CONTROL\"}|CONTROL without an object control",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":NaN}}}|NaN is not JSON (at byte 52)",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":Infinity}}}|Infinity is not JSON (at byte 52)",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":-Infinity}}}|-Infinity is not JSON (at byte 52)",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":\"a|cut off after 54 bytes",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":1 2}}}|not JSON (at byte 54)",
                "{\"record\":{\"stream\":\"a\",\"data\":{'x'}},\"type\":\"RECORD\"}|not JSON (at byte 32)",
                "log text {\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":NaN}}}|NaN is not JSON (at byte 61)",
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"\\{|not JSON (at byte 38)",
                "{\"type\":\"STATE\",\"state\":{\"data\":|cut off after 32 bytes",
                "{\"typ|cut off after 5 bytes",
                "{\"type\": \"REC|cut off after 13 bytes",
                "{\"record|cut off after 8 bytes",
            })
    void saysWhyAMessageIsBroken(String text, String problem) {
        assertEquals(Kind.BROKEN, read(text));
        assertEquals(problem, envelope.problem());
    }

    @Test
    void saysThatARecordIsNotUtf8() {
        line = RECORD.replace("users", "us\u00e4rs").getBytes(ISO_8859_1);
        assertEquals(Kind.BROKEN, envelope.read(line, 0, line.length));
        assertEquals("not UTF-8 (at byte 40)", envelope.problem());
    }

    @Test
    void saysThatARecordHoldsAControlCharacter() {
        assertEquals(Kind.BROKEN, read(RECORD.replace("users", "us\u0000rs")));
        assertEquals("a control character where none may be (at byte 39)", envelope.problem());
    }

    @Test
    void refusesARecordThatIsNestedDeeperThanTheScannerAllows() {
        assertEquals(Kind.RECORD, read(RECORD.replace(":1}", ":" + "[".repeat(997) + "]".repeat(997) + "}")));
        assertEquals(Kind.BROKEN, read(RECORD.replace(":1}", ":" + "[".repeat(998) + "]".repeat(998) + "}")));
        assertEquals("nested deeper than 1000 levels (at byte 1054)", envelope.problem());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "{",
                "{}",
                "INFO starting",
                "at java.base/java.lang.Thread.run(Thread.java:1474)",
                "  45% |####      | {'done': 45}",
                "\"RECORD\"",
                "[1,2]",
                "{\"level\":\"INFO\",\"msg\":\"no type\"}",
                "{\"type\":5}",
                "{\"type\":\"LOG\"}",
                "{\"type\":\"TRACE\",\"trace\":null}",
                "{\"type\":\"LOG\",\"log\":{\"message\":\"cut",
                "{\"wrapped\":{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{}}}}",
                "schema {\"type\":\"object\",\"properties\":{}} loaded",
                "\u0000\u0001\ufffd binary {\u0002",
            })
    void takesForTextWhatIsNoMessage(String text) {
        assertEquals(Kind.TEXT, read(text));
        assertEquals(text, text(envelope.messageFrom(), envelope.messageTo()));
        assertFalse(envelope.more());
    }

    @Test
    void knowsAMessageOfAnUnknownType() {
        assertEquals(Kind.UNKNOWN, read("{\"type\":\"DEBUG\",\"message\":\"hello\"}"));
        assertEquals("{\"type\":\"DEBUG\",\"message\":\"hello\"}", text(envelope.payloadFrom(), envelope.payloadTo()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-01-01 INFO reading page 3",
                "a {brace} and {'a': 1} ",
                "{\"level\":\"INFO\"} {\"type\":\"object\"}",
                "progress: 10%\r",
                "\ufeff",
            })
    void salvagesAMessageGluedBehindText(String glued) {
        assertEquals(Kind.RECORD, read(glued + RECORD));
        assertEquals(RECORD, message());
        assertEquals(glued, text(0, envelope.messageFrom()));
    }

    @Test
    void neverTakesTheContentOfABrokenRecordForAMessage() {
        read("{\"type\":\"RECORD\",\"record\":{\"stream\":\"a\",\"data\":{\"x\":NaN,\"y\":" + RECORD + "}}}");
        assertEquals(Kind.BROKEN, envelope.kind());
    }

    /** Nobody can tell where the first one ends, so the second may be its content. */
    @Test
    void aMessageBehindABrokenObjectIsBrokenToo() {
        assertEquals(Kind.BROKEN, read("INFO got {\"a\": oops} " + RECORD));
    }

    @Test
    void givesUpOnALineOfBrokenObjectsWithoutDroppingIt() {
        assertEquals(Kind.BROKEN, read("{\"a\"".repeat(100_000) + RECORD));
    }

    @Test
    void deliversEveryMessageOfALine() {
        assertEquals(
                List.of("RECORD " + RECORD, "STATE " + STATE, "TEXT  trailing"),
                all("  " + RECORD + "\t" + STATE + " trailing"));
    }

    @Test
    void goesOnBehindAMessageThatIsIncomplete() {
        String incomplete = "{\"type\":\"RECORD\",\"record\":{}}";
        assertEquals(List.of("BROKEN " + incomplete, "RECORD " + RECORD), all(incomplete + RECORD));
    }

    @Test
    void aCutRecordBehindAWholeOneIsBroken() {
        assertEquals(
                List.of("RECORD " + RECORD, "BROKEN " + RECORD.substring(0, 30)),
                all(RECORD + RECORD.substring(0, 30)));
    }

    @Test
    void readsALineInTheMiddleOfABlock() {
        line = ("}{" + RECORD + "\"}").getBytes(UTF_8);
        assertEquals(Kind.RECORD, envelope.read(line, 2, line.length - 2));
        assertEquals(RECORD, message());
        assertFalse(envelope.more());
        assertEquals(Kind.BROKEN, envelope.read(line, 2, line.length - 3));
    }

    /** Invariant 7, and speed: the road of a record leaves nothing to collect. */
    @Test
    void allocatesNothingForWholeMessages() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (String text : List.of(RECORD, RECORD.replace("RECORD", "record"), STATE, "INFO some text")) {
            read(text);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 10_000; i++) {
                envelope.read(line, 0, line.length);
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / 10_000;
            assertEquals(0, each, "bytes for " + text);
        }
    }

    private List<String> all(String text) {
        line = text.getBytes(UTF_8);
        List<String> all = new ArrayList<>();
        int at = 0;
        do {
            Kind kind = envelope.read(line, at, line.length);
            all.add(kind + " " + message());
            at = envelope.messageTo();
        } while (envelope.more());
        return all;
    }

    private Kind read(String text) {
        line = text.getBytes(UTF_8);
        return envelope.read(line, 0, line.length);
    }

    private String message() {
        return text(envelope.messageFrom(), envelope.messageTo());
    }

    private String stream() {
        return text(envelope.streamFrom(), envelope.streamTo());
    }

    private String data() {
        return text(envelope.dataFrom(), envelope.dataTo());
    }

    private String text(int from, int to) {
        return new String(line, from, to - from, UTF_8);
    }
}
