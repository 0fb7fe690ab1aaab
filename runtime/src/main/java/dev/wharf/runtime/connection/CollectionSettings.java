package dev.wharf.runtime.connection;

import static dev.wharf.protocol.DestinationSyncMode.APPEND;
import static dev.wharf.protocol.DestinationSyncMode.APPEND_DEDUP;
import static dev.wharf.protocol.DestinationSyncMode.OVERWRITE;

import dev.wharf.catalog.Nearest;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.Connection.Settings;
import dev.wharf.runtime.sync.InvalidPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The settings of one collection, defaults filled in and checked against what source and destination can do. */
final class CollectionSettings {

    private final Stream stream;
    private final List<Settings> applying;
    private final Set<DestinationSyncMode> writable;
    private final Problems problems;
    private final SyncMode mode;
    private final DestinationSyncMode write;
    private final List<String> cursor;
    private final List<List<String>> key;
    private final Optional<List<String>> fields;

    /** @param applying settings that match the collection, in the file's order */
    CollectionSettings(Stream stream, List<Settings> applying, Set<DestinationSyncMode> writable, Problems problems) {
        this.stream = stream;
        this.applying = applying;
        this.writable = writable;
        this.problems = problems;
        this.cursor = chooseCursor();
        this.key = chooseKey();
        this.mode = chooseMode();
        this.write = chooseWrite();
        this.fields = last(Settings::fields);
        checkFields();
    }

    SyncMode mode() {
        return mode;
    }

    DestinationSyncMode write() {
        return write;
    }

    /** As Airbyte's platform does, the cursor that a source keeps on its own is named too, where it says which that is. */
    List<String> cursor() {
        return mode == SyncMode.INCREMENTAL ? cursor : List.of();
    }

    List<List<String>> key() {
        return key;
    }

    Optional<List<String>> fields() {
        return fields;
    }

    Optional<InvalidPolicy> invalid() {
        return last(Settings::invalid);
    }

    private SyncMode chooseMode() {
        Optional<SyncMode> asked = last(Settings::mode);
        boolean hasCursor = stream.sourceDefinedCursor() || !cursor.isEmpty();
        if (asked.isEmpty()) {
            boolean incremental = stream.supports(SyncMode.INCREMENTAL) && hasCursor;
            return incremental || !stream.supports(SyncMode.FULL_REFRESH)
                    ? SyncMode.INCREMENTAL
                    : SyncMode.FULL_REFRESH;
        }
        if (!stream.supports(asked.get())) {
            String other = asked.get() == SyncMode.INCREMENTAL ? "full_refresh" : "incremental";
            add(
                    Settings::mode,
                    "mode",
                    "the source cannot read it " + asked.get().wire(),
                    "Use " + other + ".");
        } else if (asked.get() == SyncMode.INCREMENTAL && !hasCursor) {
            add(
                    Settings::mode,
                    "mode",
                    "incremental needs a cursor, and the source proposes none",
                    "Name a field that grows with every change: cursor: updated_at.");
        }
        return asked.get();
    }

    private DestinationSyncMode chooseWrite() {
        Optional<DestinationSyncMode> asked = last(Settings::write);
        if (asked.isEmpty()) {
            if (mode == SyncMode.FULL_REFRESH) {
                return takes(OVERWRITE) ? OVERWRITE : APPEND;
            }
            return !key.isEmpty() && writable.contains(APPEND_DEDUP) ? APPEND_DEDUP : APPEND;
        }
        if (!takes(asked.get())) {
            List<String> known =
                    writable.stream().map(DestinationSyncMode::wire).sorted().toList();
            add(
                    Settings::write,
                    "write",
                    "the destination cannot " + asked.get().wire(),
                    "It can " + String.join(", ", known) + ".");
        }
        if (asked.get() == APPEND_DEDUP && key.isEmpty()) {
            add(
                    Settings::write,
                    "write",
                    "append_dedup needs a key, and the source declares none",
                    "Name the fields that identify an object: key: [id].");
        }
        if (asked.get() == OVERWRITE && mode == SyncMode.INCREMENTAL) {
            add(
                    Settings::write,
                    "write",
                    "an incremental read brings only what is new, so overwrite would lose the rest",
                    "Use append or append_dedup, or mode: full_refresh.");
        }
        return asked.get();
    }

