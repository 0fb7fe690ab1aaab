package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonScannerTest {

    @Test
    void acceptsTheDeepestValue() {
        for (int depth : new int[] {1, 63, 64, 65, 128, 129, 999, 1000}) {
            byte[] bytes = nested(depth);
            assertEquals(bytes.length, JsonScanner.value(bytes, 0, bytes.length), depth + " levels");
        }
    }

    @Test
    void refusesADeeperOneWhereItGetsTooDeep() {
        byte[] bytes = nested(1001);
        assertEquals(-1 - 6 * 500, JsonScanner.value(bytes, 0, bytes.length));
    }

    @Test
    void survivesAMillionOpenBrackets() {
        byte[] bytes = "[".repeat(1_000_000).getBytes(UTF_8);
        assertEquals(-1 - 1000, JsonScanner.value(bytes, 0, bytes.length));
    }

    @Test
    void agreesWithTheJdkOnEverySequenceOfTwoBytes() {
        for (int pair = 0; pair < 1 << 16; pair++) {
            assertAgrees((byte) (pair >> 8), (byte) pair);
        }
    }

    @Test
    void agreesWithTheJdkAtTheBordersOfUtf8() {
        int[] borders = {0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xff};
        for (int lead = 0xc0; lead < 0x100; lead++) {
            for (int second : borders) {
                for (int third : borders) {
                    assertAgrees((byte) lead, (byte) second, (byte) third);
                    for (int fourth : borders) {
                        assertAgrees((byte) lead, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    @Test
    void seesAWrongByteAtEveryOffset() {
        for (int length = 0; length < 40; length++) {
            for (byte wrong : new byte[] {0, 0x1f, '\n', (byte) 0x80, (byte) 0xff}) {
                byte[] bytes = ("\"" + "x".repeat(length) + "?" + "y".repeat(20) + "\"").getBytes(UTF_8);
                bytes[1 + length] = wrong;
                assertEquals(-2 - length, JsonScanner.value(bytes, 0, bytes.length));
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\":NaN}|5",
                "-Infinity|1",
                "{'a':1}|1",
                "[1,]|3",
                "{\"a\":1,}|7",
                "[01]|2",
                "1.|2",
                "tru|3",
                "\"\\x\"|2",
                "{\"a\"|4",
                "\"\\u12|5"
            })
    void pointsAtTheFirstByteThatIsWrong(String text, int fault) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        int end = JsonScanner.value(bytes, 0, bytes.length);
        assertEquals(-1 - fault, end);
    }

    /** Objects and arrays in turn, six bytes of opening for two of them. */
    private static byte[] nested(int depth) {
        String open = "{\"a\":[".repeat(depth / 2) + (depth % 2 == 1 ? "{\"a\":" : "");
        String close = (depth % 2 == 1 ? "}" : "") + "]}".repeat(depth / 2);
        return (open + "1" + close).getBytes(UTF_8);
    }

    private static void assertAgrees(byte... content) {
        byte[] bytes = new byte[content.length + 2];
        bytes[0] = '"';
        System.arraycopy(content, 0, bytes, 1, content.length);
        bytes[content.length + 1] = '"';
        assertEquals(
                SlowJson.accepts(bytes),
                JsonScanner.document(bytes, 0, bytes.length),
                () -> java.util.HexFormat.of().formatHex(content));
    }
}
