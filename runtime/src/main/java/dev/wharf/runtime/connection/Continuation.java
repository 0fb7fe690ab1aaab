package dev.wharf.runtime.connection;

import dev.wharf.catalog.CatalogDifference;
import dev.wharf.catalog.Change;
import dev.wharf.catalog.FieldPath;
import dev.wharf.catalog.Fields;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.sync.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Whether collections can go on as they were when a run last carried them. What would make a table wrong waits for the operator: that collection is not tried, the others are. What
 * would only make it different is said, and goes on.
 */
final class Continuation {

    private final Connection connection;
    private final Map<StreamName, ConfiguredStream> carried;

    /** @param carried what the collections were when a run last carried them */
    Continuation(Connection connection, Map<StreamName, ConfiguredStream> carried) {
        this.connection = connection;
        this.carried = Map.copyOf(carried);
    }

    /** Collections that were carried and are no longer offered. */
    List<Stream> vanished(List<Stream> offered) {
        return carried.values().stream()
                .map(ConfiguredStream::stream)
                .filter(stream -> offered.stream().noneMatch(one -> one.name().equals(stream.name())))
                .sorted((a, b) -> a.name().toString().compareTo(b.name().toString()))
                .toList();
    }

    /** The key that the collection's table was made with; empty if it was never made, or has none. */
    List<List<String>> formerKey(StreamName name) {
        return Optional.ofNullable(carried.get(name))
                .map(ConfiguredStream::primaryKey)
                .orElse(List.of());
    }

    /** Whether the source declared this field when the collection was last carried. */
    boolean hadField(StreamName name, List<String> path) {
        return Optional.ofNullable(carried.get(name))
                .map(before -> Fields.of(before.stream().jsonSchema()).has(path))
                .orElse(false);
    }

    Failure vanished(StreamName name) {
        return new Failure(
                FailureCode.COLLECTION_VANISHED,
                "Not tried: the source no longer offers collection " + name
                        + ", which an earlier run carried. Its table and its state stay as they are, and it goes on from there if it comes back. To stop"
                        + " asking for it: \"!" + name + "\" in collections.select of " + connection.file() + ".");
    }

    /**
     * Why a collection must not go on as planned.
     *
     * @param key its key today, be it used or not
     * @param gone fields that the file chooses and that the source no longer declares
     */
    Optional<Failure> hindrance(Plan.Selected now, List<List<String>> key, List<List<String>> gone) {
        if (!gone.isEmpty()) {
            return Optional.of(changed(goneFields(now.name(), gone)));
        }
        ConfiguredStream before = carried.get(now.name());
        if (before == null || now.refresh() == Plan.Refresh.AGAIN || now.syncMode() == SyncMode.FULL_REFRESH) {
            return Optional.empty();
        }
        boolean keyed = before.destinationSyncMode() == DestinationSyncMode.APPEND_DEDUP;
        if (keyed && !new HashSet<>(before.primaryKey()).equals(new HashSet<>(key))) {
            return Optional.of(changed(otherKey(now.name(), before.primaryKey(), key)));
        }
        boolean goesBy = keyed || !now.stream().sourceDefinedCursor();
        if (goesBy
                && before.syncMode() == SyncMode.INCREMENTAL
                && !before.cursor().equals(now.cursor())) {
            return Optional.of(changed(otherCursor(now, before.cursor())));
        }
        return Optional.empty();
    }

    private String goneFields(StreamName name, List<List<String>> gone) {
        String fields = gone.stream().map(FieldPath::text).collect(Collectors.joining(", "));
        boolean one = gone.size() == 1;
        return "Not tried: " + fields + " of collection " + name + (one ? " is" : " are")
                + " chosen by fields, and the source no longer offers " + (one ? "it" : "them")
                + ". To go on without: remove " + (one ? "it" : "them") + " from fields of " + name + " in "
                + connection.file() + "; what the table has stays, and new rows have null there.";
    }

    private String otherKey(StreamName name, List<List<String>> before, List<List<String>> now) {
        return "Not tried: the key of collection " + name + " was " + text(before) + " and is " + text(now)
                + ", and its table has one row for each of the former. To make the table anew with the key of today: "
                + refresh(name)
                + keep(before.stream().allMatch(path -> hadField(name, path)), "key", text(before), name);
    }

    private String otherCursor(Plan.Selected now, List<String> before) {
        return "Not tried: the cursor of collection " + now.name() + " was "
                + (before.isEmpty() ? "none" : FieldPath.text(before)) + " and is "
                + (now.cursor().isEmpty() ? "none" : FieldPath.text(now.cursor()))
                + ", and what is remembered goes by the former. To read it anew by the cursor of today: "
                + refresh(now.name())
                + keep(
                        !now.stream().sourceDefinedCursor() && !before.isEmpty(),
                        "cursor",
                        FieldPath.text(before),
                        now.name());
    }

    private String refresh(StreamName name) {
        return "wharf sync " + connection.name() + " --only " + name + " --full-refresh.";
    }

    private String keep(boolean possible, String setting, String value, StreamName name) {
        return possible
                ? " To keep the former: " + setting + ": " + value + " in the settings of " + name + " in "
                        + connection.file() + "."
                : "";
    }

    private static String text(List<List<String>> key) {
        return key.isEmpty() ? "none" : "[" + key.stream().map(FieldPath::text).collect(Collectors.joining(", ")) + "]";
    }

    private static Failure changed(String message) {
        return new Failure(FailureCode.COLLECTION_CHANGED, message);
    }

    /** What is different since, of what is chosen. */
    List<Change> changes(Plan.Selected now) {
        ConfiguredStream before = carried.get(now.name());
        if (before == null) {
            return carried.isEmpty() ? List.of() : List.of(new Change.CollectionAdded(now.name()));
        }
        return CatalogDifference.between(new Catalog(List.of(before.stream())), new Catalog(List.of(now.stream())))
                .changes()
                .stream()
                .filter(change -> concerns(change, now))
                .toList();
    }

    private static boolean concerns(Change change, Plan.Selected now) {
        return switch (change) {
            case Change.FieldAdded added -> chosen(now, added.field());
            case Change.FieldRemoved removed -> chosen(now, removed.field());
            case Change.FieldRetyped retyped -> chosen(now, retyped.field());
            case Change.CollectionAdded _,
                    Change.CollectionRemoved _,
                    Change.KeyChanged _,
                    Change.CursorChanged _,
                    Change.ModesChanged _ -> true;
        };
    }

    private static boolean chosen(Plan.Selected now, String field) {
        return now.fields().map(tree -> tree.field(field).isPresent()).orElse(true);
    }

    /** A sentence for the report; empty when nothing is different. */
    Optional<String> note(Plan.Selected now, List<Change> changes) {
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        if (changes.getFirst() instanceof Change.CollectionAdded) {
            return Optional.of(
                    "Collection " + now.name() + " is new in this connection: it is read from its beginning.");
        }
        String what = changes.stream().map(Change::describe).collect(Collectors.joining("; "));
        boolean removed = changes.stream().anyMatch(Change.FieldRemoved.class::isInstance);
        boolean retyped =
                changes.stream().anyMatch(change -> change instanceof Change.FieldRetyped && change.breaking());
        return Optional.of("Collection " + now.name() + " has changed since it was last carried: " + what + "."
                + (removed ? " A column whose field is gone stays, and new rows have null in it." : "")
                + (retyped
                        ? " Values that fit no column are counted in the report; to make the table anew: "
                                + refresh(now.name())
                        : ""));
    }
}
