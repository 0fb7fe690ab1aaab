package dev.wharf.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {

    @ParameterizedTest
    @CsvSource({"512MiB, 536870912", "1.5 GiB, 1610612736", "2 GB, 2000000000", "380B, 380", "1kB, 1000"})
    void aSizeIsANumberAndAUnit(String text, long count) {
        assertEquals(Optional.of(new Bytes(count)), Bytes.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "512", "512 mb", "-1MiB", "1,5GiB", "MiB", "99999999999TiB", "1e3MiB"})
    void anythingElseIsNoSize(String text) {
        assertEquals(Optional.empty(), Bytes.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "380, 380 B", "1536, 1.5 KiB", "536870912, 512 MiB", "150323855360, 140 GiB"})
    void peopleReadTheLargestUnit(long count, String text) {
        assertEquals(text, new Bytes(count).toString());
    }

    @ParameterizedTest
    @CsvSource({"90s, PT1M30S", "10m, PT10M", "1h30m, PT1H30M", "2d, P2D"})
    void aTimeSpanIsNumbersWithUnits(String text, Duration span) {
        assertEquals(Optional.of(span), TimeSpan.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "10", "m", "10 m", "30m1h", "0s", "-5m", "9999999d"})
    void anythingElseIsNoTimeSpan(String text) {
        assertEquals(Optional.empty(), TimeSpan.parse(text));
    }

    @ParameterizedTest
    @CsvSource({"PT0.42S, 0.4s", "PT12S, 12s", "PT3M20S, 3m 20s", "PT2H5M9S, 2h 5m", "P3DT4H, 3d 4h"})
    void peopleReadTheTwoUnitsThatMatter(Duration span, String text) {
        assertEquals(text, TimeSpan.format(span));
    }
}
