package dev.wharf.destination.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.destination.table.Kept;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonbTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[1, -2.5e10, \"1e999999\", true, null]",
                "{\"a\\\\u0000\": \"\\ud83d\\ude00 \\n \\\\ \\u0001\"}",
                "\"\"",
                "1e131071",
                "0.0"
            })
    void keepsOrdinaryValuesWhole(String json) {
        assertEquals(Kept.WHOLE, check(json));
        assertEquals(json, mended(json));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"a\\u0000b\": 1}            | {\"a\\ufffdb\": 1}",
                "\"\\ud800\"                   | \"\\ufffd\"",
                "\"\\udc00\\ud800\"            | \"\\ufffd\\ufffd\"",
                "\"\\uD800\\uD83D\\uDE00\"     | \"\\ufffd\\uD83D\\uDE00\"",
                "\"\\\\\\u0000\"               | \"\\\\\\ufffd\"",
                "[\"\\ud800\", \"\\udc00\"]    | [\"\\ufffd\", \"\\ufffd\"]"
            })
    void replacesWhatIsNoText(String json, String mended) {
        assertEquals(Kept.CHANGED, check(json));
        assertEquals(mended, mended(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e131072", "{\"a\": [1, 1e-16384]}", "[-1E+999999999]"})
    void keepsNothingOfAValueWithANumberOutOfRange(String json) {
        assertEquals(Kept.NOT, check(json));
    }

    @Test
    void keepsNothingOfAValueWithMorePartsThanTheServerCounts() {
        assertEquals(Kept.NOT, check("[" + "1,".repeat(1 << 24) + "1]"));
        assertEquals(Kept.WHOLE, check("[" + "1,".repeat((1 << 24) - 2) + "1]"));
        assertEquals(Kept.WHOLE, check("[\"" + ", ".repeat(1 << 24) + "\"]"));
    }

    private static Kept check(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return Jsonb.check(bytes, 0, bytes.length);
    }

    private static String mended(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        Jsonb.mend(bytes, 0, bytes.length);
        return new String(bytes, UTF_8);
    }
}
