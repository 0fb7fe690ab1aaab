package dev.wharf.standin.stripe;

import java.math.BigInteger;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids that look like Stripe's and are numbers in disguise: reading one back tells where its object lies, so that no index of ids is needed.
 * The disguise is a multiplication modulo 2^64, which has an inverse, and eleven digits to the base 62.
 */
final class Ids {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 11;
    private static final String TAIL = "W4f";
    private static final long FACTOR = 0x9E3779B97F4A7C15L;
    private static final long INVERSE =
            BigInteger.valueOf(FACTOR).modInverse(BigInteger.ONE.shiftLeft(64)).longValue();
    /** Numbers from here on are of things made since the start. */
    private static final long FRESH = 1L << 48;

    private final long seed;
    private final AtomicLong fresh = new AtomicLong(FRESH);

    Ids(long seed) {
        this.seed = seed;
    }

    String of(String prefix, long number) {
        long disguised = (number ^ mask(prefix)) * FACTOR;
        char[] digits = new char[LENGTH];
        for (int i = LENGTH - 1; i >= 0; i--) {
            digits[i] = DIGITS.charAt((int) Long.remainderUnsigned(disguised, 62));
            disguised = Long.divideUnsigned(disguised, 62);
        }
        return prefix + new String(digits) + TAIL;
    }

    /** An id that no other thing has, for what has no place on a shelf. */
    String fresh(String prefix) {
        return of(prefix, fresh.getAndIncrement());
    }

    /** The number of an id of this prefix; empty for a text that is none. */
    OptionalLong number(String prefix, String id) {
        if (!id.startsWith(prefix) || !id.endsWith(TAIL) || id.length() != prefix.length() + LENGTH + TAIL.length()) {
            return OptionalLong.empty();
        }
        long disguised = 0;
        for (int i = prefix.length(); i < prefix.length() + LENGTH; i++) {
            int digit = DIGITS.indexOf(id.charAt(i));
            if (digit < 0) {
                return OptionalLong.empty();
            }
            disguised = disguised * 62 + digit;
        }
        return OptionalLong.of((disguised * INVERSE) ^ mask(prefix));
    }

    private long mask(String prefix) {
        return (seed * 31 + prefix.hashCode()) & (FRESH - 1);
    }
}
