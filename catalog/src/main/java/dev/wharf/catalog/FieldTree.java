package dev.wharf.catalog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fields that are chosen of a collection, or of an object in it: each whole, or again only some of its own.
 *
 * @param fields by name; none means the whole
 */
public record FieldTree(Map<String, FieldTree> fields) {

    /** Everything that there is. */
    public static final FieldTree WHOLE = new FieldTree(Map.of());

    public FieldTree {
        fields = Map.copyOf(fields);
    }

    /** @param paths never none; of a field that is named both whole and in part the whole is chosen */
    public static FieldTree of(Collection<List<String>> paths) {
        Map<String, List<List<String>>> byFirst = new LinkedHashMap<>();
        for (List<String> path : paths) {
            byFirst.computeIfAbsent(path.getFirst(), first -> new ArrayList<>()).add(path.subList(1, path.size()));
        }
        Map<String, FieldTree> fields = new LinkedHashMap<>();
        byFirst.forEach((name, rests) -> fields.put(name, rests.stream().anyMatch(List::isEmpty) ? WHOLE : of(rests)));
        return new FieldTree(fields);
    }

    public boolean whole() {
        return fields.isEmpty();
    }

    /** What is chosen of a field; empty when nothing is. */
    public Optional<FieldTree> field(String name) {
        return whole() ? Optional.of(WHOLE) : Optional.ofNullable(fields.get(name));
    }

    /** Whether all of the field is chosen that a path leads to. */
    public boolean covers(List<String> path) {
        return whole()
                || (!path.isEmpty()
                        && field(path.getFirst())
                                .map(inner -> inner.covers(path.subList(1, path.size())))
                                .orElse(false));
    }

    /** The names of what is chosen, as {@link FieldPath} has them, in alphabetical order. */
    public List<String> texts() {
        List<List<String>> paths = new ArrayList<>();
        collect(List.of(), paths);
        return paths.stream().map(FieldPath::text).sorted().toList();
    }

    private void collect(List<String> outer, List<List<String>> paths) {
        fields.forEach((name, inner) -> {
            List<String> path = new ArrayList<>(outer);
            path.add(name);
            if (inner.whole()) {
                paths.add(path);
            } else {
                inner.collect(path, paths);
            }
        });
    }
}
