package dev.wharf.destination.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColumnTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            {"type":"string"};TEXT
            {"type":["null","string"]};TEXT
            {"type":"string","contentEncoding":"base64"};TEXT
            {"type":"boolean"};BOOLEAN
            {"type":"string","format":"date"};DATE
            {"type":"string","format":"date-time"};INSTANT
            {"type":"string","format":"date-time","airbyte_type":"timestamp_with_timezone"};INSTANT
            {"type":"string","format":"date-time","airbyte_type":"timestamp_without_timezone"};TIMESTAMP
            {"type":"string","format":"time","airbyte_type":"time_with_timezone"};OFFSET_TIME
            {"type":"string","format":"time","airbyte_type":"time_without_timezone"};TIME
            {"type":"integer"};INTEGER
            {"type":"number","airbyte_type":"integer"};INTEGER
            {"type":"string","airbyte_type":"big_integer"};BIG_INTEGER
            {"type":"number"};NUMBER
            {"type":"array"};JSON
            {"type":["object","null"]};JSON
            {"oneOf":[{"type":"string"},{"type":"integer"}]};JSON
            {"type":["string","integer"]};JSON
            {};JSON
            {"$ref":"WellKnownTypes.json#/definitions/TimestampWithTimezone"};INSTANT
            {"$ref":"WellKnownTypes.json#/definitions/Integer"};INTEGER
            """)
    void everyFormOfTheProtocolHasItsType(String schema, ColumnType expected) {
        assertEquals(expected, ColumnType.of(Json.object(schema)));
    }

    @Test
    void wideningDoesNotDependOnTheOrder() {
        for (ColumnType one : ColumnType.values()) {
            for (ColumnType other : ColumnType.values()) {
                ColumnType wide = one.with(other);
                assertEquals(wide, other.with(one));
                assertEquals(wide, wide.with(one));
                assertEquals(wide, wide.with(other));
            }
        }
    }
}
