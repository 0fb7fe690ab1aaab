package dev.wharf.runtime.schema;

import java.util.List;
import java.util.Optional;

/** Tells whether a record's data follows its collection's schema. One instance serves one thread. */
public interface RecordCheck {

    /** {@link #explain} tells at most so many violations. */
    int MOST_VIOLATIONS = 20;

    /** Whether the JSON object {@code bytes[from, to)}, already known to be well-formed, is valid. */
    boolean valid(byte[] bytes, int from, int to);

    /** Why it is not; never empty for bytes that {@link #valid} refused. */
    List<Violation> explain(byte[] bytes, int from, int to);

    /** Why this schema is checked by networknt instead of compiled, as a sentence for the report; empty when it is compiled. */
    Optional<String> slowBecause();

    /**
     * What of the schema cannot be checked by anybody, and why, as sentences for the report: a schema, or a field's part of it, that
     * is malformed allows everything. Empty when all of it is checked.
     */
    Optional<String> uncheckedBecause();

    /**
     * One way in which a record's data departs from the schema. Only {@code field} and {@code path} come from the data; both hold
     * names, never values.
     *
     * @param field the top-level field at fault, as its name; empty when the object as a whole is
     * @param path a JSON pointer to the value; a name in it that is very long is cut
     * @param expected what the schema asks, e.g. {@code integer or null}
     * @param found what is there, without its content, e.g. {@code string of 12 characters}
     * @param example the value with every letter and digit masked, cut when it is long; empty when a mask would tell nothing
     */
    record Violation(String field, String path, String expected, String found, String example) {}
}
