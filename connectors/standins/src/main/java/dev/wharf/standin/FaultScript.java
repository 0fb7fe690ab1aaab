package dev.wharf.standin;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The faults still to come. Every line counts the calls it concerns by itself; of several that are due, the first is played. Safe for all threads. */
public final class FaultScript {
    /**
     * Faults that need nothing from a vendor. {@code reset}: the connection is torn down (RST) unanswered. {@code silent}: no answer, ever.
     * {@code truncated}: half the body, then the end. {@code slow}: the body in pieces with pauses ({@code pieces}, {@code pause} in
     * milliseconds). {@code html}: a proxy's page ({@code status}). {@code clock-skew}: the Date header is {@code seconds} off.
     */
    public static final Set<String> NETWORK = Set.of("reset", "silent", "truncated", "slow", "html", "clock-skew");

    private final Set<String> known = new TreeSet<>(NETWORK);
    private final List<Line> lines = new ArrayList<>();

    FaultScript(Set<String> ofVendor) {
        known.addAll(ofVendor);
    }

    public synchronized void add(Fault fault) {
        if (!known.contains(fault.name())) {
            throw new IllegalArgumentException("there is no fault " + fault.name() + "; known are " + known);
        }
        lines.add(new Line(fault));
    }

    public synchronized void clear() {
        lines.clear();
    }

    synchronized List<Fault> faults() {
        return lines.stream().map(line -> line.fault).toList();
    }

    /** Counts a call and says what is to go wrong with it. */
    synchronized Optional<Fault> next(String path) {
        Optional<Fault> due = Optional.empty();
        for (Line line : lines) {
            if (line.fault.concerns(path) && line.isDueAtThisCall() && due.isEmpty()) {
                due = Optional.of(line.fault);
            }
        }
        lines.removeIf(Line::isOver);
        return due;
    }

    private static final class Line {
        private final Fault fault;
        private long calls;

        private Line(Fault fault) {
            this.fault = fault;
        }

        private boolean isDueAtThisCall() {
            calls++;
            return calls > fault.after();
        }

        private boolean isOver() {
            return calls >= (long) fault.after() + fault.calls();
        }
    }
}
