package dev.wharf.runtime.connection;

import static dev.wharf.protocol.DestinationSyncMode.APPEND;
import static dev.wharf.protocol.DestinationSyncMode.APPEND_DEDUP;
import static dev.wharf.protocol.DestinationSyncMode.OVERWRITE;

import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.FieldTree;
import dev.wharf.catalog.Fields;
import dev.wharf.catalog.Nearest;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.Connection.Settings;
import dev.wharf.runtime.sync.InvalidPolicy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The settings of one collection, defaults filled in and checked against what source and destination can do. */
final class CollectionSettings {

    private final Stream stream;
    private final List<Settings> applying;
    private final Set<DestinationSyncMode> writable;
    private final Problems problems;
    private final Continuation before;
    private final List<List<String>> gone = new ArrayList<>();
    private final SyncMode mode;
    private final DestinationSyncMode write;
    private final List<String> cursor;
    private final List<List<String>> key;
    private final Optional<List<List<String>>> fields;

    /**
     * @param applying settings that match the collection, in the file's order
     * @param before what it was when it was last carried
     */
    CollectionSettings(
            Stream stream,
            List<Settings> applying,
            Set<DestinationSyncMode> writable,
            Continuation before,
            Problems problems) {
        this.before = before;
        this.stream = stream;
        this.applying = applying;
        this.writable = writable;
        this.problems = problems;
        this.cursor = chooseCursor();
        this.key = chooseKey();
        this.mode = chooseMode();
        this.write = chooseWrite();
        this.fields = last(Settings::fields)
                .map(names -> names.stream().map(CollectionSettings::path).toList());
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

    Optional<FieldTree> fields() {
        return fields.map(FieldTree::of);
    }

    /** Chosen fields that the source declared when the collection was last carried, and no longer does. */
    List<List<String>> gone() {
        return gone;
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
        List<List<String>> paths = asked.stream().map(CollectionSettings::path).toList();
        boolean former = new HashSet<>(before.formerKey(stream.name())).equals(new HashSet<>(paths));
        if (!declared.isEmpty() && !former && !new HashSet<>(declared).equals(new HashSet<>(paths))) {
            String own =
                    String.join(", ", declared.stream().map(FieldPath::text).toList());
            add(Settings::key, "key", "the source declares its key: " + own, "Remove key.");
        }
        return paths;
    }

    /** The file's shape was checked, so it can be read. */
    private static List<String> path(String text) {
        return FieldPath.parse(text).orElse(List.of(text));
    }

    private void checkFields() {
        Fields declared = Fields.of(stream.jsonSchema());
        if (declared.declared().isEmpty()) {
            return;
        }
        if (last(Settings::cursor).isPresent()) {
            checkKnown(at(Settings::cursor, "cursor"), cursor, declared);
        }
        if (last(Settings::key).isPresent()) {
            key.forEach(path -> checkKnown(at(Settings::key, "key"), path, declared));
        }
        fields.ifPresent(chosen -> checkChosen(chosen, declared));
    }

    private void checkChosen(List<List<String>> chosen, Fields declared) {
        String at = at(Settings::fields, "fields");
        for (int i = 0; i < chosen.size(); i++) {
            if (!declared.has(chosen.get(i)) && before.hadField(stream.name(), chosen.get(i))) {
                gone.add(chosen.get(i));
            } else {
                checkKnown(Paths.element(at, i), chosen.get(i), declared);
            }
        }
        FieldTree tree = FieldTree.of(chosen);
        needed().stream()
                .filter(path -> declared.has(path) && !tree.covers(path))
                .forEach(path -> problems.add(
                        at,
                        stream.name() + ": " + FieldPath.text(path) + " is missing, which is its key or its cursor",
                        "Add it to fields."));
    }

    private Set<List<String>> needed() {
        Set<List<String>> needed = new LinkedHashSet<>(write == APPEND_DEDUP ? key : List.of());
        if (!cursor().isEmpty()) {
            needed.add(cursor());
        }
        return needed;
    }

    private void checkKnown(String at, List<String> path, Fields declared) {
        Fields here = declared;
        for (int depth = 0; depth < path.size(); depth++) {
            Optional<Fields> next = here.find(path.get(depth));
            if (next.isEmpty()) {
                problems.add(
                        at,
                        stream.name() + ": " + FieldPath.text(path.subList(0, depth + 1)) + " is not a field of it",
                        suggestion(path, depth, here));
                return;
            }
            here = next.get();
        }
    }

    private static String suggestion(List<String> path, int depth, Fields here) {
        List<String> outer = path.subList(0, depth);
        List<String> known = List.copyOf(here.declared().keySet());
        String rest = String.join(".", path.subList(depth, path.size()));
        if (known.contains(rest)) {
            return "A dot that belongs to a name has a backslash in front of it: " + within(outer, rest) + ".";
        }
        if (known.isEmpty()) {
            return FieldPath.text(outer) + " has no fields, it is " + here.type() + ".";
        }
        String whose = outer.isEmpty() ? "Its fields: " : "The fields of " + FieldPath.text(outer) + ": ";
        return Nearest.to(path.get(depth), known)
                .map(near -> "Did you mean " + within(outer, near) + "?")
                .orElse(whose + String.join(", ", known.subList(0, Math.min(known.size(), 30)))
                        + (known.size() > 30 ? ", …" : "") + ".");
    }

    private static String within(List<String> outer, String name) {
        List<String> path = new ArrayList<>(outer);
        path.add(name);
        return FieldPath.text(path);
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
