package dev.wharf.catalog;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What changed between two offers of a source. Structural: order means nothing. Fields are compared where they become columns, at
 * the top level of a record.
 */
public record CatalogDifference(List<Change> changes) {

    public CatalogDifference {
        changes = List.copyOf(changes);
    }

    public static CatalogDifference between(Catalog before, Catalog after) {
        Map<StreamName, Stream> old = byName(before);
        Map<StreamName, Stream> current = byName(after);
        List<Change> changes = new ArrayList<>();
        old.forEach((name, stream) -> {
            if (!current.containsKey(name)) {
                changes.add(new Change.CollectionRemoved(name));
            }
        });
        current.forEach((name, stream) -> {
            Stream was = old.get(name);
            if (was == null) {
                changes.add(new Change.CollectionAdded(name));
            } else {
                compareFields(was, stream, changes);
                compareKeys(was, stream, changes);
            }
        });
        return new CatalogDifference(changes);
    }

    public boolean breaking() {
        return changes.stream().anyMatch(Change::breaking);
    }

    private static Map<StreamName, Stream> byName(Catalog catalog) {
        Map<StreamName, Stream> byName = new LinkedHashMap<>();
        catalog.streams().forEach(stream -> byName.put(stream.name(), stream));
        return byName;
    }

    private static void compareFields(Stream before, Stream after, List<Change> changes) {
        JsonNode old = before.jsonSchema().path("properties");
        JsonNode current = after.jsonSchema().path("properties");
        old.properties().forEach(field -> {
            if (!current.has(field.getKey())) {
                changes.add(new Change.FieldRemoved(after.name(), field.getKey()));
            }
        });
        current.properties().forEach(field -> {
            FieldType type = FieldType.of(field.getValue());
            if (!old.has(field.getKey())) {
                changes.add(new Change.FieldAdded(after.name(), field.getKey(), type.toString()));
                return;
            }
            FieldType was = FieldType.of(old.path(field.getKey()));
            if (!was.equals(type)) {
                changes.add(new Change.FieldRetyped(
                        after.name(), field.getKey(), was.toString(), type.toString(), type.covers(was)));
            }
        });
    }

    private static void compareKeys(Stream before, Stream after, List<Change> changes) {
        String key = key(before);
        String cursor = cursor(before);
        if (!key.equals(key(after))) {
            changes.add(new Change.KeyChanged(after.name(), key, key(after)));
        }
        if (!cursor.equals(cursor(after))) {
            changes.add(new Change.CursorChanged(after.name(), cursor, cursor(after)));
        }
        if (!before.syncModes().equals(after.syncModes())) {
            boolean fewer = !after.syncModes().containsAll(before.syncModes());
            changes.add(new Change.ModesChanged(after.name(), modes(before), modes(after), fewer));
        }
    }

    private static String key(Stream stream) {
        List<String> paths = stream.sourceDefinedPrimaryKey().stream()
                .map(path -> String.join(".", path))
                .toList();
        return paths.isEmpty() ? "none" : String.join(", ", paths);
    }

    private static String cursor(Stream stream) {
        String path = stream.defaultCursor().isEmpty() ? "none proposed" : String.join(".", stream.defaultCursor());
        return stream.sourceDefinedCursor() ? "the source's own (" + path + ")" : path;
    }

    private static String modes(Stream stream) {
        return String.join(
                ", ", stream.syncModes().stream().map(SyncMode::wire).sorted().toList());
    }
}
