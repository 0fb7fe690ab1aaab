package dev.wharf.runtime.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows under a head, in columns as wide as their widest cell. One thread. */
final class Table {

    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    Table row(Object... cells) {
        rows.add(java.util.Arrays.stream(cells).map(String::valueOf).toList());
        return this;
    }

    /** Numbers stand right, the rest left; no line ends in blanks. */
    List<String> lines() {
        int[] widths =
                IntStream.range(0, head.size()).map(column -> width(column)).toArray();
        List<String> lines = new ArrayList<>();
        lines.add(line(head, widths));
        rows.forEach(row -> lines.add(line(row, widths)));
        return lines;
    }

    private int width(int column) {
        int widest = head.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String padding = " ".repeat(widths[column] - cells.get(column).length());
            line.append(numeric(column) ? padding + cells.get(column) : cells.get(column) + padding)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    private boolean numeric(int column) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.get(column).isEmpty()
                                || row.get(column).matches("[0-9][0-9,.]*( [kKMGTi]*B| ?[mhds].*)?|-"));
    }
}
