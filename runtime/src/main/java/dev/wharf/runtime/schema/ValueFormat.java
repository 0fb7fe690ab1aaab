package dev.wharf.runtime.schema;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How the text of a string is written, where the protocol's type table says so. The rule is lenient: what destinations read without
 * losing anything passes, as images write it (a space for the {@code T}, {@code +0000} for {@code Z}, years before Christ).
 * {@code airbyte_type} decides about the zone, except that a timestamp declared with one may come without: destinations take it for UTC, and images rely on
 * that, Airbyte's own faker first. All other formats are annotations.
 */
enum ValueFormat {
    ANY("string"),
    DATE("date like 2024-12-31"),
    TIMESTAMP("timestamp like 2024-12-31T23:59:59Z"),
    TIMESTAMP_WITHOUT_ZONE("timestamp without a time zone, like 2024-12-31T23:59:59"),
    TIME("time like 23:59:59"),
    TIME_WITH_ZONE("time with a time zone, like 23:59:59Z"),
    TIME_WITHOUT_ZONE("time without a time zone, like 23:59:59"),
    BIG_INTEGER("whole number in a string");

    private static final int NO = -1;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private final String description;

    ValueFormat(String description) {
        this.description = description;
    }

    /** What a value should be, for people. */
    String description() {
        return description;
    }

    /** The format that these annotations of a schema ask for; an absent one is the empty string. */
    static ValueFormat of(String format, String airbyteType) {
        return switch (format) {
            case "date" -> DATE;
            case "date-time" -> airbyteType.equals("timestamp_without_timezone") ? TIMESTAMP_WITHOUT_ZONE : TIMESTAMP;
            case "time" ->
                switch (airbyteType) {
                    case "time_with_timezone" -> TIME_WITH_ZONE;
                    case "time_without_timezone" -> TIME_WITHOUT_ZONE;
                    default -> TIME;
                };
            default -> airbyteType.equals("big_integer") ? BIG_INTEGER : ANY;
        };
    }

    boolean matches(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        return matches(bytes, 0, bytes.length);
    }

    /** Whether the text {@code bytes[from, to)}, without quotes and escapes, is written so. */
    boolean matches(byte[] bytes, int from, int to) {
        return switch (this) {
            case ANY -> true;
            case DATE -> christ(bytes, date(bytes, from, to), to) == to;
            case TIMESTAMP -> timestamp(bytes, from, to, true, true);
            case TIMESTAMP_WITHOUT_ZONE -> timestamp(bytes, from, to, false, true);
            case TIME -> time(bytes, from, to, true, true) == to;
            case TIME_WITH_ZONE -> time(bytes, from, to, true, false) == to;
            case TIME_WITHOUT_ZONE -> time(bytes, from, to, false, true) == to;
            case BIG_INTEGER -> integer(bytes, from, to);
        };
    }

    private static boolean timestamp(byte[] bytes, int from, int to, boolean zone, boolean noZone) {
        int p = date(bytes, from, to);
        if (p == NO || p == to || (bytes[p] != 'T' && bytes[p] != 't' && bytes[p] != ' ')) {
            return false;
        }
        return christ(bytes, time(bytes, p + 1, to, zone, noZone), to) == to;
    }

    /** Four digits of a year or up to seven, as PostgreSQL knows them; the day must exist, whichever side of Christ the year is on. */
    private static int date(byte[] bytes, int from, int to) {
        int p = from;
        int year = 0;
        while (p < to && digit(bytes[p]) && p - from < 7) {
            year = 10 * year + bytes[p++] - '0';
        }
        if (p - from < 4 || p + 6 > to || bytes[p] != '-' || bytes[p + 3] != '-') {
            return NO;
        }
        int month = two(bytes, p + 1, to);
        int day = two(bytes, p + 4, to);
        if (month < 1 || month > 12 || day < 1) {
            return NO;
        }
        int last = DAYS[month - 1];
        if (month == 2 && leap(bytes[to - 1] == 'C' ? year - 1 : year)) {
            last++;
        }
        return day <= last ? p + 6 : NO;
    }

    private static boolean leap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }

    /** Skips {@code BC}, which may be there. */
    private static int christ(byte[] bytes, int from, int to) {
        if (from == NO) {
            return NO;
        }
        int p = from < to && bytes[from] == ' ' ? from + 1 : from;
        return p + 2 == to && bytes[p] == 'B' && bytes[p + 1] == 'C' ? to : from;
    }

    private static int time(byte[] bytes, int from, int to, boolean zone, boolean noZone) {
        int hour = two(bytes, from, to);
        int minute = colon(bytes, from + 2, to);
        if (hour < 0 || minute < 0) {
            return NO;
        }
        int p = from + 5;
        int second = colon(bytes, p, to);
        if (second >= 0) {
            p += 3;
            if (p < to && (bytes[p] == '.' || bytes[p] == ',')) {
                int fraction = p + 1;
                p = digits(bytes, fraction, to);
                if (p == fraction) {
                    return NO;
                }
            }
        }
        boolean midnight = hour == 24 && minute == 0 && second <= 0;
        if ((hour > 23 && !midnight) || minute > 59 || second > 60) {
            return NO;
        }
        int behind = zone ? zone(bytes, p, to) : NO;
        return behind != NO ? behind : noZone ? p : NO;
    }

    /** Skips {@code Z}, {@code ±h}, {@code ±hh}, {@code ±h:mm}, {@code ±hh:mm}, {@code ±hhmm}, perhaps behind a space. */
    private static int zone(byte[] bytes, int from, int to) {
        int p = from < to && bytes[from] == ' ' ? from + 1 : from;
        if (p < to && (bytes[p] == 'Z' || bytes[p] == 'z')) {
            return p + 1;
        }
        if (p >= to || (bytes[p] != '+' && bytes[p] != '-')) {
            return NO;
        }
        int hours = p + 1;
        p = digits(bytes, hours, to);
        int length = p - hours;
        int hour = length == 1 ? bytes[hours] - '0' : two(bytes, hours, to);
        int minute = length == 4 ? two(bytes, hours + 2, to) : 0;
        if (length <= 2 && p < to && bytes[p] == ':') {
            minute = colon(bytes, p, to);
            p += 3;
        }
        boolean right =
                (length == 1 || length == 2 || length == 4) && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
        return right ? p : NO;
    }

    private static boolean integer(byte[] bytes, int from, int to) {
        int p = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        return p < to && digits(bytes, p, to) == to;
    }

    private static int digits(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && digit(bytes[p])) {
            p++;
        }
        return p;
    }

    /** The number of two digits behind a colon, or {@link #NO}. */
    private static int colon(byte[] bytes, int from, int to) {
        return from < to && bytes[from] == ':' ? two(bytes, from + 1, to) : NO;
    }

    private static int two(byte[] bytes, int from, int to) {
        return from + 2 <= to && digit(bytes[from]) && digit(bytes[from + 1])
                ? 10 * (bytes[from] - '0') + bytes[from + 1] - '0'
                : NO;
    }

    private static boolean digit(byte c) {
        return c >= '0' && c <= '9';
    }
}
