package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonScannerPropertyTest {

    @Test
    void acceptsWhatTheGrammarAccepts() {
        Seeds.each(100_000, random -> {
            byte[] bytes = mutated(random);
            assertEquals(SlowJson.accepts(bytes), JsonScanner.document(bytes, 0, bytes.length));
        });
    }

    @Test
    void acceptsWhatIsWellFormed() {
        Seeds.each(10_000, random -> {
            String text = new JsonTexts(random).value();
            byte[] bytes = text.getBytes(UTF_8);
            assertTrue(SlowJson.accepts(bytes));
            assertEquals(bytes.length, JsonScanner.value(bytes, 0, bytes.length));
        });
    }

    @Test
    void saysWhereTheFirstWrongByteIs() {
        Seeds.each(10_000, random -> {
            byte[] bytes = mutated(random);
            int end = JsonScanner.value(bytes, 0, bytes.length);
            if (end >= 0) {
                assertTrue(SlowJson.accepts(Arrays.copyOf(bytes, end)));
                return;
            }
            int fault = -1 - end;
            assertTrue(fault <= bytes.length);
            int before = JsonScanner.value(bytes, 0, fault);
            assertTrue(before == -1 - fault || before == fault, "all before it could have gone on");
            if (fault < bytes.length) {
                assertEquals(end, JsonScanner.value(bytes, 0, fault + 1), "nothing behind it matters");
            }
        });
    }

    @Test
    void doesNotLookAroundItsRange() {
        Seeds.each(10_000, random -> {
            byte[] bytes = mutated(random);
            byte[] padded = new byte[bytes.length + 20];
            Arrays.fill(padded, (byte) '"');
            System.arraycopy(bytes, 0, padded, 10, bytes.length);
            int end = JsonScanner.value(bytes, 0, bytes.length);
            assertEquals(end >= 0 ? end + 10 : end - 10, JsonScanner.value(padded, 10, 10 + bytes.length));
        });
    }

    @Test
    void skipsToTheSameEnd() {
        Seeds.each(10_000, random -> {
            String text = new JsonTexts(random).value();
            for (String behind : new String[] {"", ",", "}", " \"}]"}) {
                byte[] bytes = (text + behind).getBytes(UTF_8);
                assertEquals(text.getBytes(UTF_8).length, JsonScanner.skip(bytes, 0));
            }
        });
    }

    private static byte[] mutated(Random random) {
        JsonTexts texts = new JsonTexts(random);
        return texts.mutation(texts.value());
    }
}
