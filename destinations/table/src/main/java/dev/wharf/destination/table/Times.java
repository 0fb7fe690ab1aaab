package dev.wharf.destination.table;

/**
 * Reads dates and times out of bytes without making objects: {@code YYYY-MM-DD}, {@code HH:MM[:SS[.fraction]]}, an offset
 * ({@code Z}, {@code ±H[H][[:]MM[:SS]]}), and {@code BC} at the end. Years may have a sign and up to six digits, by the proleptic
 * Gregorian calendar; 24:00 is the next midnight; a leap second is the first second of the next minute. One thread; the parts hold until
 * the next call.
 */
final class Times {

    static final long MICROS_PER_SECOND = 1_000_000;
    static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;

    /** About the year 292,277: what fits 64 bits in microseconds. */
    private static final long FARTHEST_DAY = Long.MAX_VALUE / MICROS_PER_DAY - 1;

    static final long FARTHEST_MICRO = FARTHEST_DAY * MICROS_PER_DAY;

    private static final int LONGEST_YEAR = 6;
    private static final int LARGEST_OFFSET = 18 * 3600;
    private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    private byte[] bytes = {};
    private int at;
    private int end;

    private long epochDay;
    private long microsOfDay;
    private boolean offsetGiven;
    private int offsetSeconds;
    private boolean cut;

    /** Reads a date; a time behind it must be midnight. */
    boolean date(byte[] text, int from, int to) {
        return timestamp(text, from, to) && microsOfDay == 0 && offsetSeconds == 0;
    }

    /** Reads a date and a time; without a time it is midnight. */
    boolean timestamp(byte[] text, int from, int to) {
        begin(text, from, to);
        boolean beforeChrist = end - at > 3 && text[end - 3] == ' ' && text[end - 2] == 'B' && text[end - 1] == 'C';
        if (beforeChrist) {
            end -= 3;
        }
        if (!readDate(beforeChrist)) {
            return false;
        }
        if (at == end) {
            return true;
        }
        byte separator = text[at++];
        return (separator == 'T' || separator == 't' || separator == ' ') && readTime() && readOffset() && at == end;
    }

    /** Reads a time of day, with or without an offset. */
    boolean time(byte[] text, int from, int to) {
        begin(text, from, to);
        return readTime() && readOffset() && at == end;
    }

    long epochDay() {
        return epochDay;
    }

    /** Up to and including 24:00. */
    long microsOfDay() {
        return microsOfDay;
    }

    boolean offsetGiven() {
        return offsetGiven;
    }

    int offsetSeconds() {
        return offsetSeconds;
    }

    /** Whether digits beyond the microsecond were cut off that are not zero. */
    boolean cut() {
        return cut;
    }

    /** The instant in microseconds since 1970, UTC where no offset was given. */
    long epochMicros() {
        return epochDay * MICROS_PER_DAY + microsOfDay - offsetSeconds * MICROS_PER_SECOND;
    }

    private void begin(byte[] text, int from, int to) {
        bytes = text;
        at = from;
        end = to;
        epochDay = 0;
        microsOfDay = 0;
        offsetGiven = false;
        offsetSeconds = 0;
        cut = false;
    }

    private boolean readDate(boolean beforeChrist) {
        boolean negative = at < end && bytes[at] == '-';
        if (negative || (at < end && bytes[at] == '+')) {
            at++;
        }
        int year = digits(4, LONGEST_YEAR);
        int month = accept('-') ? digits(1, 2) : -1;
        int day = accept('-') ? digits(1, 2) : -1;
        if (year < 0 || month < 1 || month > 12 || day < 1 || (beforeChrist && (negative || year == 0))) {
            return false;
        }
        long proleptic = beforeChrist ? 1 - year : negative ? -year : year;
        boolean leap = proleptic % 4 == 0 && (proleptic % 100 != 0 || proleptic % 400 == 0);
        if (day > DAYS[month - 1] && !(leap && month == 2 && day == 29)) {
            return false;
        }
        epochDay = epochDay(proleptic, month, day);
        return Math.abs(epochDay) < FARTHEST_DAY;
    }

    /** Counts in years that begin with March, so that the leap day is the last one. */
    private static long epochDay(long year, int month, int day) {
        long marchYear = month > 2 ? year : year - 1;
        long era = Math.floorDiv(marchYear, 400);
        long yearOfEra = marchYear - era * 400;
        long dayOfYear = (153L * ((month + 9) % 12) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    private boolean readTime() {
        int hour = digits(1, 2);
        int minute = accept(':') ? digits(2, 2) : -1;
        int second = accept(':') ? digits(2, 2) : 0;
        long micros = second >= 0 && (accept('.') || accept(',')) ? fraction() : 0;
        if (hour < 0 || hour > 24 || minute < 0 || minute > 59 || second < 0 || second > 60 || micros < 0) {
            return false;
        }
        microsOfDay = ((hour * 60L + minute) * 60 + second) * MICROS_PER_SECOND + micros;
        return microsOfDay <= MICROS_PER_DAY || (hour < 24 && second == 60);
    }

    private boolean readOffset() {
        accept(' ');
        if (at == end) {
            return true;
        }
        offsetGiven = true;
        if (accept('Z') || accept('z')) {
            return true;
        }
        boolean west = bytes[at] == '-';
        if (!accept('+') && !accept('-')) {
            return false;
        }
        int hours = digits(1, 2);
        int minutes = accept(':') || at < end ? digits(2, 2) : 0;
        int seconds = accept(':') ? digits(2, 2) : 0;
        if (hours < 0 || minutes < 0 || minutes > 59 || seconds < 0 || seconds > 59) {
            return false;
        }
        int offset = (hours * 60 + minutes) * 60 + seconds;
        offsetSeconds = west ? -offset : offset;
        return offset <= LARGEST_OFFSET;
    }

    /** @return the number, -1 when there are fewer or more digits */
    private int digits(int fewest, int most) {
        int from = at;
        int number = 0;
        while (at < end && at - from < most && isDigit(bytes[at])) {
            number = number * 10 + bytes[at++] - '0';
        }
        return at - from < fewest ? -1 : number;
    }

    /** @return microseconds, -1 when there is no digit */
    private long fraction() {
        int from = at;
        long micros = 0;
        while (at < end && isDigit(bytes[at])) {
            if (at - from < 6) {
                micros = micros * 10 + bytes[at] - '0';
            } else {
                cut |= bytes[at] != '0';
            }
            at++;
        }
        for (int digit = at - from; digit < 6; digit++) {
            micros *= 10;
        }
        return at == from ? -1 : micros;
    }

    private boolean accept(char expected) {
        if (at < end && bytes[at] == expected) {
            at++;
            return true;
        }
        return false;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
