package dev.wharf.source.faker;

import dev.wharf.sdk.RecordWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes times without making objects: positions follow each other, so the day is nearly always the one of the record before. The calendar of
 * made-up things begins with the year 2024 and goes on by a second per position. One thread.
 */
final class Moments {

    private static final int DAY = 86_400;
    private static final long FIRST_DAY = LocalDate.of(2024, 1, 1).toEpochDay();
    private static final int TIME_FROM = 12;

    private final byte[] moment = "\"2024-01-01T00:00:00Z\"".getBytes(StandardCharsets.US_ASCII);
    private final byte[] local = "\"2024-01-01T00:00:00\"".getBytes(StandardCharsets.US_ASCII);
    private final byte[] date = "\"2024-01-01\"".getBytes(StandardCharsets.US_ASCII);
    private long day;
    private long dateDay;

    /** {@code "2024-01-01T00:00:00Z"}, of the second with this number. */
    RecordWriter moment(RecordWriter record, long second) {
        return record.value(set(moment, second));
    }

    /** {@code "2024-01-01T00:00:00"}, of the second with this number. */
    RecordWriter localMoment(RecordWriter record, long second) {
        return record.value(set(local, second));
    }

    /** {@code "2024-01-01"}, of the day with this number; negative ones lie before 2024. */
    RecordWriter date(RecordWriter record, long number) {
        if (number != dateDay) {
            dateDay = number;
            putDay(date, number);
        }
        return record.value(date);
    }

    private byte[] set(byte[] text, long second) {
        long number = second / DAY;
        if (number != day) {
            day = number;
            putDay(moment, number);
            putDay(local, number);
        }
        int rest = (int) (second % DAY);
        putTwo(text, TIME_FROM, rest / 3600);
        putTwo(text, TIME_FROM + 3, rest / 60 % 60);
        putTwo(text, TIME_FROM + 6, rest % 60);
        return text;
    }

    private static void putDay(byte[] text, long number) {
        LocalDate day = LocalDate.ofEpochDay(FIRST_DAY + number);
        putTwo(text, 1, day.getYear() / 100);
        putTwo(text, 3, day.getYear() % 100);
        putTwo(text, 6, day.getMonthValue());
        putTwo(text, 9, day.getDayOfMonth());
    }

    private static void putTwo(byte[] text, int at, int value) {
        text[at] = (byte) ('0' + value / 10);
        text[at + 1] = (byte) ('0' + value % 10);
    }
}
