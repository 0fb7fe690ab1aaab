package dev.wharf.runtime.schema;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The kinds of JSON values as bits, so that a set of them is an {@code int}. A number is of one kind with a fraction, of another without. */
final class Kinds {

    static final int NULL = 1;
    static final int BOOLEAN = 2;
    static final int OBJECT = 4;
    static final int ARRAY = 8;
    static final int STRING = 16;
    static final int INTEGER = 32;
    static final int FRACTION = 64;
    static final int NUMBER = INTEGER | FRACTION;
    static final int ALL = 127;

    static final String ANYTHING = "anything";

    private static final byte[] BY_FIRST_BYTE = new byte[256];

    static {
        BY_FIRST_BYTE['n'] = NULL;
        BY_FIRST_BYTE['t'] = BOOLEAN;
        BY_FIRST_BYTE['f'] = BOOLEAN;
        BY_FIRST_BYTE['{'] = OBJECT;
        BY_FIRST_BYTE['['] = ARRAY;
        BY_FIRST_BYTE['"'] = STRING;
        BY_FIRST_BYTE['-'] = NUMBER;
        for (int digit = '0'; digit <= '9'; digit++) {
            BY_FIRST_BYTE[digit] = NUMBER;
        }
    }

    private Kinds() {}

    /** The kinds that a value may have that begins with this byte: one, or both of a number. */
    static int of(byte first) {
        return BY_FIRST_BYTE[first & 0xff];
    }

    /** The kinds that a word of JSON Schema stands for; 0 if it is none. */
    static int of(String type) {
        return switch (type) {
            case "null" -> NULL;
            case "boolean" -> BOOLEAN;
            case "object" -> OBJECT;
            case "array" -> ARRAY;
            case "string" -> STRING;
            case "integer" -> INTEGER;
            case "number" -> NUMBER;
            default -> 0;
        };
    }

    static String word(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "object";
            case ARRAY -> "array";
            case STRING -> "string";
            case NUMBER -> "number";
            case BOOLEAN -> "boolean";
            default -> "null";
        };
    }

    /** For people: {@code integer or null}. */
    static String words(int kinds) {
        if (kinds == ALL) {
            return ANYTHING;
        }
        List<String> words = new ArrayList<>();
        for (String word : List.of("object", "array", "string", "number", "integer", "boolean", "null")) {
            int bits = of(word);
            boolean saidByNumber = word.equals("integer") && (kinds & NUMBER) == NUMBER;
            if ((kinds & bits) == bits && !saidByNumber) {
                words.add(word);
            }
        }
        return words.isEmpty() ? "no value" : String.join(" or ", words);
    }
}
