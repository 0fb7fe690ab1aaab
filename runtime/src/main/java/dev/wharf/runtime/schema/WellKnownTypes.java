package dev.wharf.runtime.schema;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The types that version 1 of the protocol kept in a document of their own, to which its schemas referred. */
final class WellKnownTypes {

    private static final Pattern REFERENCE = Pattern.compile("(?:.*/)?WellKnownTypes\\.json#/definitions/(\\w+)");

    private WellKnownTypes() {}

    /** The canonical schema that a reference stands for, if it is one of these. */
    static Optional<ObjectNode> find(String reference) {
        Matcher matcher = REFERENCE.matcher(reference);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return switch (matcher.group(1)) {
            case "String", "BinaryData" -> Optional.of(type("string"));
            case "Boolean" -> Optional.of(type("boolean"));
            case "Date" -> Optional.of(text(ValueFormat.DATE));
            case "TimestampWithTimezone" -> Optional.of(text(ValueFormat.TIMESTAMP));
            case "TimestampWithoutTimezone" -> Optional.of(text(ValueFormat.TIMESTAMP_WITHOUT_ZONE));
            case "TimeWithTimezone" -> Optional.of(text(ValueFormat.TIME_WITH_ZONE));
            case "TimeWithoutTimezone" -> Optional.of(text(ValueFormat.TIME_WITHOUT_ZONE));
            // They were strings in that version, to hold any size and NaN; images that never got so far send numbers.
            case "Integer" -> Optional.of(type("string", "integer"));
            case "Number" -> Optional.of(type("string", "number"));
            default -> Optional.empty();
        };
    }

    private static ObjectNode text(ValueFormat format) {
        return type("string").put(CanonicalSchema.FORMAT, format.name());
    }

    private static ObjectNode type(String... types) {
        ObjectNode schema = JsonNodeFactory.instance.objectNode();
        List.of(types).forEach(schema.putArray("type")::add);
        return schema;
    }
}
