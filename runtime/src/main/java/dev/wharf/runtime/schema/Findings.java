package dev.wharf.runtime.schema;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.schema.RecordCheck.Violation;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The violations of a run, counted for its report: those of one place of a collection, with the same expected and found, are one
 * finding. Memory is bounded (invariant 7), whatever a source sends. One thread.
 */
public final class Findings {

    /** Of a collection, so many findings are told apart. */
    public static final int MOST_PER_COLLECTION = 100;

    /** Numbers in a path are mostly indexes; where they are keys, they tell records apart and not faults. */
    private static final Pattern INDEX = Pattern.compile("/\\d+(?=/|$)");

    private static final Pattern SIZE = Pattern.compile(" of \\d+ .*");

    private final Map<StreamName, Counts> counts = new LinkedHashMap<>();

    /**
     * @param path a JSON pointer, with {@code *} for an index
     * @param count how many violations there were
     * @param example of the first of them, masked; empty when a mask would tell nothing
     */
    public record Finding(String path, String expected, String found, long count, String example) {}

    /**
     * What was found in one collection.
     *
     * @param records with at least one violation
     * @param findings the most frequent first
     * @param others violations beyond those findings, not told apart
     */
    public record Summary(long records, List<Finding> findings, long others) {

        public Summary {
            findings = List.copyOf(findings);
        }
    }

    /** Counts one record. */
    public void add(StreamName collection, List<Violation> violations) {
        if (!violations.isEmpty()) {
            counts.computeIfAbsent(collection, name -> new Counts()).add(violations);
        }
    }

    /** By collection, in the order of their first violations. */
    public Map<StreamName, Summary> summaries() {
        Map<StreamName, Summary> summaries = new LinkedHashMap<>();
        counts.forEach((name, count) -> summaries.put(name, count.summary()));
        return summaries;
    }

    private record Place(String path, String expected, String found) {

        static Place of(Violation violation) {
            return new Place(
                    INDEX.matcher(violation.path()).replaceAll("/*"),
                    violation.expected(),
                    SIZE.matcher(violation.found()).replaceAll(""));
        }
    }

    private static final class Counts {

        private final Map<Place, Finding> findings = new LinkedHashMap<>();
        private long records;
        private long others;

        void add(List<Violation> violations) {
            records++;
            for (Violation violation : violations) {
                Place place = Place.of(violation);
                if (findings.containsKey(place) || findings.size() < MOST_PER_COLLECTION) {
                    findings.merge(
                            place,
                            new Finding(place.path, place.expected, place.found, 1, violation.example()),
                            (known, one) -> new Finding(
                                    known.path, known.expected, known.found, known.count + 1, known.example));
                } else {
                    others++;
                }
            }
        }

        Summary summary() {
            List<Finding> sorted = findings.values().stream()
                    .sorted(Comparator.comparingLong(Finding::count).reversed())
                    .toList();
            return new Summary(records, sorted, others);
        }
    }
}
