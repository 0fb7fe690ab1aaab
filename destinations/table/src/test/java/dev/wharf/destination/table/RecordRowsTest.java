package dev.wharf.destination.table;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wharf.protocol.StreamName;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordRowsTest {

    private final Map<String, ColumnType> types = new LinkedHashMap<>();
    private int most = 100;

    RecordRowsTest() {
        types.put("id", ColumnType.INTEGER);
        types.put("név\n", ColumnType.TEXT);
    }

    @Test
    void fieldsFindTheirColumnsInAnyOrderAndForm() throws SQLException {
        List<List<String>> rows = rows("""
                {"id":1,"név\\n":"a"}
                {"n\\u00e9v\\u000a" : "b" , "id" : 2}
                {"id":null}
                {"other":1,"id":3,"id":4}
                {}""");

        assertEquals(
                List.of(
                        List.of("integer 1", "text a"),
                        List.of("integer 2", "text b"),
                        List.of("nothing", "nothing"),
                        List.of("integer 4", "nothing"),
                        List.of("nothing", "nothing")),
                rows.stream().map(row -> row.subList(0, 2)).toList());
    }

    @Test
    void whatWasChangedOnTheWayAndHereIsInTheMeta() throws SQLException {
        Segment segment = new Segment();
        byte[] record = "{\"id\":\"x\"}{\"changes\":[{\"field\":\"id\"}]}".getBytes(UTF_8);
        segment.add(record, 0, 10, 10, record.length, 5);

        List<String> row = write(rowsOver(segment, layout())).getFirst();

        assertEquals(
                "json {\"sync_id\":9,\"changes\":[{\"field\":\"id\"},{\"field\":\"id\",\"change\":\"NULLED\",\"reason\":\"DESTINATION_TYPECAST_ERROR\"}]}",
                row.getLast());
        assertEquals("timestamp 5", row.get(3));
        assertEquals("integer 3", row.get(4));
    }

    @Test
    void fieldsWithoutAColumnLieInOneObject() throws SQLException {
        most = 6;
        types.put("b", ColumnType.TEXT);
        types.put("c", ColumnType.JSON);

        List<List<String>> rows = rows("{\"id\":1,\"c\":{\"x\":1.50},\"b\":\"\\ud800\"}\n{\"id\":2}");

        assertEquals(
                "json {\"b\":\"\\ufffd\",\"c\":{\"x\":1.50}}", rows.getFirst().get(1));
        assertTrue(rows.getFirst().getLast().contains("\"field\":\"b\",\"change\":\"TRUNCATED\""), rows::toString);
        assertEquals("nothing", rows.getLast().get(1));
    }

    @Test
    void identifiersOfABatchBeginAlikeAndAreNeverEqual() throws SQLException {
        RecordRows rows = rowsOver(segment("{}\n{}"), layout());
        List<List<String>> first = write(rows);
        String common = rows.commonId();
        rows.renewIds();
        List<String> next = write(rows.over(segment("{}"))).getFirst();

        assertTrue(first.stream().allMatch(row -> row.get(2).startsWith("text " + common)));
        assertFalse(first.getFirst().get(2).equals(first.getLast().get(2)));
        assertFalse(next.get(2).contains(common));
        assertTrue(next.get(2).matches("text [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    }

    @Test
    void lossesAreCountedByField() throws SQLException {
        Losses losses = new Losses(List.copyOf(types.keySet()));
        RecordRows rows = new RecordRows(layout(), losses, 3, 9);
        write(rows.over(segment("{\"id\":\"x\",\"y\":1}\n{\"id\":1.5,\"név\\n\":\"\\udc00\"}")));

        assertEquals(
                "{\"stream\":\"s\",\"nulled\":{\"id\":2},\"changed\":{\"név\\n\":1},\"undeclared\":{\"y\":1}}",
                losses.report(StreamName.of("s")));
    }

    private Layout layout() {
        Map<String, String> names = new LinkedHashMap<>();
        types.keySet().forEach(field -> names.put(field, field));
        return Layout.of(types, names, List.of(), most);
    }

    private RecordRows rowsOver(Segment segment, Layout layout) {
        return new RecordRows(layout, new Losses(layout.fields()), 3, 9).over(segment);
    }

    private List<List<String>> rows(String records) throws SQLException {
        return write(rowsOver(segment(records), layout()));
    }

    private static Segment segment(String records) {
        Segment segment = new Segment();
        records.lines().forEach(record -> {
            byte[] bytes = record.getBytes(UTF_8);
            segment.add(bytes, 0, bytes.length, 0, 0, 5);
        });
        return segment;
    }

    private static List<List<String>> write(RecordRows rows) throws SQLException {
        Cells cells = new Cells();
        List<List<String>> written = new ArrayList<>();
        while (rows.next(cells)) {
            written.add(cells.take());
        }
        return written;
    }
}
