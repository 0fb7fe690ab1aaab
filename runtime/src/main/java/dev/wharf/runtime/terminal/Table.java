package dev.wharf.runtime.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Rows under a head, in columns as wide as their widest cell. One thread. */
public final class Table {

    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,.]*( [kKMGTi]*B| ?[mhds].*)?|-");

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... head) {
        this.head = List.of(head);
    }

    public Table row(Object... cells) {
        rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** Numbers stand right, the rest left; no line ends in blanks. */
    public List<String> lines() {
        List<Column> columns =
                IntStream.range(0, head.size()).mapToObj(this::column).toList();
        List<String> lines = new ArrayList<>();
        lines.add(line(head, columns));
        rows.forEach(row -> lines.add(line(row, columns)));
        return lines;
    }

    private Column column(int index) {
        int widest = head.get(index).length();
        boolean numbers = !rows.isEmpty();
        for (List<String> row : rows) {
            String cell = row.get(index);
            widest = Math.max(widest, cell.length());
            numbers &= cell.isEmpty() || NUMBER.matcher(cell).matches();
        }
        return new Column(widest, numbers);
    }

    private static String line(List<String> cells, List<Column> columns) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(columns.get(i).padded(cells.get(i))).append("  ");
        }
        return line.toString().stripTrailing();
    }

    private record Column(int width, boolean numbers) {

        String padded(String cell) {
            String padding = " ".repeat(width - cell.length());
            return numbers ? padding + cell : cell + padding;
        }
    }
}
