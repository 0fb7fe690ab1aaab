package dev.wharf.runtime.sync;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredCatalog.Origin;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.Stream;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.schema.FieldSelection;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.sync.Plan.Ability;
import dev.wharf.runtime.sync.Plan.Refresh;
import dev.wharf.runtime.sync.Plan.Selected;
import java.util.Optional;

/** The catalog files of one attempt: what the source is asked to read, and what the destination is told to expect. */
final class Catalogs {

    private final Plan plan;
    private final Memory memory;

    Catalogs(Plan plan, Memory memory) {
        this.plan = plan;
        this.memory = memory;
    }

    ConfiguredCatalog forSource(Optional<ConfiguredCatalog.Budget> budget) {
        return new ConfiguredCatalog(
                plan.collections().stream().map(this::read).toList(),
                Optional.empty(),
                budget,
                plan.destination().can(Ability.PATCHES));
    }

    ConfiguredCatalog forDestination(String run) {
        Optional<Origin> origin = plan.destination().can(Ability.HOLDS_CHECKPOINTS)
                ? Optional.of(new Origin(plan.connection(), memory.epoch(), run, memory.completed()))
                : Optional.empty();
        return new ConfiguredCatalog(
                plan.collections().stream().map(this::write).toList(), origin);
    }

    /** Sources may not know every word for what a destination does, and need none. */
    private ConfiguredStream read(Selected selected) {
        DestinationSyncMode mode = switch (selected.destinationSyncMode()) {
            case UPDATE, SOFT_DELETE -> DestinationSyncMode.APPEND;
            case APPEND, OVERWRITE, APPEND_DEDUP -> selected.destinationSyncMode();
        };
        return configured(selected, mode);
    }

    private ConfiguredStream write(Selected selected) {
        boolean asGenerations = plan.destination().can(Ability.GENERATIONS)
                && selected.destinationSyncMode() == DestinationSyncMode.OVERWRITE;
        return configured(selected, asGenerations ? DestinationSyncMode.APPEND : selected.destinationSyncMode());
    }

    private ConfiguredStream configured(Selected selected, DestinationSyncMode mode) {
        long generation = memory.generations().getOrDefault(selected.name(), 0L);
        return new ConfiguredStream(
                reduced(selected),
                selected.syncMode(),
                mode,
                selected.cursor(),
                selected.primaryKey(),
                generation,
                replaces(selected, generation) ? generation : 0,
                memory.runs());
    }

    /**
     * Whether the rows of older generations go when this run completes the collection. A refresh that an earlier run left unfinished is still
     * one; a first generation has nothing to replace, and what was loaded of it stays visible while it is continued.
     */
    private boolean replaces(Selected selected, long generation) {
        boolean appendsWhole = selected.syncMode() == SyncMode.FULL_REFRESH
                && selected.destinationSyncMode() == DestinationSyncMode.APPEND
                && selected.refresh() == Refresh.CONTINUE;
        return selected.destinationSyncMode() == DestinationSyncMode.OVERWRITE
                || (!appendsWhole && generation > 1 && memory.unfinished().contains(selected.name()));
    }

    private static Stream reduced(Selected selected) {
        Stream stream = selected.stream();
        return selected.fields()
                .map(fields -> new Stream(
                        stream.name(),
                        FieldSelection.of(fields).schema(stream.jsonSchema()),
                        stream.syncModes(),
                        stream.defaultCursor(),
                        stream.sourceDefinedCursor(),
                        stream.sourceDefinedPrimaryKey(),
                        stream.resumable(),
                        stream.fileBased(),
                        stream.wharf()))
                .orElse(stream);
    }
}
