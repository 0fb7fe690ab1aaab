package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonTextTest {

    @Test
    void undoesEveryEscape() {
        assertEquals(
                "\"\\/\b\f\n\r\t\u0000é\ud83d\ude00x",
                decode("\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\\u00E9\\ud83d\\uDE00x"));
    }

    @Test
    void decodesWhatJacksonDecodes() {
        JsonTexts texts = new JsonTexts(new Random(1));
        for (int i = 0; i < 20_000; i++) {
            String string = texts.string();
            assertEquals(
                    JsonMapper.shared().readTree(string).stringValue(),
                    decode(string.substring(1, string.length() - 1)));
        }
    }

    @Test
    void writesUtf8WithAReplacementForLoneSurrogates() {
        JsonTexts texts = new JsonTexts(new Random(2));
        for (int i = 0; i < 20_000; i++) {
            String string = texts.string();
            byte[] bytes = string.getBytes(UTF_8);
            String text = JsonText.decode(bytes, 1, bytes.length - 1);
            byte[] expected = JsonText.replaceLoneSurrogates(text).getBytes(UTF_8);
            int end = JsonText.decode(bytes, 1, bytes.length - 1, bytes, 1);
            assertArrayEquals(expected, java.util.Arrays.copyOfRange(bytes, 1, end), string);
        }
    }

    @Test
    void replacesEachLoneSurrogate() {
        assertEquals(
                "a\ufffd\ufffdb\ud83d\ude00\ufffd", JsonText.replaceLoneSurrogates("a\udc00\ud800b\ud83d\ude00\ud83d"));
        assertEquals("plain", JsonText.replaceLoneSurrogates("plain"));
    }

    @Test
    void encodesEveryCharacterSoThatItComesBack() {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_VALUE; c++) {
            all.append((char) c).append('-');
        }
        all.appendCodePoint(0x1f600).appendCodePoint(Character.MAX_CODE_POINT);
        byte[] json = JsonText.encode(all.toString());
        assertTrue(JsonScanner.document(json, 0, json.length));
        assertEquals(all.toString(), JsonText.decode(json, 1, json.length - 1));
        assertEquals(
                all.toString(),
                JsonMapper.shared().readTree(new String(json, UTF_8)).stringValue());
    }

    @Test
    void escapesWhatMustBeAndWhatOthersTakeForTheEndOfALine() {
        assertEquals(
                "\"\\\"\\\\/\\n\\u0000\\u001f\\u0085\\u2028\\u2029\\ud800é\ud83d\ude00\u007f\"",
                new String(JsonText.encode("\"\\/\n\u0000\u001f\u0085\u2028\u2029\ud800é\ud83d\ude00\u007f"), UTF_8));
    }

    @Test
    void tellsWhetherThereAreEscapes() {
        assertTrue(JsonText.escaped("\"a\\n\"".getBytes(UTF_8), 1, 4));
        assertFalse(JsonText.escaped("\"a\\n\"".getBytes(UTF_8), 1, 2));
    }

    private static String decode(String content) {
        byte[] bytes = content.getBytes(UTF_8);
        return JsonText.decode(bytes, 0, bytes.length);
    }
}
