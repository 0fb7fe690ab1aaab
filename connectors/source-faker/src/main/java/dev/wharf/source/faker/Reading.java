package dev.wharf.source.faker;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.SyncMode;
import dev.wharf.sdk.ConnectorFailure;
import dev.wharf.sdk.RecordWriter;
import dev.wharf.sdk.States;
import dev.wharf.sdk.StreamOutput;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One collection on its way through a read. Its state says which positions were read ({@code position}), where the run that began it ends
 * ({@code until}), and how large the first sync was ({@code first}), since that decides which later positions are updates. A run that
 * finds {@code position} at {@code until} begins the next one and moves {@code until}; otherwise the last one broke off, and it goes
 * on to where that would have ended. One thread.
 */
final class Reading {

    private final StreamOutput output;
    private final Collection collection;
    private final long checkpointEvery;
    private final boolean resumable;
    private final long first;
    private final long until;
    private final FaultWatch faults;
    private long position;
    private boolean started;

    /** What a state remembers. */
    record Progress(long position, long until, long first) {

        static Progress of(ObjectNode state) {
            return new Progress(
                    state.path("position").asLong(0),
                    state.path("until").asLong(0),
                    state.path("first").asLong(0));
        }

        ObjectNode json() {
            return Json.object().put("position", position).put("until", until).put("first", first);
        }

        /** Where this run begins and ends. */
        Progress next(SyncMode mode, Collection.Size size) {
            boolean brokeOff = position < until;
            if (brokeOff || mode == SyncMode.FULL_REFRESH) {
                return this;
            }
            return new Progress(position, Math.max(until + size.more(), size.first()), first);
        }
    }

    /** Makes up the records of a collection whose first sync has a given size. */
    interface Maker {
        Collection make(long first);
    }

    Reading(
            ConfiguredStream stream,
            FakerConfig config,
            States states,
            StreamOutput output,
            Maker maker,
            FaultWatch faults) {
        Collection.Size size = config.size(stream.name().name());
        resumable = config.resumable() || stream.syncMode() == SyncMode.INCREMENTAL;
        Optional<Progress> known =
                states.of(stream.name()).filter(_ -> resumable).map(Progress::of);
        Progress progress = known.map(saved -> saved.next(stream.syncMode(), size))
                .orElseGet(() -> new Progress(0, size.first(), size.first()));
        this.output = output;
        this.checkpointEvery = config.checkpointEvery();
        this.position = progress.position();
        this.until = progress.until();
        this.first = progress.first();
        this.collection = maker.make(first);
        this.faults = faults;
    }

    /** Reads up to so many records more. @return whether nothing is left to read */
    boolean readOn(long records) {
        if (!started) {
            started = true;
            output.start();
        }
        long end = records < until - position ? position + records : until;
        try {
            write(end);
        } catch (FaultWatch.CollectionFails e) {
            output.fail(ConnectorFailure.config(String.valueOf(e.getMessage())));
            return true;
        }
        if (position < until) {
            return false;
        }
        state();
        output.complete();
        return true;
    }

    private void write(long end) {
        long checkpoint = resumable ? nextCheckpoint() : Long.MAX_VALUE;
        boolean watched = faults.active();
        while (position < end) {
            RecordWriter record = output.record();
            collection.write(position, record);
            record.end();
            position++;
            if (position == checkpoint && position < until) {
                state();
                checkpoint = nextCheckpoint();
            }
            if (watched) {
                faults.written(output);
            }
        }
    }

    private long nextCheckpoint() {
        return (position / checkpointEvery + 1) * checkpointEvery;
    }

    private void state() {
        output.state(new Progress(position, until, first).json());
    }
}
