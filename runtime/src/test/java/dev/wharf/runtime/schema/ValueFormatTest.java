package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.wharf.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ValueFormatTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-12-31",
                "2024-02-29",
                "2000-02-29",
                "0001-01-01",
                "0044-03-15 BC",
                "0005-02-29 BC",
                "12024-01-01"
            })
    void datesAreRead(String text) {
        assertEquals(true, ValueFormat.DATE.matches(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024",
                "2024-13-01",
                "2024-00-01",
                "2024-01-32",
                "2024-04-31",
                "2023-02-29",
                "1900-02-29",
                "0004-02-29 BC",
                "2024-1-1",
                "24-01-01",
                "2024/01/01",
                "20240101",
                "2024-01-01T00:00:00Z",
                "2024-01-01 ",
                " 2024-01-01",
                "2024-01-01 AD",
                "2024-01-01  BC",
                "99999999-01-01",
                "２０２４-01-01",
                "null",
                "0000-00-00"
            })
    void whatIsNoDateIsRefused(String text) {
        assertEquals(false, ValueFormat.DATE.matches(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-12-31T23:59:59Z",
                "2024-12-31t23:59:59z",
                "2024-12-31 23:59:59Z",
                "2024-12-31T23:59:59.123456789Z",
                "2024-12-31T23:59:59,5Z",
                "2024-12-31T23:59:59+01:00",
                "2024-12-31T23:59:59-1:30",
                "2024-12-31T23:59:59+0000",
                "2024-12-31 23:59:59+00",
                "2024-12-31T23:59:59+5",
                "2024-12-31 23:59:59 +0200",
                "2024-12-31T23:59Z",
                "2016-12-31T23:59:60Z",
                "2024-12-31T24:00:00Z",
                "0044-03-15 12:00:00+00 BC",
                "294276-12-31T23:59:59Z"
            })
    void timestampsWithAZoneAreReadUnlessTheyMustHaveNone(String text) {
        assertEquals("yes no", answers(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2024-12-31T23:59:59",
                "2024-12-31 23:59:59",
                "2024-12-31T23:59:59.5",
                "2024-12-31T23:59",
                "0044-03-15T12:00:00 BC"
            })
    void timestampsWithoutAZoneAreReadEvenWhereTheyAreDeclaredWithOne(String text) {
        assertEquals("yes yes", answers(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2024-12-31",
                "2024-12-31T",
                "2024-12-31T23",
                "2024-12-31T25:00:00Z",
                "2024-12-31T24:00:01Z",
                "2024-12-31T23:60:00Z",
                "2024-12-31T23:59:61Z",
                "2024-12-31T23:59:59.Z",
                "2024-12-31T23:59:59+24:00",
                "2024-12-31T23:59:59+01:60",
                "2024-12-31T23:59:59+001",
                "2024-12-31T23:59:59+",
                "2024-12-31T23:59:59 UTC",
                "2024-12-31_23:59:59",
                "2023-02-29T00:00:00Z",
                "1704067200",
                "2024-12-31T23:59:59ZZ",
                "2024-12-31T3:59:59Z",
                "Dec 31 2024",
                "2024-12-31T23:5",
                "2024-12-31T23:59:5"
            })
    void whatIsNoTimestampIsRefused(String text) {
        assertEquals("no no", answers(text));
    }

    /** As TIMESTAMP, and as one without a zone. */
    private static String answers(String text) {
        return String.join(
                " ",
                List.of(ValueFormat.TIMESTAMP, ValueFormat.TIMESTAMP_WITHOUT_ZONE).stream()
                        .map(format -> format.matches(text) ? "yes" : "no")
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "23:59:59, true, false, true",
        "23:59, true, false, true",
        "23:59:59.5, true, false, true",
        "23:59:59Z, true, true, false",
        "23:59:59+01:00, true, true, false",
        "24:00:00, true, false, true",
        "24:00:01, false, false, false",
        "2024-01-01T23:59:59, false, false, false",
        "23:59:59 BC, false, false, false",
        "noon, false, false, false"
    })
    void timesAreRead(String text, boolean any, boolean withZone, boolean withoutZone) {
        assertEquals(any, ValueFormat.TIME.matches(text));
        assertEquals(withZone, ValueFormat.TIME_WITH_ZONE.matches(text));
        assertEquals(withoutZone, ValueFormat.TIME_WITHOUT_ZONE.matches(text));
    }

    @ParameterizedTest
    @CsvSource({
        "0, true",
        "-5, true",
        "+5, true",
        "123456789012345678901234567890, true",
        "1.0, false",
        "1e5, false",
        "-, false",
        "'', false"
    })
    void bigIntegersAreDigits(String text, boolean right) {
        assertEquals(right, ValueFormat.BIG_INTEGER.matches(text));
    }

    @ParameterizedTest
    @CsvSource({
        "date, '', DATE",
        "date-time, '', TIMESTAMP",
        "date-time, timestamp_with_timezone, TIMESTAMP",
        "date-time, timestamp_without_timezone, TIMESTAMP_WITHOUT_ZONE",
        "date-time, big_integer, TIMESTAMP",
        "time, time_with_timezone, TIME_WITH_ZONE",
        "time, time_without_timezone, TIME_WITHOUT_ZONE",
        "time, '', TIME",
        "'', big_integer, BIG_INTEGER",
        "'', timestamp_with_timezone, ANY",
        "email, '', ANY",
        "uri, '', ANY",
        "int64, '', ANY"
    })
    void airbyteTypeDecides(String format, String airbyteType, ValueFormat expected) {
        assertEquals(expected, ValueFormat.of(format, airbyteType));
    }

    @ParameterizedTest
    @EnumSource
    void noTextMakesAFormatRunOut(ValueFormat format) {
        String text = "2024-12-31T23:59:59.123+01:00 BC";
        for (int from = 0; from < text.length(); from++) {
            for (int to = from; to <= text.length(); to++) {
                byte[] exactly = text.substring(from, to).getBytes(US_ASCII);
                assertEquals(
                        format.matches(exactly, 0, exactly.length), format.matches(text.getBytes(US_ASCII), from, to));
            }
        }
    }

    /** Being lenient, we must accept what the RFCs do. */
    @Test
    void whatTheSuiteCallsValidIsValid() throws IOException {
        Map<String, ValueFormat> formats = Map.of(
                "date", ValueFormat.DATE, "date-time", ValueFormat.TIMESTAMP, "time", ValueFormat.TIME_WITH_ZONE);
        for (Map.Entry<String, ValueFormat> format : formats.entrySet()) {
            Path file = Path.of("src/test/resources/json-schema-draft7/optional/format/" + format.getKey() + ".json");
            List<String> refused = Json.read(Files.readAllBytes(file))
                    .path(0)
                    .path("tests")
                    .valueStream()
                    .filter(test ->
                            test.path("valid").asBoolean() && test.path("data").isString())
                    .map(test -> test.path("data").asString())
                    .filter(text -> !format.getValue().matches(text))
                    .toList();
            assertEquals(List.of(), refused, format.getKey());
        }
    }
}
