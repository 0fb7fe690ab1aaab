package dev.wharf.runtime.replay;

import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.launch.Confinement;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.launch.Program;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.state.StateStore;
import dev.wharf.runtime.state.StateStore.Quarantined;
import dev.wharf.runtime.sync.Judge;
import dev.wharf.runtime.sync.Plan;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A run whose source is the quarantine. Everything else of it is a sync: the same checks, the same destination, the same recovery.
 *
 * <p>Exactly once (invariant 6): behind the records of a collection goes the collection's state as it is saved, under a new position. So our
 * destinations commit a checkpoint together with the rows, and where a run is killed before that was saved here, the next one learns of it
 * from the destination and marks the lines in the commit that saves it. A destination that holds no checkpoints may get them again.
 *
 * <p>Hence only a collection that goes on from a saved state can be replayed. Any other is read again from its beginning by the next sync,
 * and these records with it. Used for one run; called by that run's threads.
 */
public final class Replay implements Launcher {

    private final Launcher launcher;
    private final StateStore store;
    private final Plan plan;
    private Optional<OpenRun> open = Optional.empty();

    /** Whether an older record may take the place of a newer row. */
    public enum Older {
        STAYS_OUT,
        MAY_WIN
    }

    /**
     * What could be replayed of a connection.
     *
     * @param plan of the collections of which records pass
     * @param passing how many
     * @param failing of these collections, records that depart from their schema still
     * @param skipped collections of which nothing can be replayed, and why
     */
    public record Prospect(
            Plan plan,
            Map<StreamName, Integer> passing,
            Map<StreamName, Integer> failing,
            Map<StreamName, String> skipped) {}

    /** The plan is that of a {@link Prospect}. */
    public Replay(Launcher launcher, StateStore store, Plan plan) {
        this.launcher = launcher;
        this.store = store;
        this.plan = plan;
    }

    /** Looks at every line; the plan is as a sync would have it. */
    public static Prospect look(StateStore store, Plan plan, Older older) {
        Memory memory = store.memory(plan.connection());
        Map<StreamName, Integer> passing = new TreeMap<>();
        Map<StreamName, Integer> failing = new TreeMap<>();
        Map<StreamName, String> skipped = new TreeMap<>();
        List<Plan.Selected> chosen = new ArrayList<>();
        store.replayable(plan.connection()).forEach((name, ids) -> {
            Optional<Plan.Selected> selected = plan.collections().stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst();
            Optional<String> hindrance =
                    selected.map(one -> hindrance(one, memory, older)).orElse(Optional.of("it is not selected"));
            if (hindrance.isPresent()) {
                skipped.put(name, hindrance.get());
                return;
            }
            int good = passing(store, plan.connection(), ids, new Judge(selected.orElseThrow()))
                    .size();
            failing.put(name, ids.size() - good);
            if (good > 0) {
                passing.put(name, good);
                chosen.add(selected.orElseThrow());
            }
        });
        return new Prospect(fromQuarantine(plan, chosen), passing, failing, skipped);
    }

    private static Optional<String> hindrance(Plan.Selected selected, Memory memory, Older older) {
        boolean goesOn = selected.syncMode() == SyncMode.INCREMENTAL
                && (memory.shared().isPresent() || memory.states().containsKey(selected.name()));
        if (!goesOn || selected.refresh() == Plan.Refresh.AGAIN) {
            return Optional.of("the next sync reads it from its beginning, and these records with it");
        }
        if (memory.unfinished().contains(selected.name())) {
            return Optional.of("its refresh is not finished: sync first");
        }
        if (older == Older.STAYS_OUT
                && selected.destinationSyncMode() == DestinationSyncMode.APPEND_DEDUP
                && selected.cursor().isEmpty()) {
            return Optional.of("it has no cursor by which a newer row could be told from an older record;"
                    + " --older-may-win sends them all the same");
        }
        return Optional.empty();
    }

    private static Plan fromQuarantine(Plan plan, List<Plan.Selected> chosen) {
        Plan.Party quarantine = new Plan.Party(
                "quarantine",
                new Program.Command(List.of("quarantine")),
                Json.object(),
                Json.object(),
                Confinement.standard(),
                Set.of());
        return new Plan(
                plan.connection(),
                quarantine,
                plan.destination(),
                chosen,
                List.of(),
                plan.miscounts(),
                plan.limits(),
                Optional.empty(),
                plan.notes());
    }

    private static List<Long> passing(StateStore store, String connection, List<Long> ids, Judge judge) {
        return ids.stream()
                .filter(id -> store.quarantined(connection, id)
                        .map(Quarantined::line)
                        .filter(line -> judge.passes(line.line()))
                        .isPresent())
                .toList();
    }

    /** Begins the run in the state store. */
    public synchronized OpenRun begin(String connection, String run, Instant at) {
        OpenRun begun = store.begin(connection, run, at);
        open = Optional.of(begun);
        return begun;
    }

    @Override
    public Connector launch(Launch launch) {
        return switch (launch.role()) {
            case SOURCE -> new QuarantineSource(plan.connection(), this::contents);
            case DESTINATION -> launcher.launch(launch);
        };
    }

    /**
     * Chooses the lines and marks them. Asked for when the destination has told what it holds, so that those of a killed replay which it did get
     * are not among them.
     */
    private synchronized QuarantineSource.Contents contents() {
        OpenRun run = open.orElseThrow();
        Map<StreamName, List<Long>> replayable = store.replayable(plan.connection());
        Map<StreamName, List<Long>> chosen = new LinkedHashMap<>();
        Set<Long> all = new LinkedHashSet<>();
        for (Plan.Selected selected : plan.collections()) {
            List<Long> ids = passing(
                    store, plan.connection(), replayable.getOrDefault(selected.name(), List.of()), new Judge(selected));
            chosen.put(selected.name(), ids);
            all.addAll(ids);
        }
        run.resend(all);
        return new QuarantineSource.Contents(
                chosen,
                id -> store.quarantined(plan.connection(), id)
                        .orElseThrow()
                        .line()
                        .line(),
                run.memory());
    }

    @Override
    public int reap() {
        return launcher.reap();
    }

    @Override
    public void close() {
        launcher.close();
    }
}
