package dev.wharf.destination.table;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How the fields of a stream lie in the columns of its table: where each field goes, and in which order a row is written.
 *
 * @param fields the fields that the stream declares, in its order
 * @param columns what a row writes: the columns of the fields first, then {@link Names#OVERFLOW} if there is one, then ours, with
 *     {@link Names#META} last, because only then it is known what became of the others
 * @param columnOf for each field the index of its column; of one that has none, that of the overflow
 */
record Layout(List<String> fields, List<Column> columns, List<Integer> columnOf) {

    private static final Column RAW_ID = new Column(Names.RAW_ID, ColumnType.TEXT);
    private static final Column EXTRACTED_AT = new Column(Names.EXTRACTED_AT, ColumnType.INSTANT);
    private static final Column META = new Column(Names.META, ColumnType.JSON);
    private static final Column GENERATION = new Column(Names.GENERATION, ColumnType.INTEGER);
    private static final Column OVERFLOW = new Column(Names.OVERFLOW, ColumnType.JSON);
    private static final Column ORDER = new Column(Names.ORDER, ColumnType.INTEGER);
    private static final Column PATCH = new Column(Names.PATCH, ColumnType.TEXT);

    private static final int OURS = 4;

    Layout {
        fields = List.copyOf(fields);
        columns = List.copyOf(columns);
        columnOf = List.copyOf(columnOf);
    }

    /**
     * Lays fields into columns: each into the one it has; the others, in their order, into new ones, as long as the table may have
     * more; the rest into the overflow.
     *
     * @param types of the fields' columns
     * @param names of the fields' columns
     * @param existing the columns that the table has
     * @param most how many columns a table may have
     */
    static Layout of(Map<String, ColumnType> types, Map<String, String> names, Collection<String> existing, int most) {
        int kept = (int) names.values().stream().filter(existing::contains).count();
        int others = Math.max(existing.size(), OURS + kept) - kept;
        // There is always room for an overflow: the next fields may come when the table is full.
        int room = most - others - (existing.contains(Names.OVERFLOW) ? 0 : 1);
        int added = 0;
        List<Column> columns = new ArrayList<>();
        List<Integer> columnOf = new ArrayList<>();
        for (Map.Entry<String, ColumnType> field : types.entrySet()) {
            String name = names.getOrDefault(field.getKey(), field.getKey());
            boolean own = existing.contains(name) || kept + added < room;
            added += own && !existing.contains(name) ? 1 : 0;
            columnOf.add(own ? columns.size() : -1);
            if (own) {
                columns.add(new Column(name, field.getValue()));
            }
        }
        int overflow = columns.size();
        columnOf.replaceAll(column -> column < 0 ? overflow : column);
        if (overflow < types.size()) {
            columns.add(OVERFLOW);
        }
        columns.addAll(List.of(RAW_ID, EXTRACTED_AT, GENERATION, META));
        return new Layout(List.copyOf(types.keySet()), columns, columnOf);
    }

    /** How many columns are a field's own. */
    int own() {
        int overflow = columns.indexOf(OVERFLOW);
        return overflow < 0 ? columns.indexOf(RAW_ID) : overflow;
    }

    /** What a row of the stage writes: as a row of the table, and in front of {@link Names#META} the order of arrival and what it patches. */
    Layout staged() {
        List<Column> staged = new ArrayList<>(columns);
        staged.addAll(staged.size() - 1, List.of(ORDER, PATCH));
        return new Layout(fields, staged, columnOf);
    }

    /** The columns as a table shows them: ours first, as Airbyte's tables have them. */
    List<Column> shown() {
        List<Column> shown = new ArrayList<>(List.of(RAW_ID, EXTRACTED_AT, META, GENERATION));
        columns.stream().filter(column -> !shown.contains(column)).forEach(shown::add);
        return shown;
    }

    /** The column of a field; the overflow when it has none of its own. @throws IllegalArgumentException if there is no such field */
    Column column(String field) {
        int place = fields.indexOf(field);
        if (place < 0) {
            throw new IllegalArgumentException(field);
        }
        return columns.get(columnOf.get(place));
    }
}
