package dev.wharf.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The measurements of one row, pair by pair: a machine that is slow for a while is so for both sides of a pair.
 *
 * @param ours seconds
 * @param theirs seconds, in the same order
 */
record Pairs(Row row, List<Double> ours, List<Double> theirs) {

    Pairs {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }

    /** One pair that is not counted, then {@code count}, which side is first changing from pair to pair. */
    static Pairs measure(Row row, int count) throws IOException, InterruptedException {
        List<Double> ours = new ArrayList<>();
        List<Double> theirs = new ArrayList<>();
        row.ours();
        row.theirs();
        for (int i = 0; i < count; i++) {
            if (i % 2 == 0) {
                ours.add(row.ours());
                theirs.add(row.theirs());
            } else {
                theirs.add(row.theirs());
                ours.add(row.ours());
            }
        }
        return new Pairs(row, ours, theirs);
    }

    List<Double> ratios() {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(row.aim().ratio(ours.get(i), theirs.get(i)));
        }
        return ratios;
    }

    double ratio() {
        return median(ratios());
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
