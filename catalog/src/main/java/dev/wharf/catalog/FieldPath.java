package dev.wharf.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The name of a field as people write it: {@code shipping.address.city}. A dot leads into an object, also through arrays of such; one that belongs to a name has a backslash in front
 * of it, as have a comma and a backslash.
 */
public final class FieldPath {

    /** What {@link #parse} accepts, as a regular expression. */
    public static final String PATTERN = "(\\\\[.,\\\\]|[^.\\\\])+(\\.(\\\\[.,\\\\]|[^.\\\\])+)*";

    private FieldPath() {}

    /** The names along the way, outermost first; empty when one of them is, or a backslash stands before anything else. */
    public static Optional<List<String>> parse(String text) {
        List<String> names = new ArrayList<>();
        for (String part : split(text, '.')) {
            if (part.isEmpty() || part.replaceAll("\\\\[.,\\\\]", "").indexOf('\\') >= 0) {
                return Optional.empty();
            }
            names.add(part.replaceAll("\\\\([.,\\\\])", "$1"));
        }
        return Optional.of(List.copyOf(names));
    }

    /** What {@link #parse} reads as these names. */
    public static String text(List<String> names) {
        return String.join(
                ".",
                names.stream()
                        .map(name -> name.replace("\\", "\\\\").replace(".", "\\."))
                        .toList());
    }

    /** The parts of a list with commas, each for {@link #parse}. */
    public static List<String> list(String text) {
        return split(text, ',');
    }

    private static List<String> split(String text, char at) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == at) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }
}
