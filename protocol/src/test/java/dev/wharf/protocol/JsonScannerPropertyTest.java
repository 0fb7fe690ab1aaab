package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonScannerPropertyTest {

    @Property(tries = 100_000)
    void acceptsWhatTheGrammarAccepts(@ForAll("mutated") byte[] bytes) {
        assertEquals(SlowJson.accepts(bytes), JsonScanner.document(bytes, 0, bytes.length));
    }

    @Property(tries = 10_000)
    void acceptsWhatIsWellFormed(@ForAll("wellFormed") String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertTrue(SlowJson.accepts(bytes));
        assertEquals(bytes.length, JsonScanner.value(bytes, 0, bytes.length));
    }

    @Property(tries = 10_000)
    void saysWhereTheFirstWrongByteIs(@ForAll("mutated") byte[] bytes) {
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
    }

    @Property(tries = 10_000)
    void doesNotLookAroundItsRange(@ForAll("mutated") byte[] bytes) {
        byte[] padded = new byte[bytes.length + 20];
        Arrays.fill(padded, (byte) '"');
        System.arraycopy(bytes, 0, padded, 10, bytes.length);
        int end = JsonScanner.value(bytes, 0, bytes.length);
        assertEquals(end >= 0 ? end + 10 : end - 10, JsonScanner.value(padded, 10, 10 + bytes.length));
    }

    @Property(tries = 10_000)
    void skipsToTheSameEnd(@ForAll("wellFormed") String text) {
        for (String behind : new String[] {"", ",", "}", " \"}]"}) {
            byte[] bytes = (text + behind).getBytes(UTF_8);
            assertEquals(text.getBytes(UTF_8).length, JsonScanner.skip(bytes, 0));
        }
    }

    @Provide
    Arbitrary<String> wellFormed() {
        return Arbitraries.randomValue(random -> new JsonTexts(random).value());
    }

    @Provide
    Arbitrary<byte[]> mutated() {
        return Arbitraries.randomValue(random -> {
            JsonTexts texts = new JsonTexts(random);
            return texts.mutation(texts.value());
        });
    }
}
