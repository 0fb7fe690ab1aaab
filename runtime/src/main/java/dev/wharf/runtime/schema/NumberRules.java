package dev.wharf.runtime.schema;

import dev.wharf.protocol.JsonScanner;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a schema asks of numbers. Those of at most 18 digits and without an exponent are judged as a {@code long}, and if that leaves
 * it open, exactly.
 */
final class NumberRules {

    /** So many digits fit into a long. */
    private static final int DIGITS = 18;

    private static final BigDecimal LIMIT = BigDecimal.TEN.pow(DIGITS);

    static final NumberRules ANY = new NumberRules(Kinds.NUMBER, Map.of());

    private final boolean integral;

    /** By keyword: minimum and its likes, multipleOf. */
    private final Map<String, BigDecimal> bounds;

    /** The least and the greatest integer within the bounds, where that fits into a long. */
    private final long least;

    private final long greatest;

    /** Integers must be multiples of this; 0 when that cannot be told so. */
    private final long divisor;

    NumberRules(int kinds, Map<String, BigDecimal> bounds) {
        integral = (kinds & Kinds.FRACTION) == 0;
        this.bounds = new LinkedHashMap<>(bounds);
        long low = Long.MIN_VALUE;
        long high = Long.MAX_VALUE;
        for (Map.Entry<String, BigDecimal> entry : bounds.entrySet()) {
            BigDecimal bound = entry.getValue().max(LIMIT.negate()).min(LIMIT);
            long floor = Decimals.floor(bound);
            long ceiling = -Decimals.floor(bound.negate());
            switch (entry.getKey()) {
                case "minimum" -> low = Math.max(low, ceiling);
                case "exclusiveMinimum" -> low = Math.max(low, floor + 1);
                case "maximum" -> high = Math.min(high, floor);
                case "exclusiveMaximum" -> high = Math.min(high, ceiling - 1);
                default -> {}
            }
        }
        least = low;
        greatest = high;
        BigDecimal unit = bounds.getOrDefault("multipleOf", BigDecimal.ONE);
        divisor = Decimals.integral(unit) && unit.compareTo(LIMIT) < 0 ? unit.longValueExact() : 0;
    }

    int match(byte[] bytes, int from) {
        int p = bytes[from] == '-' ? from + 1 : from;
        int first = p;
        long value = 0;
        while (bytes[p] >= '0' && bytes[p] <= '9') {
            value = 10 * value + bytes[p++] - '0';
        }
        byte next = bytes[p];
        if (next == '.' || (next | 0x20) == 'e') {
            return fraction(bytes, from, p, value);
        }
        if (bounds.isEmpty()) {
            return p;
        }
        if (p - first > DIGITS || divisor == 0) {
            return exact(bytes, from, p);
        }
        value = bytes[from] == '-' ? -value : value;
        return value >= least && value <= greatest && value % divisor == 0 ? p : Walk.FAILED;
    }

    /** Goes on behind the digits of the whole part, of that value. */
    private int fraction(byte[] bytes, int from, int point, long whole) {
        int end = JsonScanner.skip(bytes, from);
        if (bounds.isEmpty() && !integral) {
            return end;
        }
        boolean exponent = false;
        for (int p = point; p < end; p++) {
            exponent |= (bytes[p] | 0x20) == 'e';
        }
        if (!integral && !exponent && point - from <= DIGITS && !bounds.containsKey("multipleOf")) {
            long floor = bytes[from] == '-' ? -whole - 1 : whole;
            if (floor >= least && floor + 1 <= greatest) {
                return end; // what is between two numbers within the bounds is so too
            }
        }
        return exact(bytes, from, end);
    }

    private int exact(byte[] bytes, int from, int to) {
        Optional<BigDecimal> value = Decimals.read(bytes, from, to);
        boolean right = value.isPresent()
                && (!integral || Decimals.integral(value.get()))
                && bounds.entrySet().stream().allMatch(bound -> holds(bound, value.get()));
        return right ? to : Walk.FAILED;
    }

    private static boolean holds(Map.Entry<String, BigDecimal> bound, BigDecimal value) {
        int order = value.compareTo(bound.getValue());
        return switch (bound.getKey()) {
            case "minimum" -> order >= 0;
            case "exclusiveMinimum" -> order > 0;
            case "maximum" -> order <= 0;
            case "exclusiveMaximum" -> order < 0;
            default -> Decimals.multiple(value, bound.getValue());
        };
    }

    /** Whether the number has no fraction where it may have none. */
    boolean rightKind(byte[] bytes, int from) {
        int to = JsonScanner.skip(bytes, from);
        return !integral
                || Decimals.read(bytes, from, to).filter(Decimals::integral).isPresent();
    }

    void explain(byte[] bytes, int from, Explanation explanation) {
        Optional<BigDecimal> value = Decimals.read(bytes, from, JsonScanner.skip(bytes, from));
        for (Map.Entry<String, BigDecimal> bound : bounds.entrySet()) {
            if (value.isEmpty() || !holds(bound, value.get())) {
                explanation.add(Wording.bound(bound.getKey(), bound.getValue()), bytes, from);
            }
        }
    }
}
