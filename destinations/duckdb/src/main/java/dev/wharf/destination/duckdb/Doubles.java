package dev.wharf.destination.duckdb;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wharf.destination.table.Kept;
import java.math.BigDecimal;

/**
 * Reads JSON numbers into DOUBLEs, and tells whether the DOUBLE says the same number: the shortest decimal that means it is equal to what
 * came. One thread.
 */
final class Doubles {

    /** So many digits always survive. */
    private static final int SAFE_DIGITS = 15;

    /** Powers of ten up to this one are exact. */
    private static final int EXACT_POWER = 22;

    /** Below, a DOUBLE has fewer digits. */
    private static final double SMALLEST_SAFE = 1e-300;

    /** Nobody means the digits of a longer one. */
    private static final int LONGEST_COMPARED = 1000;

    private static final double[] POWERS = new double[EXACT_POWER + 1];

    static {
        double power = 1;
        for (int i = 0; i <= EXACT_POWER; i++) {
            POWERS[i] = power;
            power *= 10;
        }
    }

    private double value;

    /** The number that was read last. */
    double value() {
        return value;
    }

    Kept read(byte[] bytes, int from, int to) {
        boolean negative = bytes[from] == '-';
        long digits = 0;
        int significant = 0;
        int scale = 0;
        boolean fraction = false;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            byte b = bytes[i];
            if (b == '.') {
                fraction = true;
            } else if (b < '0' || b > '9') {
                return readSlowly(bytes, from, to);
            } else {
                digits = digits * 10 + b - '0';
                significant += digits == 0 ? 0 : 1;
                scale += fraction ? 1 : 0;
                if (significant > SAFE_DIGITS) {
                    return readSlowly(bytes, from, to);
                }
            }
        }
        if (scale > EXACT_POWER) {
            return readSlowly(bytes, from, to);
        }
        // Both are exact, and a quotient of exact numbers is rounded once.
        double magnitude = digits / POWERS[scale];
        value = negative ? -magnitude : magnitude;
        return Kept.WHOLE;
    }

    private Kept readSlowly(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, US_ASCII);
        value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return Kept.NOT;
        }
        return to - from <= LONGEST_COMPARED && isSame(text) ? Kept.WHOLE : Kept.CHANGED;
    }

    private boolean isSame(String text) {
        boolean safe = text.length() <= SAFE_DIGITS && Math.abs(value) >= SMALLEST_SAFE;
        try {
            return safe || new BigDecimal(text).compareTo(new BigDecimal(Double.toString(value))) == 0;
        } catch (NumberFormatException _) {
            // An exponent beyond 32 bits, which is nearer to zero than any DOUBLE.
            return false;
        }
    }
}
