package dev.wharf.destination.table;

import tools.jackson.databind.JsonNode;

/**
 * What a column can hold, whatever the database calls it. A database may keep two of them in the same SQL type.
 *
 * <p>Wider is what keeps every value: a column is only ever made wider (see {@link #with}).
 */
public enum ColumnType {
    /** Any text; of a value that is no string, its JSON. Binary data stays the base64 text that came. */
    TEXT,
    BOOLEAN,
    DATE,
    /** Date and time without a zone, to the microsecond. */
    TIMESTAMP,
    /** An instant, to the microsecond. */
    INSTANT,
    /** Time of day, to the microsecond. */
    TIME,
    /** Time of day with its UTC offset. */
    OFFSET_TIME,
    /** 64 bits. */
    INTEGER,
    /** An integer of more digits than fit 64 bits. */
    BIG_INTEGER,
    /** A number with a fraction. */
    NUMBER,
    /** Any JSON value, kept as it came: arrays, objects, unions, and what has no type. */
    JSON;

    /** The type of the column for a field of this JSON Schema, by the conventions of the protocol. */
    public static ColumnType of(JsonNode schema) {
        String reference = schema.path("$ref").asString("");
        if (!reference.isEmpty()) {
            return wellKnown(reference.substring(reference.lastIndexOf('/') + 1));
        }
        return switch (onlyType(schema.path("type"))) {
            case "string" -> text(schema);
            case "boolean" -> BOOLEAN;
            case "integer" -> INTEGER;
            case "number" -> schema.path("airbyte_type").asString("").equals("integer") ? INTEGER : NUMBER;
            default -> JSON;
        };
    }

    /** The narrowest type that keeps every value of both. */
    public ColumnType with(ColumnType other) {
        if (this == other) {
            return this;
        }
        if (this == JSON || other == JSON) {
            return JSON;
        }
        ColumnType narrow = compareTo(other) < 0 ? this : other;
        ColumnType wide = narrow == this ? other : this;
        if (narrow == INTEGER && wide == BIG_INTEGER) {
            return BIG_INTEGER;
        }
        if (narrow == INTEGER && wide == NUMBER) {
            return NUMBER;
        }
        return narrow == DATE && wide == TIMESTAMP ? TIMESTAMP : TEXT;
    }

    /** The one type of a schema besides null; empty when there is none, or more than one. */
    private static String onlyType(JsonNode type) {
        if (type.isString()) {
            return type.asString();
        }
        String only = "";
        for (JsonNode entry : type) {
            String name = entry.asString("");
            if (!name.equals("null")) {
                if (!only.isEmpty()) {
                    return "";
                }
                only = name;
            }
        }
        return only;
    }

    private static ColumnType text(JsonNode schema) {
        String airbyte = schema.path("airbyte_type").asString("");
        return switch (schema.path("format").asString("")) {
            case "date" -> DATE;
            case "date-time" -> airbyte.equals("timestamp_without_timezone") ? TIMESTAMP : INSTANT;
            case "time" -> airbyte.equals("time_with_timezone") ? OFFSET_TIME : TIME;
            default ->
                switch (airbyte) {
                    case "big_integer" -> BIG_INTEGER;
                    case "big_number" -> NUMBER;
                    case "timestamp_with_timezone" -> INSTANT;
                    case "timestamp_without_timezone" -> TIMESTAMP;
                    case "time_with_timezone" -> OFFSET_TIME;
                    case "time_without_timezone" -> TIME;
                    default -> TEXT;
                };
        };
    }

    private static ColumnType wellKnown(String name) {
        return switch (name) {
            case "String", "BinaryData" -> TEXT;
            case "Boolean" -> BOOLEAN;
            case "Date" -> DATE;
            case "TimestampWithTimezone" -> INSTANT;
            case "TimestampWithoutTimezone" -> TIMESTAMP;
            case "TimeWithTimezone" -> OFFSET_TIME;
            case "TimeWithoutTimezone" -> TIME;
            case "Integer" -> INTEGER;
            case "Number" -> NUMBER;
            default -> JSON;
        };
    }
}
