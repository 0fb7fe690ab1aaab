package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.SplittableRandom;

/** Identifiers of rows: random UUIDs (version 4), as text. Nobody must be able to guess nothing from them, so speed wins. One thread. */
final class RawIds {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);

    private final SplittableRandom random = new SplittableRandom(new SecureRandom().nextLong());
    private final byte[] text = "00000000-0000-0000-0000-000000000000".getBytes(US_ASCII);

    /** The text of a new identifier; it holds until the next call. */
    byte[] next() {
        hex(random.nextLong(), 0, 18);
        hex(random.nextLong(), 19, 36);
        text[14] = '4';
        text[19] = HEX[8 + (text[19] & 3)];
        return text;
    }

    private void hex(long bits, int from, int to) {
        long rest = bits;
        for (int i = from; i < to; i++) {
            if (text[i] != '-') {
                text[i] = HEX[(int) rest & 15];
                rest >>>= 4;
            }
        }
    }
}
