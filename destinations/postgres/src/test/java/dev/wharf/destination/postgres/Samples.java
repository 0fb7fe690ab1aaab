package dev.wharf.destination.postgres;

import java.util.List;
import java.util.Random;

/** Values as a source might send them, made up at random. */
final class Samples {

    private static final List<String> ODD_TEXTS = List.of(
            "\\u0000",
            "\\ud800",
            "\\udc00",
            "\\ud83d\\ude00",
            "\\ud800\\ud83d\\ude00",
            "\\n",
            "\\t",
            "\\\\",
            "\\\"",
            "\\\\u0000",
            "ü",
            "😀",
            "\u2028",
            "\ufffe",
            "plain",
            "1e5",
            "\\\\N",
            "{}",
            ",",
            "\\u00e9",
            "\\u0001",
            "'",
            "\u007f");

    private Samples() {}

    /** A number by the grammar of JSON. */
    static String number(Random random) {
        StringBuilder number = new StringBuilder(random.nextBoolean() ? "-" : "");
        String digits = digits(random, 1 + random.nextInt(random.nextInt(10) == 0 ? 60 : 9));
        number.append(digits.replaceFirst("^0+(?=.)", ""));
        if (random.nextBoolean()) {
            number.append('.').append(digits(random, 1 + random.nextInt(12)));
        }
        if (random.nextInt(4) == 0) {
            number.append(random.nextBoolean() ? "e" : "E")
                    .append(List.of("", "+", "-").get(random.nextInt(3)))
                    .append(random.nextInt(random.nextInt(10) == 0 ? 400 : 30));
        }
        return number.toString();
    }

    /** A string by the grammar of JSON, with its quotes. */
    static String string(Random random) {
        StringBuilder string = new StringBuilder("\"");
        for (int parts = random.nextInt(4); parts > 0; parts--) {
            string.append(ODD_TEXTS.get(random.nextInt(ODD_TEXTS.size())));
        }
        return string.append('"').toString();
    }

    /** Any value by the grammar of JSON. */
    static String json(Random random, int depth) {
        int kind = random.nextInt(depth > 0 ? 8 : 6);
        return switch (kind) {
            case 0 -> List.of("true", "false", "null").get(random.nextInt(3));
            case 1, 2 -> number(random);
            case 3 ->
                List.of("1e131071", "1e131072", "1e-16383", "1e-16384", "0e-99999", "0.0")
                        .get(random.nextInt(6));
            case 4, 5 -> string(random);
            case 6 -> {
                StringBuilder array = new StringBuilder("[");
                for (int parts = random.nextInt(4); parts > 0; parts--) {
                    array.append(array.length() > 1 ? " ,\n" : "").append(json(random, depth - 1));
                }
                yield array.append(" ]").toString();
            }
            default -> {
                StringBuilder object = new StringBuilder("{");
                for (int parts = random.nextInt(4); parts > 0; parts--) {
                    object.append(object.length() > 1 ? "," : "")
                            .append(string(random))
                            .append(" : ")
                            .append(json(random, depth - 1));
                }
                yield object.append('}').toString();
            }
        };
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }
}
