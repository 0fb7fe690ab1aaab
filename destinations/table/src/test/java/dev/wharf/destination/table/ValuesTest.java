package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.sql.SQLException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a JSON value in a column of each type. */
class ValuesTest {

    private final Values values = new Values();
    private final Cells cells = new Cells();

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '`', textBlock = """
            INTEGER 12 => WHOLE integer 12
            INTEGER "12" => WHOLE integer 12
            INTEGER -9223372036854775808 => WHOLE integer -9223372036854775808
            INTEGER 9223372036854775808 => NOT
            INTEGER 1.0 => WHOLE integer 1
            INTEGER 1e2 => WHOLE integer 100
            INTEGER -0.0 => WHOLE integer 0
            INTEGER 1.5 => NOT
            INTEGER "" => NOT
            INTEGER "012" => WHOLE integer 12
            INTEGER "- 1" => NOT
            INTEGER 1e999999999 => NOT
            INTEGER 1e99999999999 => NOT
            INTEGER true => NOT
            INTEGER {} => NOT
            BIG_INTEGER "123456789012345678901234567890" => WHOLE big 123456789012345678901234567890
            BIG_INTEGER 1e30 => WHOLE big 1000000000000000000000000000000
            BIG_INTEGER 0.5 => NOT
            NUMBER 1.50 => WHOLE number 1.50
            NUMBER "-2.5e-7" => WHOLE number -2.5e-7
            NUMBER "NaN" => NOT
            NUMBER ".5" => NOT
            NUMBER "1 " => NOT
            NUMBER "01" => NOT
            BOOLEAN true => WHOLE bool true
            BOOLEAN "False" => WHOLE bool false
            BOOLEAN 1 => NOT
            BOOLEAN "yes" => NOT
            DATE "2024-02-29" => WHOLE date 19782
            DATE "2023-02-29" => NOT
            DATE "2024-02-29T00:00:00Z" => WHOLE date 19782
            DATE "2024-02-29T01:00:00Z" => NOT
            DATE 19782 => NOT
            TIMESTAMP "1970-01-01T00:00:01.5+00:00" => WHOLE timestamp 1500000
            INSTANT "1970-01-01T01:00:00+01:00" => WHOLE timestamp 0
            INSTANT "1970-01-01T00:00:00.0000019Z" => CHANGED timestamp 1
            INSTANT "soon" => NOT
            TIME "24:00" => WHOLE time 86400000000
            TIME "01:00:00+02:00" => WHOLE time 82800000000
            TIME "25:00" => NOT
            OFFSET_TIME "01:00:00-05:30" => WHOLE offset 3600000000 -19800
            TEXT "a\\nb" => WHOLE text a%b
            TEXT 1.50 => WHOLE text 1.50
            TEXT {"a":[1]} => WHOLE text {"a":[1]}
            TEXT "\\ud800x" => CHANGED text �x
            TEXT "\\ud83d\\ude00" => WHOLE text 😀
            JSON "a\\nb" => WHOLE json "a\\nb"
            JSON {"a":"\\udc00"} => CHANGED json {"a":"\\ufffd"}
            """)
    void aValueIsKeptOrRefusedButNeverGuessed(String given, String expected) throws SQLException {
        int space = given.indexOf(' ');
        assertEquals(
                expected.replace('%', '\n'),
                write(ColumnType.valueOf(given.substring(0, space)), given.substring(space + 1)));
    }

    @Test
    void everyWholeNumberIsRead() throws SQLException {
        Random random = new Random(1);
        BigInteger least = BigInteger.valueOf(Long.MIN_VALUE);
        BigInteger most = BigInteger.valueOf(Long.MAX_VALUE);
        for (int i = 0; i < 20_000; i++) {
            BigInteger number = new BigInteger(random.nextInt(70), random);
            BigInteger signed = random.nextBoolean() ? number : number.negate();
            boolean fits = signed.compareTo(least) >= 0 && signed.compareTo(most) <= 0;
            assertEquals(fits ? "WHOLE integer " + signed : "NOT", write(ColumnType.INTEGER, signed.toString()));
            assertEquals("WHOLE big " + signed, write(ColumnType.BIG_INTEGER, "\"" + signed + "\""));
        }
    }

    private String write(ColumnType type, String json) throws SQLException {
        byte[] bytes = ("[" + json + "]").getBytes(UTF_8);
        Kept kept = values.write(type, bytes, 1, bytes.length - 1, cells);
        String cell = String.join("", cells.take());
        return cell.isEmpty() ? kept.name() : kept + " " + cell;
    }
}
