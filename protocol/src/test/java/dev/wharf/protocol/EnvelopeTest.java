package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EnvelopeTest {

    private final Envelope envelope = new Envelope();

    @Test
    void findsThePartsOfARecord() {
        byte[] line = bytes(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"namespace\":\"crm\",\"data\":{\"id\":1},\"emitted_at\":17.5,\"meta\":{}}}");
        assertEquals(Envelope.Kind.RECORD, envelope.read(line, 0, line.length), envelope.problem());
        assertEquals("users", text(line, envelope.streamFrom(), envelope.streamTo()));
        assertEquals("crm", text(line, envelope.namespaceFrom(), envelope.namespaceTo()));
        assertEquals("{\"id\":1}", text(line, envelope.dataFrom(), envelope.dataTo()));
        assertEquals("17.5", text(line, envelope.emittedAtFrom(), envelope.emittedAtTo()));
        assertEquals("{}", text(line, envelope.metaFrom(), envelope.metaTo()));
    }

    @Test
    void namesNaN() {
        byte[] line = bytes(
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"users\",\"data\":{\"id\":-Infinity},\"emitted_at\":17}}");
        assertEquals(Envelope.Kind.BROKEN, envelope.read(line, 0, line.length));
        assertEquals("-Infinity is not JSON (at byte 57)", envelope.problem());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, UTF_8);
    }
}
