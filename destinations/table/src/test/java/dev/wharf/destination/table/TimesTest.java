package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    private final Times times = new Times();

    @ParameterizedTest
    @CsvSource({
        "2024-01-01T01:00:00+02:00, 2023-12-31T23:00:00Z",
        "2024-01-01 01:00:00.123456-0530, 2024-01-01T06:30:00.123456Z",
        "2024-01-01, 2024-01-01T00:00:00Z",
        "2024-01-01T24:00:00Z, 2024-01-02T00:00:00Z",
        "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
        "0044-03-15T12:00:00Z BC, -0043-03-15T12:00:00Z",
        "+12024-02-29T00:00:00Z, +12024-02-29T00:00:00Z"
    })
    void readsInstants(String text, Instant expected) {
        assertTrue(read(text), text);
        assertEquals(ChronoUnit.MICROS.between(Instant.EPOCH, expected), times.epochMicros());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2023-02-29",
                "2024-13-01",
                "2024-01-01T24:00:01Z",
                "2024-01-01T10:00:00+25:00",
                "24-01-01"
            })
    void refusesWhatIsNoTime(String text) {
        assertFalse(read(text), text);
    }

    @Test
    void countsDaysAsTheCalendarDoes() {
        for (LocalDate day = LocalDate.of(-401, 1, 1); day.isBefore(LocalDate.of(2500, 1, 1)); day = day.plusDays(97)) {
            assertTrue(read(day.toString()), day.toString());
            assertEquals(day.toEpochDay(), times.epochDay());
        }
    }

    private boolean read(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return times.timestamp(bytes, 0, bytes.length);
    }
}
