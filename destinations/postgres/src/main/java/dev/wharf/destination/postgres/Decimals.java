package dev.wharf.destination.postgres;

/**
 * Decimal numbers as text, into PostgreSQL's binary form of {@code numeric}: groups of four digits, a weight, a sign, and how many
 * digits to show behind the point. No digit is lost and none is added, and trailing zeros are kept. Stateless; any thread.
 */
final class Decimals {

    /** Digits behind the point: 14 bits in the server's own form. */
    private static final int MOST_FRACTION_DIGITS = 0x3fff;

    /** Digits before the point: 15 bits for the weight of a group of four. */
    private static final int MOST_WHOLE_DIGITS = 4 * 0x8000;

    /** Farther off no number can fit, however many digits it has. */
    private static final int FARTHEST_EXPONENT = 1 << 29;

    private static final int[] POWERS = {1, 10, 100, 1000};
    private static final int NEGATIVE = 0x4000;
    private static final int HEADER = 8;

    private Decimals() {}

    /** As many bytes as {@link #encode} may write for a text of this length. */
    static int longest(int length) {
        return HEADER + 4 + Math.min(length, MOST_WHOLE_DIGITS + MOST_FRACTION_DIGITS) / 2;
    }

    /**
     * Writes a number, which is well-formed by the grammar of JSON.
     *
     * @return the position behind the last byte written, or -1, with nothing of worth written, when {@code numeric} cannot hold it
     */
    static int encode(byte[] bytes, int from, int to, byte[] target, int at) {
        int mantissaTo = mantissaEnd(bytes, from, to);
        int point = point(bytes, from, mantissaTo);
        int first = nonZero(bytes, from, mantissaTo, 1);
        int exponent = exponent(bytes, mantissaTo, to);
        int scale = scale(point, mantissaTo, exponent);
        if (first < 0) {
            header(target, at, 0, 0, 0, Math.min(scale, MOST_FRACTION_DIGITS));
            return at + HEADER;
        }
        int last = nonZero(bytes, from, mantissaTo, -1);
        int highest = power(first, point) + exponent;
        int lowest = power(last, point) + exponent;
        if (highest >= MOST_WHOLE_DIGITS || lowest < -MOST_FRACTION_DIGITS) {
            return -1;
        }
        int weight = Math.floorDiv(highest, 4);
        int groups = weight - Math.floorDiv(lowest, 4) + 1;
        int sign = bytes[from] == '-' ? NEGATIVE : 0;
        header(target, at, groups, weight, sign, Math.min(scale, MOST_FRACTION_DIGITS));
        return digits(bytes, first, last, highest, target, at + HEADER);
    }

    /**
     * Whether the server can read the number in text form, as a part of a {@code jsonb} value. It is stricter than the binary form: it
     * also counts zeros behind the last digit, and limits the exponent of a zero.
     */
    static boolean readable(byte[] bytes, int from, int to) {
        int mantissaTo = mantissaEnd(bytes, from, to);
        int point = point(bytes, from, mantissaTo);
        int exponent = exponent(bytes, mantissaTo, to);
        int first = nonZero(bytes, from, mantissaTo, 1);
        int highest = (first < 0 ? 0 : power(first, point)) + exponent;
        return highest < MOST_WHOLE_DIGITS && scale(point, mantissaTo, exponent) <= MOST_FRACTION_DIGITS;
    }

    private static int digits(byte[] bytes, int first, int last, int highest, byte[] target, int at) {
        int q = at;
        int power = highest;
        int group = 0;
        for (int p = first; p <= last; p++) {
            if (bytes[p] == '.') {
                continue;
            }
            int place = Math.floorMod(power, 4);
            group += (bytes[p] - '0') * POWERS[place];
            if (place == 0) {
                q = two(target, q, group);
                group = 0;
            }
            power--;
        }
        return Math.floorMod(power, 4) == 3 ? q : two(target, q, group);
    }

    private static int mantissaEnd(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && (bytes[p] | 0x20) != 'e') {
            p++;
        }
        return p;
    }

    /** Where the point is, or would be. */
    private static int point(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && bytes[p] != '.') {
            p++;
        }
        return p;
    }

    /** The first digit, by {@code step}, that is not zero; -1 when there is none. */
    private static int nonZero(byte[] bytes, int from, int to, int step) {
        for (int p = step > 0 ? from : to - 1; p >= from && p < to; p += step) {
            if (bytes[p] >= '1' && bytes[p] <= '9') {
                return p;
            }
        }
        return -1;
    }

    /** Of which power of ten a digit is. */
    private static int power(int digit, int point) {
        return digit < point ? point - 1 - digit : point - digit;
    }

    /** How many digits the text has behind the point. */
    private static int scale(int point, int mantissaTo, int exponent) {
        return Math.max(0, Math.max(0, mantissaTo - point - 1) - exponent);
    }

    private static int exponent(byte[] bytes, int from, int to) {
        int p = from + 1;
        boolean negative = p < to && bytes[p] == '-';
        if (p < to && (negative || bytes[p] == '+')) {
            p++;
        }
        int exponent = 0;
        for (; p < to && exponent < FARTHEST_EXPONENT; p++) {
            exponent = Math.min(FARTHEST_EXPONENT, 10 * Math.min(exponent, FARTHEST_EXPONENT / 8) + bytes[p] - '0');
        }
        return negative ? -exponent : exponent;
    }

    private static void header(byte[] target, int at, int groups, int weight, int sign, int scale) {
        int q = two(target, at, groups);
        q = two(target, q, weight);
        q = two(target, q, sign);
        two(target, q, scale);
    }

    private static int two(byte[] target, int at, int value) {
        target[at] = (byte) (value >> 8);
        target[at + 1] = (byte) value;
        return at + 2;
    }
}
