package dev.wharf.runtime.preparation;

import dev.wharf.catalog.CatalogDifference;
import dev.wharf.catalog.Change;
import dev.wharf.catalog.Choice;
import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.connection.ConfigProblems;
import dev.wharf.runtime.connection.Connection;
import dev.wharf.runtime.connection.Endpoint;
import dev.wharf.runtime.connection.Problem;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.launch.ResolvedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What would change if a side of a connection ran the image that its name stands for now.
 *
 * @param from what it runs
 * @param to what it would run
 * @param changes of its config's spec and, of a source, of what it offers for the config
 */
public record Upgrade(Endpoint endpoint, ResolvedImage from, ResolvedImage to, List<Difference> changes) {

    /**
     * @param about {@code config}, {@code modes}, or a collection
     * @param breaking the config is refused, or tables that the connection fills are affected
     */
    public record Difference(String about, String says, boolean breaking) {}

    public Upgrade {
        changes = List.copyOf(changes);
    }

    /** Pulls the newest image and asks both what they are, which of a source may cost some calls of its API. */
    public static Upgrade of(Connection connection, Endpoint endpoint, PinnedImages images, Interview interview) {
        Running before = images.of(endpoint);
        ResolvedImage from = before.image().orElseThrow();
        ResolvedImage to = images.newest(from.reference().replaceFirst("@.*", ""));
        if (to.id().equals(from.id())) {
            return new Upgrade(endpoint, from, to, List.of());
        }
        Running after = new Running(new Program.Image(to.byDigest().orElse(to.reference())), Optional.of(to));
        Message.Spec spec = interview.spec(endpoint, after);
        List<Difference> changes = new ArrayList<>(specs(interview.spec(endpoint, before), spec));
        List<Problem> problems = ConfigProblems.of(connection, endpoint, spec.connectionSpecification());
        problems.forEach(problem -> changes.add(new Difference("config", problem.describe(connection.file()), true)));
        if (endpoint.role() == Role.SOURCE && problems.isEmpty()) {
            Catalog old = interview.lastOffer(endpoint, before).orElseGet(() -> interview.discover(endpoint, before));
            changes.addAll(offers(connection, old, interview.discover(endpoint, after)));
        }
        return new Upgrade(endpoint, from, to, changes);
    }

    public boolean moves() {
        return !from.id().equals(to.id());
    }

    public boolean breaking() {
        return changes.stream().anyMatch(Difference::breaking);
    }

    /** The fields of a config are compared like those of a collection; whether the user's config fits is judged apart. */
    private static List<Difference> specs(Message.Spec before, Message.Spec after) {
        List<Difference> changes = new ArrayList<>();
        for (Change change :
                CatalogDifference.between(fields(before), fields(after)).changes()) {
            changes.add(new Difference("config", change.describe(), false));
        }
        List<DestinationSyncMode> modes = after.destinationSyncModes();
        for (DestinationSyncMode mode : before.destinationSyncModes()) {
            if (!modes.contains(mode)) {
                changes.add(new Difference("modes", mode.wire() + " is not supported any more", true));
            }
        }
        return changes;
    }

    private static Catalog fields(Message.Spec spec) {
        return new Catalog(List.of(new Stream(
                StreamName.of("config"),
                spec.connectionSpecification(),
                Set.of(SyncMode.FULL_REFRESH),
                List.of(),
                false,
                List.of(),
                false,
                false,
                Optional.empty())));
    }

    /** What is not selected may change as it likes. */
    private static List<Difference> offers(Connection connection, Catalog before, Catalog after) {
        Set<StreamName> selected = connection.selection().choose(before.streams()).stream()
                .filter(choice -> !(choice instanceof Choice.NotSelected))
                .map(Choice::name)
                .collect(Collectors.toSet());
        return CatalogDifference.between(before, after).changes().stream()
                .map(change -> new Difference(
                        change.collection().toString(),
                        change.describe(),
                        change.breaking() && selected.contains(change.collection())))
                .toList();
    }
}
