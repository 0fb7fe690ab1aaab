package dev.wharf.runtime.schema;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.JsonScanner;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The words of a violation. What is expected comes from the schema; what is found is never the content, but for its mask. */
final class Wording {

    private static final int LONGEST_EXAMPLE = 40;
    private static final int MOST_VALUES = 4;
    private static final int LONGEST_VALUE = 40;

    static final String NO_UNDECLARED_FIELD = "no field that is not declared";
    static final String EXCLUDED = "anything but what the schema excludes";
    static final String ANY_ONE = "value that one of the alternatives allows";
    static final String ONLY_ONE = "value that only one of the alternatives allows";
    static final String REASONABLE_WORK = "data that can be checked with reasonable effort";

    private Wording() {}

    static String required(String field) {
        return "object with the field " + name(field);
    }

    /** A name from the data or the schema, cut when it is long. */
    static String name(String name) {
        return name.length() <= LONGEST_VALUE ? name : name.substring(0, LONGEST_VALUE) + "…";
    }

    static String oneOf(Iterable<JsonNode> values) {
        List<String> words = new ArrayList<>();
        values.forEach(value -> words.add(name(value.toString())));
        int more = words.size() - MOST_VALUES;
        return more > 1
                ? String.join(", ", words.subList(0, MOST_VALUES)) + " or one of " + more + " more"
                : String.join(" or ", words);
    }

    static String bound(String keyword, BigDecimal bound) {
        String number =
                bound.precision() - bound.scale() < 20 && bound.scale() < 20 ? bound.toPlainString() : bound.toString();
        return switch (keyword) {
            case "minimum" -> "number of at least " + number;
            case "maximum" -> "number of at most " + number;
            case "exclusiveMinimum" -> "number above " + number;
            case "exclusiveMaximum" -> "number below " + number;
            default -> "multiple of " + number;
        };
    }

    /** What {@code minLength} and its likes ask. */
    static String size(String keyword, int count) {
        String limit = (keyword.startsWith("min") ? "at least " : "at most ") + count;
        return switch (keyword.substring(3)) {
            case "Length" -> "string of " + limit + plural(" character", count);
            case "Items" -> "array of " + limit + plural(" item", count);
            default -> "object of " + limit + plural(" field", count);
        };
    }

    /** What stands at {@code from}. */
    static String found(byte[] bytes, int from) {
        int to = JsonScanner.skip(bytes, from);
        return switch (Kinds.of(bytes[from])) {
            case Kinds.STRING -> count("string", StringRules.length(bytes, from + 1, to - 1), "character");
            case Kinds.ARRAY -> count("array", ArrayRules.length(bytes, from), "item");
            case Kinds.OBJECT -> "object";
            case Kinds.BOOLEAN -> "boolean";
            case Kinds.NULL -> "null";
            default -> number(bytes, from, to);
        };
    }

    static String found(JsonNode value) {
        return value.isObject()
                ? "object"
                : value.isArray() ? count("array", value.size(), "item") : found(Json.write(value), 0);
    }

    private static String number(byte[] bytes, int from, int to) {
        return Decimals.read(bytes, from, to)
                .map(value -> Decimals.integral(value) ? "integer" : "number with a fraction")
                .orElse("number that is too large to be read");
    }

    private static String count(String what, int count, String unit) {
        return count == 0 ? "empty " + what : "%s of %d%s".formatted(what, count, plural(" " + unit, count));
    }

    private static String plural(String unit, int count) {
        return count == 1 ? unit : unit + "s";
    }

    /** The value at {@code from}, of a string or a number, with its letters and digits masked. */
    static String example(byte[] bytes, int from) {
        int kind = Kinds.of(bytes[from]);
        if (kind != Kinds.STRING && kind != Kinds.NUMBER) {
            return "";
        }
        int to = JsonScanner.skip(bytes, from);
        return kind == Kinds.STRING ? mask(bytes, from + 1, to - 1) : mask(bytes, from, to);
    }

    static String example(JsonNode value) {
        return value.isContainer() ? "" : example(Json.write(value), 0);
    }

    private static String mask(byte[] bytes, int from, int to) {
        StringBuilder mask = new StringBuilder();
        int p = from;
        while (p < to && mask.length() < LONGEST_EXAMPLE) {
            byte c = bytes[p];
            mask.append(c == '\\' ? '?' : mask(c));
            p += c == '\\' && bytes[p + 1] == 'u' ? 6 : c == '\\' ? 2 : 1;
            while (p < to && (bytes[p] & 0xc0) == 0x80) {
                p++; // the rest of a character that is not ASCII
            }
        }
        return p < to ? mask.append('…').toString() : mask.toString();
    }

    private static char mask(byte c) {
        if (c >= '0' && c <= '9') {
            return '9';
        }
        if (c >= 'A' && c <= 'Z') {
            return 'A';
        }
        return (c >= 'a' && c <= 'z') || c < 0 ? 'a' : (char) c;
    }
}
