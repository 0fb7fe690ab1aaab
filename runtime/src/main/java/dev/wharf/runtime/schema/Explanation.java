package dev.wharf.runtime.schema;

import dev.wharf.runtime.schema.RecordCheck.Violation;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the violations of one record, with the way to where they are; no two are the same. */
final class Explanation {

    private final Set<Violation> violations = new LinkedHashSet<>();
    private final StringBuilder path = new StringBuilder();
    private String field = "";

    /** Goes into a field. @return what {@link #leave} needs */
    int enter(String name) {
        if (path.isEmpty()) {
            field = name;
        }
        int length = path.length();
        path.append('/').append(Wording.name(name).replace("~", "~0").replace("/", "~1"));
        return length;
    }

    /** Goes to an item. @return what {@link #leave} needs */
    int enter(int index) {
        int length = path.length();
        path.append('/').append(index);
        return length;
    }

    void leave(int length) {
        path.setLength(length);
        if (length == 0) {
            field = "";
        }
    }

    void add(String expected, String found, String example) {
        if (!full()) {
            violations.add(new Violation(field, path.toString(), expected, found, example));
        }
    }

    /** Says that the value at {@code from} is not what is expected. */
    void add(String expected, byte[] bytes, int from) {
        add(expected, Wording.found(bytes, from), Wording.example(bytes, from));
    }

    boolean full() {
        return violations.size() == RecordCheck.MOST_VIOLATIONS;
    }

    /** What was found; when it was nothing, that the record was given up. */
    List<Violation> orTooMuchWork() {
        return violations.isEmpty()
                ? List.of(new Violation("", "", Wording.REASONABLE_WORK, "data nested too deep or too often", ""))
                : List.copyOf(violations);
    }
}
