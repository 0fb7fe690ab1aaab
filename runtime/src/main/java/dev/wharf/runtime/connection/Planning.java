package dev.wharf.runtime.connection;

import dev.wharf.catalog.Choice;
import dev.wharf.catalog.Glob;
import dev.wharf.catalog.Nearest;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.connection.Connection.Settings;
import dev.wharf.runtime.sync.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What becomes of a connection once its source said what it offers: the collections of one sync, with their modes. Here is found
 * what a file alone cannot show: globs that match nothing, fields that do not exist, modes that are not offered.
 */
public final class Planning {

    private final Connection connection;
    private final List<Stream> offered;
    private final Set<DestinationSyncMode> writable;
    private final Problems problems;

    /**
     * @param choices every collection that the source offers, and why it is selected or not
     * @param selected those that are moved
     * @param problems with them nothing may start
     */
    public record Planned(List<Choice> choices, List<Plan.Selected> selected, List<Problem> problems) {

        /** Collections that are selected but that the source's account may not read. */
        public List<Choice.Denied> denied() {
            return choices.stream()
                    .filter(Choice.Denied.class::isInstance)
                    .map(Choice.Denied.class::cast)
                    .toList();
        }
    }

    /** @param writable the modes that the destination's spec names; empty when it names none */
    public Planning(Connection connection, Catalog offered, Set<DestinationSyncMode> writable) {
        this.connection = connection;
        this.offered = offered.streams();
        this.writable = Set.copyOf(writable);
        this.problems = new Problems(connection.lines());
    }

    /**
     * @param only globs that narrow the selection for this time; empty for all of it
     * @param refresh whether what is remembered counts
     */
    public Planned plan(List<String> only, Plan.Refresh refresh) {
        List<Choice> choices = connection.selection().choose(offered);
        List<Stream> selected = choices.stream()
                .filter(Choice.Selected.class::isInstance)
                .map(Choice::stream)
                .filter(stream ->
                        only.isEmpty() || only.stream().anyMatch(glob -> new Glob(glob).matches(stream.name())))
                .toList();
        checkGlobs(choices, selected, only);
        List<Plan.Selected> planned =
                selected.stream().map(stream -> plan(stream, refresh)).toList();
        return new Planned(choices, planned, problems.problems());
    }

    private Plan.Selected plan(Stream stream, Plan.Refresh refresh) {
        CollectionSettings settings = new CollectionSettings(stream, applying(stream.name()), writable, problems);
        return new Plan.Selected(
                stream,
                settings.mode(),
                settings.write(),
                settings.cursor(),
                settings.write() == DestinationSyncMode.APPEND_DEDUP ? settings.key() : List.of(),
                settings.invalid().orElse(connection.invalid()),
                settings.fields(),
                refresh);
    }

    private List<Settings> applying(StreamName name) {
        return connection.settings().stream()
                .filter(settings -> settings.collections().matches(name))
                .toList();
    }

    private void checkGlobs(List<Choice> choices, List<Stream> selected, List<String> only) {
        Set<String> names =
                offered.stream().map(stream -> stream.name().toString()).collect(Collectors.toSet());
        for (String rule : connection.selection().idle(offered)) {
            problems.add("collections.select", rule + " matches no collection of the source", suggestion(rule, names));
        }
        for (Settings settings : connection.settings()) {
            Glob glob = settings.collections();
            if (offered.stream().noneMatch(stream -> glob.matches(stream.name()))) {
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
            if (selected.stream().noneMatch(stream -> new Glob(glob).matches(stream.name()))) {
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
