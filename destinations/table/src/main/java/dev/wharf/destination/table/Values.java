package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.wharf.protocol.JsonScanner;
import dev.wharf.protocol.JsonText;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Turns a JSON value, as it stands on the wire, into the value of a column. What has no place in the column is refused, never guessed:
 * a number in quotes is a number, but an empty string is not. One thread.
 */
final class Values {

    /** Integers of more digits are refused before anyone works them out ({@code 1e999999999}). */
    private static final int MOST_DIGITS = 10_000;

    /** Room for texts with their escapes undone: at first, and up to where it is kept. */
    private static final int FIRST = 1 << 10;

    private static final int LARGE = 1 << 20;

    private static final int LONGEST_LONG = 18;
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] FALSE = "false".getBytes(US_ASCII);

    private final Times times = new Times();

    /** Where the text of a string is, escapes undone. */
    private byte[] text = {};

    private int textFrom;
    private int textTo;
    private byte[] decoded = new byte[FIRST];

    /** Writes the value {@code bytes[from, to)}, which is not null. */
    Kept write(ColumnType type, byte[] bytes, int from, int to, BulkWriter into) throws SQLException {
        boolean string = bytes[from] == '"';
        return switch (type) {
            case JSON -> json(bytes, from, to, into);
            case TEXT -> string ? text(bytes, from, to, into) : json(bytes, from, to, into::text);
            default -> {
                if (string) {
                    read(bytes, from, to);
                } else {
                    text = bytes;
                    textFrom = from;
                    textTo = to;
                }
                yield scalar(type, string, into);
            }
        };
    }

    /** Gives back what it holds of the values so far. */
    void leave() {
        text = new byte[0];
        if (decoded.length > LARGE) {
            decoded = new byte[FIRST];
        }
    }

    private Kept scalar(ColumnType type, boolean string, BulkWriter into) throws SQLException {
        return switch (type) {
            case BOOLEAN -> bool(into);
            case INTEGER -> integer(into);
            case BIG_INTEGER -> bigInteger(into);
            case NUMBER -> isNumber() ? into.number(text, textFrom, textTo) : Kept.NOT;
            case DATE -> string && times.date(text, textFrom, textTo) ? into.date(times.epochDay()) : Kept.NOT;
            case TIMESTAMP, INSTANT ->
                string && times.timestamp(text, textFrom, textTo) ? cut(into.timestamp(times.epochMicros())) : Kept.NOT;
            case TIME -> string && times.time(text, textFrom, textTo) ? time(into) : Kept.NOT;
            case OFFSET_TIME ->
                string && times.time(text, textFrom, textTo)
                        ? cut(into.offsetTime(times.microsOfDay(), times.offsetSeconds()))
                        : Kept.NOT;
            case TEXT, JSON -> throw new IllegalArgumentException(type + " is no scalar");
        };
    }

    /** Makes the content of a string the text. @return whether it is all there: a lone surrogate has no form in UTF-8 */
    private boolean read(byte[] bytes, int from, int to) {
        text = bytes;
        textFrom = from + 1;
        textTo = to - 1;
        if (!JsonText.escaped(bytes, textFrom, textTo)) {
            return true;
        }
        if (decoded.length < to - from) {
            decoded = new byte[to - from];
        }
        textTo = JsonText.decode(bytes, from + 1, to - 1, decoded, 0);
        text = decoded;
        textFrom = 0;
        return !Surrogates.lone(bytes, from, to);
    }

    private Kept text(byte[] bytes, int from, int to, BulkWriter into) throws SQLException {
        boolean whole = read(bytes, from, to);
        Kept kept = into.text(text, textFrom, textTo);
        return whole || kept == Kept.NOT ? kept : Kept.CHANGED;
    }

    private interface JsonTarget {
        Kept put(byte[] bytes, int from, int to) throws SQLException;
    }

    /** No database takes a lone surrogate within JSON. */
    private static Kept json(byte[] bytes, int from, int to, JsonTarget into) throws SQLException {
        if (!Surrogates.lone(bytes, from, to)) {
            return into.put(bytes, from, to);
        }
        byte[] replaced = Surrogates.replaced(bytes, from, to);
        return into.put(replaced, 0, replaced.length) == Kept.NOT ? Kept.NOT : Kept.CHANGED;
    }

    private static Kept json(byte[] bytes, int from, int to, BulkWriter into) throws SQLException {
        return json(bytes, from, to, into::json);
    }

    private Kept bool(BulkWriter into) throws SQLException {
        boolean isTrue = is(TRUE);
        return isTrue || is(FALSE) ? into.bool(isTrue) : Kept.NOT;
    }

    private boolean is(byte[] word) {
        if (textTo - textFrom != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((text[textFrom + i] | 0x20) != word[i]) {
                return false;
            }
        }
        return true;
    }

    private Kept integer(BulkWriter into) throws SQLException {
        if (isDigits() && textTo - textFrom <= LONGEST_LONG) {
            boolean negative = text[textFrom] == '-';
            long value = 0;
            for (int i = negative ? textFrom + 1 : textFrom; i < textTo; i++) {
                value = value * 10 + text[i] - '0';
            }
            return into.integer(negative ? -value : value);
        }
        Optional<BigDecimal> value = whole();
        try {
            return value.isPresent() ? into.integer(value.get().longValueExact()) : Kept.NOT;
        } catch (ArithmeticException _) {
            return Kept.NOT;
        }
    }

    private Kept bigInteger(BulkWriter into) throws SQLException {
        if (isDigits()) {
            return into.bigInteger(text, textFrom, textTo);
        }
        Optional<BigDecimal> value = whole();
        if (value.isEmpty()) {
            return Kept.NOT;
        }
        byte[] digits = value.get().toBigInteger().toString().getBytes(US_ASCII);
        return into.bigInteger(digits, 0, digits.length);
    }

    private Kept time(BulkWriter into) throws SQLException {
        long micros = times.microsOfDay() - times.offsetSeconds() * Times.MICROS_PER_SECOND;
        if (times.offsetSeconds() != 0) {
            micros = Math.floorMod(micros, Times.MICROS_PER_DAY);
        }
        return micros > Times.MICROS_PER_DAY ? Kept.NOT : cut(into.time(micros));
    }

    private Kept cut(Kept kept) {
        return kept == Kept.WHOLE && times.cut() ? Kept.CHANGED : kept;
    }

    private boolean isNumber() {
        return textFrom < textTo
                && (text[textFrom] == '-' || isDigit(text[textFrom]))
                && JsonScanner.value(text, textFrom, textTo) == textTo;
    }

    /** Whether the text is a number without fraction and exponent, as nearly all integers are. */
    private boolean isDigits() {
        int first = textFrom < textTo && text[textFrom] == '-' ? textFrom + 1 : textFrom;
        for (int i = first; i < textTo; i++) {
            if (!isDigit(text[i])) {
                return false;
            }
        }
        return first < textTo;
    }

    /** The value of a number that is an integer, however it is written: {@code 1.0} and {@code 1e2} are. */
    private Optional<BigDecimal> whole() {
        if (!isNumber() || textTo - textFrom > MOST_DIGITS) {
            return Optional.empty();
        }
        try {
            BigDecimal value = new BigDecimal(new String(text, textFrom, textTo - textFrom, US_ASCII));
            if (value.signum() == 0) {
                return Optional.of(BigDecimal.ZERO);
            }
            boolean workable = (long) value.precision() - value.scale() <= MOST_DIGITS;
            return workable && value.stripTrailingZeros().scale() <= 0 ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException _) {
            // An exponent beyond 32 bits.
            return Optional.empty();
        }
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }
}
