package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Exact arithmetic on the numbers of JSON. What it costs does not grow with an exponent: {@code 1e999999999} is a short number. */
final class Decimals {

    /** Longer ones are not read: what it costs to read one grows with the square of its length. Jackson's readers have the same limit. */
    private static final int LONGEST = 100_000;

    private Decimals() {}

    /** The number; empty when it is too long, or its exponent is beyond what an {@code int} holds. */
    static Optional<BigDecimal> read(byte[] bytes, int from, int to) {
        if (to - from > LONGEST) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(new String(bytes, from, to - from, ISO_8859_1)));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it has no fraction: {@code 1.0} has none. */
    static boolean integral(BigDecimal value) {
        return value.signum() == 0
                || value.scale() <= 0
                || (!belowOne(value)
                        && value.unscaledValue()
                                        .mod(BigInteger.TEN.pow(value.scale()))
                                        .signum()
                                == 0);
    }

    /** The greatest integer that is not above it; it must fit into a long. */
    static long floor(BigDecimal value) {
        return belowOne(value)
                ? Math.min(value.signum(), 0)
                : value.setScale(0, RoundingMode.FLOOR).longValueExact();
    }

    private static boolean belowOne(BigDecimal value) {
        return value.precision() <= value.scale();
    }

    /** Whether it is a whole number of divisors. */
    static boolean multiple(BigDecimal value, BigDecimal divisor) {
        if (value.signum() == 0) {
            return true;
        }
        BigDecimal dividend = value.stripTrailingZeros();
        BigDecimal unit = divisor.stripTrailingZeros();
        long shift = (long) unit.scale() - dividend.scale();
        if (shift < 0) {
            return false; // It would have to be divisible by ten, which a number without trailing zeros is not.
        }
        BigInteger units = unit.unscaledValue().abs();
        BigInteger power = BigInteger.TEN.modPow(BigInteger.valueOf(shift), units);
        return dividend.unscaledValue().multiply(power).mod(units).signum() == 0;
    }
}
