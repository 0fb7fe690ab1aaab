package dev.wharf.sdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.StreamName;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordWriterTest {

    private static final RecordWriter.Name A = RecordWriter.Name.of("a");
    private static final RecordWriter.Name B = RecordWriter.Name.of("b\"");

    @Test
    void fieldsAndNestedValuesGetTheirCommas() {
        assertEquals(
                """
                {"a":1,"b\\"":[1,"x",{"a":null,"b\\"":true},[]],"a":false}""",
                data(record -> record.field(A)
                        .integer(1)
                        .field(B)
                        .beginArray()
                        .integer(1)
                        .text("x")
                        .beginObject()
                        .field(A)
                        .nothing()
                        .field(B)
                        .truth(true)
                        .endObject()
                        .beginArray()
                        .endArray()
                        .endArray()
                        .field(A)
                        .truth(false)));
    }

    @Test
    void integersAreWrittenWhole() {
        for (long value : List.of(0L, 7L, -7L, 10L, 99L, 100L, Long.MAX_VALUE, Long.MIN_VALUE)) {
            assertEquals("{\"a\":" + value + "}", data(record -> record.field(A).integer(value)));
        }
    }

    @Test
    void decimalsKeepTheirDigits() {
        assertEquals("{\"a\":12.05}", data(record -> record.field(A).decimal(1205, 2)));
        assertEquals("{\"a\":-0.007}", data(record -> record.field(A).decimal(-7, 3)));
        assertEquals("{\"a\":42}", data(record -> record.field(A).decimal(42, 0)));
    }

    @Test
    void textIsEscapedWhereALineOrAReaderWouldBreak() {
        assertEquals(
                "{\"a\":\"q\\\"b\\\\n\\nu\\u0000s\\ud800e\\u0085l\\u2028p\\u2029\u00e4\u20ac\ud83d\ude00\"}",
                data(record ->
                        record.field(A).text("q\"b\\n\nu\0s\ud800e\u0085l\u2028p\u2029\u00e4\u20ac\ud83d\ude00")));
    }

    @Test
    void aRecordLargerThanAnyBlockIsOneLine() {
        String large = "x".repeat(3_000_000);

        assertEquals("{\"a\":\"" + large + "\"}", data(record -> record.field(A).text(large)));
    }

    private static String data(Consumer<RecordWriter> fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Outlet outlet = new Outlet(Channels.newChannel(out));
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_700_000_000_000L));
        StreamOutput stream = new StreamOutput(new StreamName("n", "s"), outlet, Secrets.none(), clock, () -> {});
        RecordWriter record = stream.record();
        fields.accept(record);
        record.end();
        outlet.close();
        String line = out.toString(UTF_8).lines().toList().getLast();
        String opening =
                "{\"type\":\"RECORD\",\"record\":{\"stream\":\"s\",\"namespace\":\"n\",\"emitted_at\":1700000000000,\"data\":";
        assertEquals(opening, line.substring(0, opening.length()));
        return line.substring(opening.length(), line.length() - 2);
    }
}
