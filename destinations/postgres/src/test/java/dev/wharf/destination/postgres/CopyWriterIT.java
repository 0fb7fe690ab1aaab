package dev.wharf.destination.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.destination.table.BulkWriter;
import dev.wharf.destination.table.Column;
import dev.wharf.destination.table.ColumnType;
import dev.wharf.destination.table.Kept;
import dev.wharf.destination.table.Rows;
import dev.wharf.destination.table.TableName;
import dev.wharf.protocol.JsonText;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever is offered: the server never refuses a row, what was kept whole comes back the same, what was not kept it could not have stored. */
class CopyWriterIT {

    private static final TableName TABLE = new TableName("public", "t");
    private static final long DAY = 86_400_000_000L;

    private final PostgresDialect dialect = new PostgresDialect(Swap.PATIENT);
    private final Random random = new Random(7);
    private Connection connection = Database.fresh().connect();

    private interface Put<T> {
        Kept put(BulkWriter into, T value) throws SQLException;
    }

    private interface Bytes {
        Kept put(byte[] bytes, int from, int to) throws SQLException;
    }

    @BeforeEach
    void open() {
        connection = Database.fresh().connect();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void numbersKeepTheirDigits() throws SQLException {
        List<String> numbers = new ArrayList<>(List.of(
                "0",
                "-0",
                "0.00",
                "1e400",
                "1e131071",
                "1e131072",
                "-1e131072",
                "1e-16383",
                "1e-16384",
                "1.50",
                "123456789012345678901234567890123456789012345678901234567890",
                "9".repeat(131_072),
                "9".repeat(131_073),
                "0." + "1".repeat(16_383),
                "0." + "1".repeat(16_384),
                "9".repeat(131_072) + "." + "9".repeat(16_383)));
        IntStream.range(0, 5_000).forEach(i -> numbers.add(Samples.number(random)));

        List<Kept> kept = store(ColumnType.NUMBER, numbers, (into, number) -> bytes(number, into::number));

        assertEquals(wholeOnes(numbers, kept, CopyWriterIT::plain), read("v::text"));
        assertServerRefuses("numeric", numbers, kept);
    }

    @Test
    void integersAreExact() throws SQLException {
        List<Long> integers = LongStream.concat(
                        LongStream.of(0, -1, Long.MIN_VALUE, Long.MAX_VALUE), random.longs(1_000))
                .boxed()
                .toList();

        List<Kept> kept = store(ColumnType.INTEGER, integers, BulkWriter::integer);

        assertEquals(wholeOnes(integers, kept, String::valueOf), read("v::text"));
        assertEquals(List.of(Kept.WHOLE), kept.stream().distinct().toList());
    }

    @Test
    void textKeepsEveryCharacterThatThereIs() throws SQLException {
        List<String> texts = new ArrayList<>(List.of(
                "",
                "line\nbreak",
                "tab\tand \\N and \\. and \"quotes\"",
                "\r\n",
                "ü😀\u2028",
                "\u0001",
                "long ".repeat(100_000),
                "1234567\0",
                "\0",
                "a\0\0b",
                "x".repeat(70_000) + "\0" + "y".repeat(70_000)));
        IntStream.range(0, 2_000).forEach(i -> texts.add(text(Samples.string(random))));

        List<Kept> kept = store(ColumnType.TEXT, texts, (into, text) -> bytes(text, into::text));

        assertEquals(texts.stream().map(text -> text.replace('\0', '\ufffd')).toList(), read("v"));
        assertEquals(
                texts.stream()
                        .map(text -> text.indexOf('\0') < 0 ? Kept.WHOLE : Kept.CHANGED)
                        .toList(),
                kept);
    }

    @Test
    void jsonIsWhatTheServerMakesOfItsText() throws SQLException {
        List<String> values = new ArrayList<>();
        IntStream.range(0, 5_000).forEach(i -> values.add(Samples.json(random, 4)));
        values.add("[".repeat(1_000) + "]".repeat(1_000));
        values.add("\"" + "x".repeat(200_000) + "\\u0000\"");

        List<Kept> kept = store(ColumnType.JSON, values, (into, json) -> bytes(json, into::json));

        List<String> expected = new ArrayList<>();
        for (int i = 0; i < values.size(); i++) {
            if (kept.get(i) != Kept.NOT) {
                expected.add(onServer("jsonb", mended(values.get(i))));
            }
        }
        assertEquals(expected, read("v::text"));
        assertServerRefuses("jsonb", values, kept);
    }

    @Test
    void jsonOfAsManyPartsAsWeLetThroughIsTaken() throws SQLException {
        String many = "[" + "1,".repeat((1 << 24) - 2) + "1]";

        assertEquals(
                List.of(Kept.WHOLE), store(ColumnType.JSON, List.of(many), (into, json) -> bytes(json, into::json)));
        assertEquals(List.of(String.valueOf((1 << 24) - 1)), read("jsonb_array_length(v)::text"));
    }

    @Test
    void datesAreExactWithinTheServersCalendar() throws SQLException {
        long first = LocalDate.of(-4713, 11, 24).toEpochDay();
        long end = LocalDate.of(5_874_898, 1, 1).toEpochDay();
        List<Long> days = LongStream.concat(
                        LongStream.of(
                                0, first, first - 1, end - 1, end, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE),
                        random.longs(1_000, first, end))
                .boxed()
                .toList();

        List<Kept> kept = store(ColumnType.DATE, days, BulkWriter::date);

        assertEquals(wholeOnes(days, kept, String::valueOf), read("(v - date '1970-01-01')::text"));
        assertEquals(
                days.stream()
                        .map(day -> day >= first && day < end ? Kept.WHOLE : Kept.NOT)
                        .toList(),
                kept);
    }

    @Test
    void timestampsAreExactWithinTheServersCalendar() throws SQLException {
        long first = LocalDate.of(-4713, 11, 24).toEpochDay() * DAY;
        List<Long> micros = LongStream.concat(
                        LongStream.of(0, -1, first, first - 1, Long.MIN_VALUE, Long.MAX_VALUE),
                        random.longs(1_000, first, Long.MAX_VALUE))
                .boxed()
                .toList();
        for (ColumnType type : List.of(ColumnType.TIMESTAMP, ColumnType.INSTANT)) {
            List<Kept> kept = store(type, micros, BulkWriter::timestamp);

            assertEquals(
                    wholeOnes(micros, kept, String::valueOf),
                    read("trunc((extract(epoch from v - '2000-01-01') + 946684800) * 1000000)::text"));
            assertEquals(
                    micros.stream()
                            .map(micro -> micro >= first ? Kept.WHOLE : Kept.NOT)
                            .toList(),
                    kept);
        }
    }

    @Test
    void timesAreExactUpToMidnight() throws SQLException {
        List<Long> micros = List.of(0L, 1L, DAY / 2 + 123_456, DAY - 1, DAY, DAY + 1, -1L);

        List<Kept> kept = store(ColumnType.TIME, micros, BulkWriter::time);

        assertEquals(
                List.of("00:00:00", "00:00:00.000001", "12:00:00.123456", "23:59:59.999999", "24:00:00"),
                read("v::text"));
        assertEquals(List.of(Kept.NOT, Kept.NOT), kept.subList(5, 7));
    }

    @Test
    void timesKeepTheirOffset() throws SQLException {
        List<Integer> offsets = List.of(0, 3_600, -3_600, 20_700, 57_599, -57_599, 57_600, -57_600, 64_800);

        List<Kept> kept = store(ColumnType.OFFSET_TIME, offsets, (into, offset) -> into.offsetTime(DAY / 2, offset));

        assertEquals(
                List.of(
                        "12:00:00+00",
                        "12:00:00+01",
                        "12:00:00-01",
                        "12:00:00+05:45",
                        "12:00:00+15:59:59",
                        "12:00:00-15:59:59"),
                read("v::text"));
        assertEquals(List.of(Kept.NOT, Kept.NOT, Kept.NOT), kept.subList(6, 9));
    }

    @Test
    void aRowOfAnyWidthFitsItsPage() throws SQLException {
        List<Column> columns = new ArrayList<>();
        ColumnType[] types = ColumnType.values();
        for (int i = 0; i < dialect.naming().columns(); i++) {
            columns.add(new Column("c" + i, types[random.nextInt(types.length)]));
        }
        columns.add(new Column("_airbyte_meta", ColumnType.JSON));
        create(columns);
        int[] left = {200};

        dialect.load(connection, TABLE, columns, into -> {
            if (left[0]-- == 0) {
                return false;
            }
            int longest = 1 + random.nextInt(60);
            int filled = random.nextInt(101);
            for (Column column : columns.subList(0, columns.size() - 1)) {
                if (random.nextInt(100) >= filled || any(into, column.type(), longest) == Kept.NOT) {
                    into.nothing();
                }
            }
            assertEquals(Kept.WHOLE, bytes("{\"note\": \"" + "y".repeat(5_000) + "\"}", into::json));
            return true;
        });

        assertEquals(List.of("200"), read("count(*)::text"));
    }

    @Test
    void aWideRowOfOneTypeLosesNothingThatFits() throws SQLException {
        assertEquals(970, wholeInARowOf(1_000, ColumnType.INTEGER, 0), 10);
        assertEquals(290, wholeInARowOf(1_000, ColumnType.TEXT, 1_000), 10);
        assertEquals(1_000, wholeInARowOf(1_000, ColumnType.TEXT, 5));
    }

    private int wholeInARowOf(int count, ColumnType type, int length) throws SQLException {
        List<Column> columns = IntStream.range(0, count)
                .mapToObj(i -> new Column("c" + i, type))
                .toList();
        create(columns);
        int[] whole = {-1};
        dialect.load(connection, TABLE, columns, into -> {
            if (whole[0] >= 0) {
                return false;
            }
            whole[0] = 0;
            for (int i = 0; i < count; i++) {
                if (any(into, type, length) == Kept.NOT) {
                    into.nothing();
                } else {
                    whole[0]++;
                }
            }
            return true;
        });
        return whole[0];
    }

    private Kept any(BulkWriter into, ColumnType type, int length) throws SQLException {
        String text = "x".repeat(length);
        return switch (type) {
            case TEXT -> bytes(text, into::text);
            case JSON -> bytes("\"" + text + "\"", into::json);
            case BOOLEAN -> into.bool(true);
            case DATE -> into.date(1);
            case TIMESTAMP, INSTANT -> into.timestamp(1);
            case TIME -> into.time(1);
            case OFFSET_TIME -> into.offsetTime(1, 1);
            case INTEGER -> into.integer(1);
            case BIG_INTEGER -> bytes("9".repeat(length + 1), into::bigInteger);
            case NUMBER -> bytes("0." + "9".repeat(length + 1), into::number);
        };
    }

    /** Puts each value into a row of its own. @return what became of each */
    private <T> List<Kept> store(ColumnType type, List<T> values, Put<T> put) throws SQLException {
        List<Column> columns = List.of(new Column("n", ColumnType.INTEGER), new Column("v", type));
        create(columns);
        List<Kept> kept = new ArrayList<>();
        Rows rows = into -> {
            if (kept.size() == values.size()) {
                return false;
            }
            into.integer(kept.size());
            kept.add(put.put(into, values.get(kept.size())));
            if (kept.getLast() == Kept.NOT) {
                into.nothing();
            }
            return true;
        };
        dialect.load(connection, TABLE, columns, rows);
        return kept;
    }

    private void create(List<Column> columns) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("drop table if exists " + TABLE.sql());
            statement.execute("create table " + TABLE.sql() + " ("
                    + String.join(
                            ", ",
                            columns.stream()
                                    .map(column -> column.name() + " " + dialect.sqlType(column.type()))
                                    .toList())
                    + ")");
        }
    }

    /** What is not null, in the order of the rows. */
    private List<String> read(String expression) throws SQLException {
        String from = expression.startsWith("count") ? "" : " where v is not null order by n";
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + expression + " from " + TABLE.sql() + from)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private String onServer(String type, String text) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select cast(? as " + type + ")::text")) {
            statement.setString(1, text);
            try (ResultSet row = statement.executeQuery()) {
                assertTrue(row.next());
                return row.getString(1);
            }
        }
    }

    private void assertServerRefuses(String type, List<String> values, List<Kept> kept) throws SQLException {
        connection.commit();
        for (int i = 0; i < values.size(); i++) {
            if (kept.get(i) == Kept.NOT) {
                String value = values.get(i);
                assertThrows(SQLException.class, () -> onServer(type, value), value);
                connection.rollback();
            }
        }
    }

    private static <T> List<String> wholeOnes(List<T> values, List<Kept> kept, Function<T, String> text) {
        return IntStream.range(0, values.size())
                .filter(i -> kept.get(i) == Kept.WHOLE)
                .mapToObj(i -> text.apply(values.get(i)))
                .toList();
    }

    private static Kept bytes(String text, Bytes put) throws SQLException {
        byte[] bytes = ("<" + text + ">").getBytes(UTF_8);
        return put.put(bytes, 1, bytes.length - 1);
    }

    private static String plain(String number) {
        BigDecimal value = new BigDecimal(number);
        return value.setScale(Math.max(0, value.scale()), RoundingMode.UNNECESSARY)
                .toPlainString();
    }

    private static String mended(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        Jsonb.mend(bytes, 0, bytes.length);
        return new String(bytes, UTF_8);
    }

    private static String text(String json) {
        byte[] bytes = json.getBytes(UTF_8);
        return JsonText.replaceLoneSurrogates(JsonText.decode(bytes, 1, bytes.length - 1));
    }
}
