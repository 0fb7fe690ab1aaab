package dev.wharf.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes JSON as a person, a library or an enemy would write it. Plain functions of a {@link Random}: combinators of generators made
 * a thousand texts in the time in which this makes a hundred thousand.
 */
final class JsonTexts {

    private static final List<String> SPACES = List.of("", "", "", "", "", "", " ", " ", "\t \r");

    private static final List<String> SCALARS =
            List.of("true", "false", "null", "0", "-0", "-0.0", "1e2", "1E+400", "0.10", "12345678901234567890.000");

    private static final List<String> PIECES = List.of(
            "a",
            "name",
            "plain ASCII of some length",
            "\\\"",
            "\\\\",
            "\\/",
            "\\n",
            "\\u0000",
            "\\ud83d\\ude00",
            "\\ud800",
            "\\udc00",
            "é",
            "ß\u0085",
            "\u2028",
            "漢字",
            "\ud83d\ude00",
            "\u007f",
            "\ufeff",
            "\uffff",
            "{\\\"type\\\":",
            "}",
            "]",
            ",");

    private static final byte[] DELICATE = {
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        '-',
        '0',
        '.',
        'e',
        ' ',
        0,
        0x1f,
        0x7f,
        (byte) 0x80,
        (byte) 0xbf,
        (byte) 0xc0,
        (byte) 0xc2,
        (byte) 0xe0,
        (byte) 0xed,
        (byte) 0xf0,
        (byte) 0xf4,
        (byte) 0xf5,
        (byte) 0xff
    };

    private final Random random;

    JsonTexts(Random random) {
        this.random = random;
    }

    String value() {
        return value(4);
    }

    String object() {
        return object(this::string, this::value);
    }

    /** An object of up to five members. */
    String object(Supplier<String> key, Supplier<String> value) {
        return "{" + list(() -> key.get() + space() + ":" + space() + value.get()) + "}";
    }

    /** A string with its quotes, ending at any offset of eight bytes. */
    String string() {
        return IntStream.range(0, random.nextInt(6))
                .mapToObj(_ -> random.nextInt(3) == 0 ? "x".repeat(random.nextInt(20)) : pick(PIECES))
                .collect(Collectors.joining("", "\"", "\""));
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** The same bytes with up to three of them changed, left out, put in, or the rest cut off. */
    byte[] mutation(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        for (int i = random.nextInt(4); i > 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int at = random.nextInt(bytes.length + 1);
        int change = random.nextInt(7);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(bytes, 0, at);
        if (change < 4) {
            changed.write(random.nextBoolean() ? DELICATE[random.nextInt(DELICATE.length)] : random.nextInt(256));
        }
        int rest = change == 6 ? bytes.length : Math.min(bytes.length, change < 2 ? at : at + 1);
        changed.write(bytes, rest, bytes.length - rest);
        return changed.toByteArray();
    }

    private String value(int depth) {
        return switch (random.nextInt(depth > 0 ? 8 : 5)) {
            case 0 -> pick(SCALARS);
            case 1 -> String.valueOf(random.nextLong());
            case 2 -> String.valueOf(new BigDecimal(new BigInteger(90, random), random.nextInt(60) - 30));
            case 3, 4 -> string();
            case 5 -> "[" + list(() -> value(depth - 1)) + "]";
            default -> object(this::string, () -> value(depth - 1));
        };
    }

    private String list(Supplier<String> part) {
        String parts = IntStream.range(0, random.nextInt(5))
                .mapToObj(_ -> space() + part.get() + space())
                .collect(Collectors.joining(","));
        return parts.isEmpty() ? space() : parts;
    }

    private String space() {
        return pick(SPACES);
    }
}
