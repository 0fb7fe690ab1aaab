package dev.wharf.runtime.connection;

import dev.wharf.catalog.Change;
import dev.wharf.catalog.Choice;
import dev.wharf.catalog.Glob;
import dev.wharf.catalog.Nearest;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Connection.Settings;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.sync.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of a connection once its source said what it offers: the collections of one sync, with their modes. Here is found
 * what a file alone cannot show: globs that match nothing, fields that do not exist, modes that are not offered. Used once.
 */
public final class Planning {

    private final Connection connection;
    private final List<Stream> offered;
    private final Set<DestinationSyncMode> writable;
    private final Continuation before;
    private final Problems problems;
    private final List<Plan.Selected> selected = new ArrayList<>();
    private final List<Plan.Untried> untried = new ArrayList<>();
    private final Map<StreamName, List<Change>> changes = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    /**
     * @param choices every collection that the source offers, and why it is selected or not, and those chosen that vanished
     * @param selected those that are moved
     * @param untried those that are chosen and cannot be read as things are
     * @param changes what is different, of those that are chosen, since a run last carried them
     * @param notes the same in sentences
     * @param problems with them nothing may start
     */
    public record Planned(
            List<Choice> choices,
            List<Plan.Selected> selected,
            List<Plan.Untried> untried,
            Map<StreamName, List<Change>> changes,
            List<String> notes,
            List<Problem> problems) {

        public Planned {
            choices = List.copyOf(choices);
            selected = List.copyOf(selected);
            untried = List.copyOf(untried);
            changes = Map.copyOf(changes);
            notes = List.copyOf(notes);
            problems = List.copyOf(problems);
        }
    }

    /**
     * @param writable the modes that the destination's spec names; empty when it names none
     * @param carried what the collections of this connection were when a run last carried them
     */
    public Planning(
            Connection connection,
            Catalog offered,
            Set<DestinationSyncMode> writable,
            Map<StreamName, ConfiguredStream> carried) {
        this.connection = connection;
        this.offered = offered.streams();
        this.writable = Set.copyOf(writable);
        this.before = new Continuation(connection, carried);
        this.problems = new Problems(connection.lines());
    }

    /**
     * @param only globs that narrow the selection for this time; empty for all of it
     * @param refresh whether what is remembered counts
     */
    public Planned plan(List<String> only, Plan.Refresh refresh) {
        List<Choice> choices = choices();
        checkGlobs(choices, only);
        choices.stream().filter(choice -> wanted(choice, only)).forEach(choice -> {
            switch (choice) {
                case Choice.Selected selected -> plan(selected.stream(), refresh);
                case Choice.Denied denied -> untried.add(new Plan.Untried(denied.name(), denied(denied)));
                case Choice.Vanished gone -> untried.add(new Plan.Untried(gone.name(), before.vanished(gone.name())));
                case Choice.NotSelected _ -> {}
            }
        });
        return new Planned(
                choices.stream().filter(this::shown).toList(), selected, untried, changes, notes, problems.problems());
    }

    /** Rules may speak of collections that vanished as of those that are offered. */
    private List<Choice> choices() {
        List<Choice> choices = new ArrayList<>(connection.selection().choose(offered));
        for (Choice choice : connection.selection().choose(before.vanished(offered))) {
            choices.add(
                    choice instanceof Choice.NotSelected
                            ? choice
                            : new Choice.Vanished(choice.stream(), "the source no longer offers it"));
        }
        return choices;
    }

    private boolean shown(Choice choice) {
        return !(choice instanceof Choice.NotSelected) || offered.contains(choice.stream());
    }

    private static boolean wanted(Choice choice, List<String> only) {
        return !(choice instanceof Choice.NotSelected)
                && (only.isEmpty() || only.stream().anyMatch(glob -> new Glob(glob).matches(choice.name())));
    }

    private static Failure denied(Choice.Denied denied) {
        return new Failure(
                FailureCode.COLLECTION_DENIED,
                "Not tried: the source's account may not read collection " + denied.name() + " ("
                        + denied.why().replaceFirst("\\.$", "") + "). Give it the right, or deselect the collection.");
    }

    private void plan(Stream stream, Plan.Refresh refresh) {
        Problems own = new Problems(connection.lines());
        CollectionSettings settings = new CollectionSettings(stream, applying(stream.name()), writable, before, own);
        Plan.Selected planned = new Plan.Selected(
                stream,
                settings.mode(),
                settings.write(),
                settings.cursor(),
                settings.write() == DestinationSyncMode.APPEND_DEDUP ? settings.key() : List.of(),
                settings.invalid().orElse(connection.invalid()),
                settings.fields(),
                refresh);
        List<Change> different = before.changes(planned);
        if (!different.isEmpty()) {
            changes.put(stream.name(), different);
        }
        Optional<Failure> hindrance = before.hindrance(planned, settings.key(), settings.gone());
        if (hindrance.isPresent()) {
            // Its other problems may follow from the change, and are told once the choice is made.
            untried.add(new Plan.Untried(stream.name(), hindrance.get()));
            return;
        }
        problems.addAll(own.problems());
        selected.add(planned);
        before.note(planned, different).ifPresent(notes::add);
    }

    private List<Settings> applying(StreamName name) {
        return connection.settings().stream()
                .filter(settings -> settings.collections().matches(name))
                .toList();
    }

    private void checkGlobs(List<Choice> choices, List<String> only) {
        List<Stream> known = choices.stream().map(Choice::stream).toList();
        Set<String> names =
                offered.stream().map(stream -> stream.name().toString()).collect(Collectors.toSet());
        for (String rule : connection.selection().idle(known)) {
            problems.add("collections.select", rule + " matches no collection of the source", suggestion(rule, names));
        }
        for (Settings settings : connection.settings()) {
            Glob glob = settings.collections();
            if (known.stream().noneMatch(stream -> glob.matches(stream.name()))) {
                problems.add(
                        settings.path(),
                        glob + " matches no collection of the source",
                        suggestion(glob.toString(), names));
            } else if (choices.stream()
                    .noneMatch(choice -> !(choice instanceof Choice.NotSelected) && glob.matches(choice.name()))) {
                problems.add(
                        settings.path(),
                        glob + " is not selected",
                        "Select it in collections.select, or remove its settings.");
            }
        }
        for (String glob : only) {
            if (choices.stream().noneMatch(choice -> wanted(choice, List.of(glob)))) {
                problems.add("", "--only " + glob + " matches no selected collection", suggestion(glob, names));
            }
        }
        boolean nothing = choices.stream().allMatch(Choice.NotSelected.class::isInstance);
        if (nothing && problems.problems().isEmpty()) {
            problems.add(
                    "collections.select", "nothing is selected", "See `wharf collections " + connection.name() + "`.");
        }
    }

    private static String suggestion(String rule, Set<String> names) {
        Optional<String> near = Nearest.to(rule.startsWith("!") ? rule.substring(1) : rule, names);
        if (near.isPresent()) {
            return "Did you mean " + near.get() + "?";
        }
        List<String> first = new ArrayList<>(names).stream().sorted().limit(10).toList();
        return names.isEmpty()
                ? "It offers none."
                : "It offers " + String.join(", ", first) + (names.size() > 10 ? ", …" : "") + ".";
    }
}
