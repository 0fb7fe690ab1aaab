package dev.wharf.runtime.schema;

import dev.wharf.protocol.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The values that {@code enum} or {@code const} allow. Equal is what JSON Schema calls equal: {@code 1} and {@code 1.0}, objects
 * whatever the order of their fields.
 */
final class Constants {

    static final Constants ANY = new Constants(List.of());

    /** Of so many digits an integer is read without making an object. */
    private static final int DIGITS = 18;

    private final List<JsonNode> values;
    private final KeyTable strings;
    private final Set<Object> keys = new HashSet<>();
    private final int kinds;

    /** All that are integers and fit, in order. */
    private final long[] integers;

    Constants(List<JsonNode> values) {
        this.values = List.copyOf(values);
        strings = new KeyTable(values.stream()
                .filter(JsonNode::isString)
                .map(JsonNode::asString)
                .toList());
        int bits = 0;
        for (JsonNode value : values) {
            keys.add(key(value));
            bits |= value.isNumber() ? Kinds.NUMBER : Kinds.of(Kinds.word(value));
        }
        kinds = bits;
        integers = values.stream()
                .filter(JsonNode::isNumber)
                .map(JsonNode::decimalValue)
                .filter(number -> Decimals.integral(number) && number.abs().compareTo(BigDecimal.TEN.pow(DIGITS)) < 0)
                .mapToLong(BigDecimal::longValueExact)
                .sorted()
                .toArray();
    }

    /** Whether every value is allowed. */
    boolean any() {
        return this == ANY;
    }

    boolean contain(byte[] bytes, int from, int to) {
        int kind = Kinds.of(bytes[from]);
        if ((kinds & kind) == 0) {
            return false;
        }
        return switch (kind) {
            case Kinds.STRING -> strings.find(bytes, from + 1, to - 1) != KeyTable.NONE;
            case Kinds.BOOLEAN -> keys.contains(bytes[from] == 't');
            case Kinds.NUMBER -> containNumber(bytes, from, to);
            default -> kind == Kinds.NULL || contain(Json.read(bytes, from, to));
        };
    }

    private boolean containNumber(byte[] bytes, int from, int to) {
        int first = bytes[from] == '-' ? from + 1 : from;
        long value = 0;
        int p = first;
        while (p < to && bytes[p] >= '0' && bytes[p] <= '9') {
            value = 10 * value + bytes[p++] - '0';
        }
        if (p < to || p - first > DIGITS) {
            return Decimals.read(bytes, from, to)
                    .map(Constants::key)
                    .filter(keys::contains)
                    .isPresent();
        }
        return Arrays.binarySearch(integers, bytes[from] == '-' ? -value : value) >= 0;
    }

    boolean contain(JsonNode value) {
        return keys.contains(key(value));
    }

    /** For people. */
    String words() {
        return Wording.oneOf(values);
    }

    /** An object that equals that of another value if the values are equal. */
    static Object key(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.asString();
            case NUMBER -> key(value.decimalValue());
            case BOOLEAN -> value.booleanValue();
            case ARRAY -> {
                List<Object> items = new ArrayList<>();
                value.forEach(item -> items.add(key(item)));
                yield items;
            }
            case OBJECT -> {
                Map<String, Object> fields = new HashMap<>();
                value.properties().forEach(field -> fields.put(field.getKey(), key(field.getValue())));
                yield fields;
            }
            default -> JsonNull.NULL;
        };
    }

    private static Object key(BigDecimal number) {
        return number.stripTrailingZeros();
    }

    private enum JsonNull {
        NULL
    }
}
