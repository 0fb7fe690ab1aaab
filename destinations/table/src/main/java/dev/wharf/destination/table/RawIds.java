package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/**
 * Identifiers of rows: UUIDs of version 4 by their form, as text. Rows of one batch have the first half in common, which is random, so
 * that the batch can be found again; the second half counts, so that no two are equal. One thread.
 */
final class RawIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final int HALF = 18;
    private static final int LENGTH = 36;

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final byte[] text = "00000000-0000-0000-0000-000000000000".getBytes(US_ASCII);
    private long count;

    RawIds() {
        renew();
    }

    /** Begins another batch. */
    void renew() {
        hex(random.nextLong(), 0, HALF);
        text[14] = '4';
        count = random.nextLong();
    }

    /** What the identifiers of this batch begin with. */
    String common() {
        return new String(text, 0, HALF, US_ASCII);
    }

    /** The text of a new identifier; it holds until the next call. */
    byte[] next() {
        hex(count++, HALF + 1, LENGTH);
        text[19] = HEX[8 + (text[19] & 3)];
        return text;
    }

    private void hex(long bits, int from, int to) {
        long rest = bits;
        for (int i = to - 1; i >= from; i--) {
            if (text[i] != '-') {
                text[i] = HEX[(int) rest & 15];
                rest >>>= 4;
            }
        }
    }
}