    /** A destination that names no modes is old, and takes the two that every destination has. */
    private boolean takes(DestinationSyncMode mode) {
        return writable.isEmpty() ? mode == APPEND || mode == OVERWRITE : writable.contains(mode);
    }

    private List<String> chooseCursor() {
        Optional<String> asked = last(Settings::cursor);
        if (asked.isEmpty()) {
            return stream.defaultCursor();
        }
        List<String> path = path(asked.get());
        if (stream.sourceDefinedCursor() && !path.equals(stream.defaultCursor())) {
            add(Settings::cursor, "cursor", "the source keeps its own cursor for it", "Remove cursor.");
        }
        return path;
    }

    private List<List<String>> chooseKey() {
        List<String> asked = last(Settings::key).orElse(List.of());
        List<List<String>> declared = stream.sourceDefinedPrimaryKey();
        if (asked.isEmpty()) {
            return declared;
        }
        List<List<String>> paths = asked.stream().map(this::path).toList();
        if (!declared.isEmpty() && !new HashSet<>(declared).equals(new HashSet<>(paths))) {
            String own = String.join(
                    ", ", declared.stream().map(one -> String.join(".", one)).toList());
            add(Settings::key, "key", "the source declares its key: " + own, "Remove key.");
        }
        return paths;
    }

    /** A field's name; where there is no such field, dots lead into objects. */
    private List<String> path(String name) {
        return properties().has(name) ? List.of(name) : List.of(name.split("\\.", -1));
    }

    private void checkFields() {
        List<String> known = List.copyOf(properties().propertyNames());
        if (known.isEmpty()) {
            return;
        }
        checkKnown(Settings::cursor, "cursor", cursor, known);
        key.forEach(path -> checkKnown(Settings::key, "key", path, known));
        fields.ifPresent(chosen -> {
            String at = at(Settings::fields, "fields");
            for (int i = 0; i < chosen.size(); i++) {
                if (!known.contains(chosen.get(i))) {
                    problems.add(
                            Paths.element(at, i),
                            stream.name() + ": " + chosen.get(i) + " is not a field of it",
                            suggestion(chosen.get(i), known));
                }
            }
            needed().stream()
                    .filter(name -> known.contains(name) && !chosen.contains(name))
                    .forEach(name -> problems.add(
                            at,
                            stream.name() + ": " + name + " is missing, which is its key or its cursor",
                            "Add it to fields."));
        });
    }

    private List<String> needed() {
        List<String> needed = new ArrayList<>();
        if (write == APPEND_DEDUP) {
            key.forEach(path -> needed.add(path.getFirst()));
        }
        if (!cursor().isEmpty()) {
            needed.add(cursor().getFirst());
        }
        return needed.stream().distinct().toList();
    }

    private void checkKnown(
            Function<Settings, Optional<?>> setting, String word, List<String> path, List<String> known) {
        boolean chosen =
                applying.stream().anyMatch(settings -> setting.apply(settings).isPresent());
        if (chosen && !path.isEmpty() && !known.contains(path.getFirst())) {
            add(setting, word, path.getFirst() + " is not a field of it", suggestion(path.getFirst(), known));
        }
    }

    private static String suggestion(String name, List<String> known) {
        return Nearest.to(name, known)
                .map(near -> "Did you mean " + near + "?")
                .orElse("Its fields: " + String.join(", ", known.subList(0, Math.min(known.size(), 30)))
                        + (known.size() > 30 ? ", …" : "") + ".");
    }

    private JsonNode properties() {
        return stream.jsonSchema().path("properties");
    }

    private <T> Optional<T> last(Function<Settings, Optional<T>> setting) {
        return applying.stream()
                .flatMap(settings -> setting.apply(settings).stream())
                .reduce((_, later) -> later);
    }

    private void add(Function<Settings, Optional<?>> setting, String word, String message, String fix) {
        problems.add(at(setting, word), stream.name() + ": " + message, fix);
    }

    /** Where the setting that counts stands. */
    private String at(Function<Settings, ? extends Optional<?>> setting, String word) {
        return applying.stream()
                .filter(settings -> setting.apply(settings).isPresent())
                .reduce((_, later) -> later)
                .map(settings -> Paths.child(settings.path(), word))
                .orElse("collections.settings");
    }
}
