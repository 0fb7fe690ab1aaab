package dev.wharf.destination.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "0.00",
                "1",
                "-1",
                "10000",
                "9999",
                "123456789",
                "0.1",
                "0.00001",
                "1.50",
                "-12345.6789",
                "1e2",
                "1E+2",
                "1.5e-3",
                "100e-2",
                "1e400",
                "1e-16383",
                "9e131071",
                "0e-20000",
                "0e999999999999",
                "123456789012345678901234567890123456789012345678901234567890"
            })
    void keepsEveryDigit(String text) {
        assertKept(text);
    }

    @Test
    void keepsEveryDigitOfAnyNumber() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            assertKept(Samples.number(random));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e131072", "-1e999999999999", "1e-16384", "1e-99999999999", "0.1e131073"})
    void refusesWhatNumericCannotHold(String text) {
        assertEquals(-1, encode(text, new byte[64]));
        assertFalse(Decimals.readable(text.getBytes(US_ASCII), 0, text.length()));
    }

    @Test
    void showsNoMoreZerosThanNumericCan() {
        String text = "1." + "0".repeat(20_000);
        byte[] target = new byte[Decimals.longest(text.length())];
        assertEquals(new BigDecimal("1").setScale(16_383), decode(target, encode(text, target)));
    }

    @Test
    void knowsThatTheTextFormAlsoCountsZeros() {
        assertFalse(readable("0e-16384"));
        assertFalse(readable("1." + "0".repeat(16_384)));
        assertTrue(readable("1." + "0".repeat(16_383)));
        assertTrue(readable("1e131071"));
    }

    private static boolean readable(String text) {
        return Decimals.readable(text.getBytes(US_ASCII), 0, text.length());
    }

    private static void assertKept(String text) {
        byte[] target = new byte[Decimals.longest(text.length())];
        BigDecimal expected = exponentIsSilly(text) ? BigDecimal.ZERO : new BigDecimal(text);
        BigDecimal kept = decode(target, encode(text, target));
        assertEquals(0, expected.compareTo(kept), text);
        assertEquals(Math.clamp(expected.scale(), 0, 16_383), kept.scale(), text);
    }

    private static boolean exponentIsSilly(String text) {
        return text.equals("0e999999999999");
    }

    private static int encode(String text, byte[] target) {
        return Decimals.encode(text.getBytes(US_ASCII), 0, text.length(), target, 0);
    }

    /** By the description of the type's binary form. */
    private static BigDecimal decode(byte[] bytes, int to) {
        ByteBuffer form = ByteBuffer.wrap(bytes, 0, to);
        int groups = form.getShort() & 0xffff;
        int weight = form.getShort();
        int sign = form.getShort();
        int scale = form.getShort();
        BigDecimal value = BigDecimal.ZERO;
        for (int i = 0; i < groups; i++) {
            value = value.add(new BigDecimal(form.getShort()).scaleByPowerOfTen(4 * (weight - i)));
        }
        assertFalse(form.hasRemaining());
        return (sign == 0 ? value : value.negate()).setScale(scale);
    }
}
