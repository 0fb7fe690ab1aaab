package dev.wharf.runtime.connection;

import java.util.List;
import java.util.Map;

/**
 * Another choice of collections than the one in a connection file, to be tried, and saved if it pleases.
 *
 * @param select what takes the place of {@code collections.select}; nothing does when empty
 * @param fields by collection, what takes the place of its {@code fields}
 */
public record Trial(List<String> select, Map<String, List<String>> fields) {

    public Trial {
        select = List.copyOf(select);
        fields = Map.copyOf(fields);
    }

    public static Trial none() {
        return new Trial(List.of(), Map.of());
    }

    public boolean isNone() {
        return select.isEmpty() && fields.isEmpty();
    }

    /** The file's text with this choice in it; one that cannot be read stays as it is. */
    String in(String text) {
        if (isNone() || Yaml.parse(text).tree().isEmpty()) {
            return text;
        }
        String edited = select.isEmpty() ? text : YamlEdit.set(text, List.of("collections", "select"), select);
        for (Map.Entry<String, List<String>> one : fields.entrySet()) {
            edited = YamlEdit.set(edited, List.of("collections", "settings", one.getKey(), "fields"), one.getValue());
        }
        return edited;
    }
}
