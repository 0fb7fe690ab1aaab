package dev.wharf.conformance;

import dev.wharf.protocol.Json;
import dev.wharf.protocol.JsonText;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ObjectNode;

/**
 * Made-up rows of all types, each value as it goes over the wire and what it means. Null and absent values are among them. The same seed
 * makes the same rows.
 */
final class AwkwardRows {

    static final String FIELDS = """
            {"id":{"type":"integer"},"text":{"type":["null","string"]},"truth":{"type":"boolean"},
            "whole":{"type":"integer"},"large":{"type":"string","airbyte_type":"big_integer"},"number":{"type":"number"},
            "day":{"type":"string","format":"date"},
            "local":{"type":"string","format":"date-time","airbyte_type":"timestamp_without_timezone"},
            "instant":{"type":"string","format":"date-time"},
            "clock":{"type":"string","format":"time","airbyte_type":"time_without_timezone"},
            "tree":{"type":"object"}}""";

    private static final List<String> PIECES = List.of(
            "a", "\n", "\r\n", "\t", "\\", "\\n", "\\N", "\"", "'", "''", ",", "|", "é", "𝄞", "\u2028", "\u0001",
            "NULL", " ", "\\.", "{}", "ﷺ", "\u007f");

    private static final DateTimeFormatter DATE =
            new DateTimeFormatterBuilder().appendPattern("uuuu-MM-dd").toFormatter();
    private static final long FIRST_SECOND = LocalDate.of(1, 1, 1).toEpochDay() * 86_400;
    private static final long LAST_SECOND = LocalDate.of(9999, 12, 30).toEpochDay() * 86_400;

    private final Random random;

    AwkwardRows(long seed) {
        random = new Random(seed);
    }

    /**
     * A value.
     *
     * @param wire JSON
     * @param meaning in the form that a query gives, see {@link TypedColumns}
     */
    record Value(String wire, Object meaning) {}

    /** The values of the next row by field; absent ones are not in it. */
    Map<String, Value> next(int id) {
        Map<String, Value> row = new LinkedHashMap<>();
        row.put("id", new Value(String.valueOf(id), String.valueOf(id)));
        put(row, "text", text());
        boolean truth = random.nextBoolean();
        put(row, "truth", new Value(String.valueOf(truth), truth));
        put(row, "whole", whole());
        BigInteger large =
                new BigInteger(random.nextInt(400), random).multiply(BigInteger.valueOf(random.nextInt(3) - 1));
        put(row, "large", new Value(random.nextBoolean() ? large.toString() : "\"" + large + "\"", large));
        put(row, "number", number());
        LocalDate day = LocalDate.ofEpochDay(second() / 86_400);
        put(row, "day", new Value("\"" + DATE.format(day) + "\"", day.toEpochDay()));
        put(row, "local", local());
        put(row, "instant", instant());
        put(row, "clock", clock());
        put(row, "tree", tree());
        return row;
    }

    private void put(Map<String, Value> row, String field, Value value) {
        switch (random.nextInt(12)) {
            case 0 -> {}
            case 1 -> row.put(field, new Value("null", Optional.empty()));
            default -> row.put(field, value);
        }
    }

    private String letters() {
        StringBuilder letters = new StringBuilder();
        for (int i = random.nextInt(random.nextInt(50) == 0 ? 3000 : 12); i > 0; i--) {
            letters.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return letters.toString();
    }

    private Value text() {
        String text = letters();
        return new Value(new String(JsonText.encode(text), StandardCharsets.UTF_8), text);
    }

    private Value whole() {
        long whole = random.nextLong() >> random.nextInt(64);
        String wire = switch (random.nextInt(4)) {
            case 0 -> "\"" + whole + "\"";
            case 1 -> whole + ".0";
            default -> String.valueOf(whole);
        };
        return new Value(wire, BigInteger.valueOf(whole));
    }

    /** Of as many digits as any database keeps. */
    private Value number() {
        BigDecimal number =
                new BigDecimal(BigInteger.valueOf(random.nextLong() % 1_000_000_000_000_000L), random.nextInt(40) - 20);
        return new Value(
                random.nextBoolean() ? number.toString() : number.toPlainString(), number.stripTrailingZeros());
    }

    private long second() {
        return FIRST_SECOND + Math.floorMod(random.nextLong(), LAST_SECOND - FIRST_SECOND);
    }

    private int nano() {
        return random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000) * 1_000;
    }

    private Value local() {
        LocalDateTime local = LocalDateTime.ofEpochSecond(second(), nano(), ZoneOffset.UTC);
        char separator = random.nextInt(4) == 0 ? ' ' : 'T';
        String wire = DATE.format(local) + separator + DateTimeFormatter.ISO_LOCAL_TIME.format(local);
        return new Value("\"" + wire + "\"", micros(local.toInstant(ZoneOffset.UTC)));
    }

    private Value instant() {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds((random.nextInt(30) - 15) * 3600 + (random.nextInt(4) * 15) * 60);
        LocalDateTime local = LocalDateTime.ofEpochSecond(second(), nano(), ZoneOffset.UTC);
        String wire = DATE.format(local) + "T" + DateTimeFormatter.ISO_LOCAL_TIME.format(local) + offset.getId();
        return new Value("\"" + wire + "\"", micros(local.toInstant(offset)));
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private Value clock() {
        LocalTime time = LocalTime.ofSecondOfDay(random.nextInt(86_400)).withNano(nano());
        return new Value("\"" + DateTimeFormatter.ISO_LOCAL_TIME.format(time) + "\"", time);
    }

    private Value tree() {
        ObjectNode tree = Json.object();
        tree.put(letters(), letters()).put("n", random.nextInt());
        tree.putArray("list").add(random.nextBoolean()).addNull().addObject().put("deep", letters());
        return new Value(tree.toString(), Json.object(tree.toString()));
    }
}
