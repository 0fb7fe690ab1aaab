package dev.wharf.runtime.connection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** All problems of one file, each with its line, in the file's order. One thread. */
final class Problems {

    private final Map<String, Integer> lines;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** @param lines of each path of the file */
    Problems(Map<String, Integer> lines) {
        this.lines = lines;
    }

    void add(String path, String message, String fix) {
        problems.add(new Problem(path, line(path), message, fix));
    }

    void warn(String path, String message, String fix) {
        warnings.add(new Problem(path, line(path), message, fix));
    }

    void addAll(List<Problem> more) {
        problems.addAll(more);
    }

    /** Whether nothing is wrong at the path or below it, so that what is there can be read. */
    boolean sound(String path) {
        return problems.stream().noneMatch(problem -> Paths.within(problem.path(), path));
    }

    List<Problem> problems() {
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    List<Problem> warnings() {
        return warnings.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    /** What is missing has no line of its own, but that of what it is missing from. */
    private int line(String path) {
        for (String at = path; !at.isEmpty(); at = Paths.parent(at)) {
            Integer line = lines.get(at);
            if (line != null) {
                return line;
            }
        }
        return 0;
    }
}
