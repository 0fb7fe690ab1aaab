package dev.wharf.catalog;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written {@code 512MiB} or {@code 1.5 GiB}. */
public record Bytes(long count) implements Comparable<Bytes> {

    /** What {@link #parse} accepts, as a regular expression. */
    public static final String PATTERN = "[0-9]+(\\.[0-9]+)? ?(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)";

    private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)");
    private static final List<String> BINARY = List.of("B", "KiB", "MiB", "GiB", "TiB");
    private static final List<String> DECIMAL = List.of("B", "kB", "MB", "GB", "TB");

    /** Empty when the text is no size. */
    public static Optional<Bytes> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String unit = form.group(2);
        BigDecimal factor = BINARY.contains(unit)
                ? BigDecimal.valueOf(1024).pow(BINARY.indexOf(unit))
                : BigDecimal.valueOf(1000).pow(DECIMAL.indexOf(unit));
        BigDecimal count = new BigDecimal(form.group(1)).multiply(factor);
        return count.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(new Bytes(count.longValue()));
    }

    @Override
    public int compareTo(Bytes other) {
        return Long.compare(count, other.count);
    }

    /** For people: the largest unit that leaves at least 1, with one digit behind the point where it says something. */
    @Override
    public String toString() {
        double value = count;
        int unit = 0;
        while (value >= 1024 && unit < BINARY.size() - 1) {
            value /= 1024;
            unit++;
        }
        String number = String.format(Locale.ROOT, value < 100 && value != Math.rint(value) ? "%.1f" : "%.0f", value);
        return number + " " + BINARY.get(unit);
    }
}
