package dev.wharf.destination.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LayoutTest {

    private static final List<String> OURS = List.of(Names.RAW_ID, Names.EXTRACTED_AT, Names.META, Names.GENERATION);

    @Test
    void ourColumnsAreShownFirstAndWrittenLast() {
        Layout layout = Layout.of(Map.of("id", ColumnType.INTEGER), Map.of("id", "id"), List.of(), 100);

        assertEquals(
                List.of(Names.RAW_ID, Names.EXTRACTED_AT, Names.META, Names.GENERATION, "id"), names(layout.shown()));
        assertEquals(
                List.of("id", Names.RAW_ID, Names.EXTRACTED_AT, Names.GENERATION, Names.META), names(layout.columns()));
    }

    @Test
    void aStagedRowHasTheSameFieldsAndItsOrder() {
        Layout layout = layout(30, Set.of(), 20);

        assertEquals(layout.own(), layout.staged().own());
        assertEquals(
                Names.ORDER,
                layout.staged().columns().get(layout.columns().size() - 1).name());
    }

    /** A table is never wider than the database allows, its columns are kept, and each field has one place. */
    @Test
    void fieldsThatFindNoRoomGoIntoTheOverflow() {
        Random random = new Random(4);
        for (int round = 0; round < 2_000; round++) {
            int most = 8 + random.nextInt(20);
            Set<String> existing = new LinkedHashSet<>();
            for (int sync = 0; sync < 3; sync++) {
                Layout layout = layout(random.nextInt(40), existing, most);
                Set<String> wide = new HashSet<>(existing);
                layout.columns().forEach(column -> wide.add(column.name()));
                assertTrue(wide.size() <= most, wide::toString);
                for (String field : layout.fields()) {
                    boolean own = layout.column(field).name().equals(field);
                    assertTrue(own || layout.column(field).name().equals(Names.OVERFLOW), field);
                    assertTrue(own || !existing.contains(field), field);
                }
                layout.shown().forEach(column -> existing.add(column.name()));
            }
        }
    }

    private static Layout layout(int fields, Set<String> existing, int most) {
        Map<String, ColumnType> types = new LinkedHashMap<>();
        Map<String, String> names = new HashMap<>();
        for (int field = 0; field < fields; field++) {
            types.put("f" + field, ColumnType.TEXT);
            names.put("f" + field, "f" + field);
        }
        assertTrue(existing.isEmpty() || existing.containsAll(OURS));
        return Layout.of(types, names, existing, most);
    }

    private static List<String> names(List<Column> columns) {
        return columns.stream().map(Column::name).toList();
    }
}
