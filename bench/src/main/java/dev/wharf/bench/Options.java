package dev.wharf.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * @param rows names of the rows that are wanted; none means all
 * @param pairs how often each side is measured
 * @param records how many records a warehouse row loads
 * @param json where the measurements are written too
 */
record Options(List<String> rows, int pairs, int records, Optional<Path> json) {

    static final Set<String> ROWS =
            Set.of("start", "empty", "validator", "pump", "duckdb", "postgres", "postgres-dedup");

    /** @throws IllegalArgumentException when they cannot be understood, or help is asked for; the message says why */
    static Options parse(List<String> arguments) {
        List<String> rows = new ArrayList<>();
        int pairs = 5;
        int records = 1_000_000;
        Optional<Path> json = Optional.empty();
        ArrayDeque<String> left = new ArrayDeque<>(arguments);
        while (!left.isEmpty()) {
            String word = left.pop();
            switch (word) {
                case "--pairs" -> pairs = number(word, left);
                case "--records" -> records = number(word, left);
                case "--json" -> json = Optional.of(Path.of(value(word, left)).toAbsolutePath());
                case "--help" -> throw new IllegalArgumentException("");
                default -> {
                    if (!ROWS.contains(word)) {
                        throw new IllegalArgumentException("There is no row or option " + word + ".");
                    }
                    rows.add(word);
                }
            }
        }
        return new Options(rows, pairs, records, json);
    }

    private static int number(String option, ArrayDeque<String> left) {
        String value = value(option, left);
        try {
            int number = Integer.parseInt(value);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a whole number, not " + value + ".", e);
        }
        throw new IllegalArgumentException(option + " needs a number above 0, not " + value + ".");
    }

    private static String value(String option, ArrayDeque<String> left) {
        if (left.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a value.");
        }
        return left.pop();
    }
}
