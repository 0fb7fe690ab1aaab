package dev.wharf.destination.table;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.SyncMode;
import dev.wharf.sdk.Load;
import dev.wharf.sdk.Notices;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Loads a sync into the tables of a warehouse over one connection, which means: in one transaction at a time.
 *
 * <p>A state covers rows of its stream alone, so rows of other streams must not become visible with it. Therefore rows wait in
 * memory, as the bytes they came in, a {@link Segment} for each stream. A state marks what it covers. A batch takes all that is
 * covered and loads it, with the states' checkpoints, in one transaction, on a thread of its own, while the next rows are collected;
 * then the states may be echoed. Rows behind a stream's newest state stay, and are gone if the process is (invariant 6).
 *
 * <p>Memory is bounded by bytes (invariant 7): one half of what is allowed is for the rows that are being collected, the other for the batch on
 * its way. When the first half is full, a batch goes; when most of it is rows that no state covers yet, the largest segments go
 * with it, into stages out of sight.
 */
public final class TableLoad implements Load {

    /** So long a commit waits for its batch, so that states of a small one need not wait for the next commit. */
    private static final long PATIENCE_MILLIS = 200;

    private final Connection connection;
    private final Loader loader;
    private final Notices notices;
    private final long half;

    private final @Nullable Segment[] segments;
    /** Streams with rows in memory. */
    private final BitSet collected = new BitSet();
    /** Streams with rows in memory or in a stage that a state covers. */
    private final BitSet covered = new BitSet();
    /** Streams with rows in a stage that no state covered when they went there. */
    private final BitSet staged = new BitSet();

    private final BitSet completed = new BitSet();
    /** Streams that must not be seen half done: full refreshes that no later run could continue. */
    private final BitSet wholes = new BitSet();
    /** The newest state of each of these, to be returned when the stream is complete. */
    private final Map<Integer, Checkpoint> withheld = new TreeMap<>();

    private long bytes;
    /** The newest state of each stream since the last batch; -1 stands for all streams. */
    private final Map<Integer, Checkpoint> states = new LinkedHashMap<>();

    private Optional<FutureTask<List<Checkpoint>>> running = Optional.empty();
    private final List<Checkpoint> durable = new ArrayList<>();

    private TableLoad(
            Connection connection, Loader loader, List<ConfiguredStream> streams, Notices notices, long memory) {
        this.connection = connection;
        this.loader = loader;
        this.notices = notices;
        half = memory / 2;
        segments = new Segment[streams.size()];
        for (int stream = 0; stream < streams.size(); stream++) {
            ConfiguredStream configured = streams.get(stream);
            wholes.set(
                    stream,
                    configured.syncMode() == SyncMode.FULL_REFRESH
                            && !configured.stream().resumable());
        }
    }

    /**
     * Opens the load of a sync.
     *
     * @param connection belongs to the load from now on, which closes it; no auto-commit
     * @param schema of streams without a namespace, and of our own tables
     * @param memory bytes for rows on their way; a single record may be larger
     */
    public static TableLoad open(
            Connection connection,
            Dialect dialect,
            String schema,
            ConfiguredCatalog catalog,
            Notices notices,
            long memory) {
        Loader loader = new Loader(connection, dialect, schema, catalog);
        loader.open();
        return new TableLoad(connection, loader, catalog.streams(), notices, memory);
    }

    @Override
    public List<ObjectNode> held() {
        return loader.held();
    }

    @Override
    public void record(int stream, byte[] from, Envelope at) throws Exception {
        boolean large = at.dataTo() - at.dataFrom() > half;
        if (large) {
            await(); // or two of its size would be on their way
        }
        Segment segment = segments[stream];
        if (segment == null) {
            segment = new Segment();
            segments[stream] = segment;
        }
        long before = segment.bytes();
        segment.add(from, at.dataFrom(), at.dataTo(), at.metaFrom(), at.metaTo(), emittedAt(from, at));
        collected.set(stream);
        bytes += segment.bytes() - before;
        if (bytes > half) {
            await();
            start(true);
            if (large) {
                await();
            }
        }
    }

    /** In microseconds; a source may say anything. */
    private static long emittedAt(byte[] bytes, Envelope at) {
        long millis = 0;
        for (int i = at.emittedAtFrom(); i < at.emittedAtTo(); i++) {
            if (bytes[i] < '0' || bytes[i] > '9' || i - at.emittedAtFrom() > 14) {
                String number = new String(
                        bytes, at.emittedAtFrom(), at.emittedAtTo() - at.emittedAtFrom(), StandardCharsets.US_ASCII);
                double micros = Double.parseDouble(number) * 1000;
                return Math.abs(micros) <= Times.FARTHEST_MICRO ? (long) micros : RecordRows.UNKNOWN_TIME;
            }
            millis = millis * 10 + bytes[i] - '0';
        }
        return millis * 1000;
    }

    @Override
    public void state(Checkpoint state) {
        if (state.stream() >= 0 && wholes.get(state.stream())) {
            withheld.put(state.stream(), state);
            return;
        }
        if (state.stream() >= 0) {
            cover(state.stream());
        } else {
            BitSet all = (BitSet) collected.clone();
            all.or(staged);
            all.andNot(wholes);
            all.stream().forEach(this::cover);
        }
        states.remove(state.stream());
        states.put(state.stream(), state);
    }

    private void cover(int stream) {
        Segment segment = segments[stream];
        if (segment != null) {
            segment.cover();
        }
        if (collected.get(stream) || staged.get(stream)) {
            covered.set(stream);
        }
    }

    @Override
    public void completed(int stream) {
        completed.set(stream);
    }

    @Override
    public List<Checkpoint> commit() throws Exception {
        if (running.isPresent() && running.get().isDone()) {
            await();
        }
        if (running.isEmpty()) {
            start(false);
        }
        awaitAWhile();
        return takeDurable();
    }

    @Override
    public List<Checkpoint> finish() throws Exception {
        await();
        start(false);
        await();
        loader.end(completed, new Loader.Rest() {
            @Override
            public Segment rows(int stream) {
                Segment rest = Optional.ofNullable(segments[stream]).orElseGet(Segment::new);
                forget(stream);
                return rest;
            }

            @Override
            public Optional<Checkpoint> state(int stream) {
                return Optional.ofNullable(withheld.get(stream));
            }
        });
        withheld.forEach((stream, state) -> {
            if (completed.get(stream)) {
                durable.add(state);
            }
        });
        for (StreamLoad stream : loader.streams()) {
            stream.losses().ifPresent(losses -> notices.analytics("wharf.nulled", losses.report(stream.name())));
        }
        return takeDurable();
    }

    @Override
    public void close() {
        try (connection) {
            if (running.isPresent()) {
                await();
            }
            connection.rollback();
        } catch (Exception e) {
            notices.warn("The warehouse could not be closed in order: " + e.getMessage());
        }
    }

    /** Sends off what is covered, and when memory is short, of the rest what is largest. */
    private void start(boolean pressed) {
        Map<Integer, Segment> due = new TreeMap<>();
        covered.stream().forEach(stream -> due.put(stream, takeCovered(stream)));
        staged.andNot(covered);
        covered.clear();
        Batch batch = new Batch(due, pressed ? takeLargest() : Map.of(), List.copyOf(states.values()));
        states.clear();
        if (!batch.isEmpty()) {
            FutureTask<List<Checkpoint>> task = new FutureTask<>(() -> {
                loader.load(batch);
                return batch.states();
            });
            running = Optional.of(task);
            Thread.ofPlatform().name("warehouse").start(task);
        }
    }

    private Segment takeCovered(int stream) {
        Segment segment = segments[stream];
        if (segment == null) {
            return new Segment();
        }
        bytes -= segment.bytes();
        Segment taken = segment.takeCovered();
        bytes += segment.bytes();
        if (segment.records() == 0) {
            forget(stream);
        }
        return taken;
    }

    /** The largest segments, whose rows no state covers yet, so that at most a quarter of what may be collected remains. */
    private Map<Integer, Segment> takeLargest() {
        Map<Integer, Segment> taken = new TreeMap<>();
        List<Integer> largestFirst = collected.stream()
                .boxed()
                .sorted(Comparator.comparingLong(this::size).reversed())
                .toList();
        for (int stream : largestFirst) {
            Segment segment = segments[stream];
            if (bytes <= half / 2 || segment == null) {
                break;
            }
            bytes -= segment.bytes();
            taken.put(stream, segment);
            staged.set(stream);
            forget(stream);
        }
        return taken;
    }

    private long size(int stream) {
        Segment segment = segments[stream];
        return segment == null ? 0 : segment.bytes();
    }

    private void forget(int stream) {
        segments[stream] = null;
        collected.clear(stream);
    }

    /** Waits for the batch on its way. */
    private void await() throws Exception {
        if (running.isPresent()) {
            FutureTask<List<Checkpoint>> task = running.get();
            running = Optional.empty();
            try {
                durable.addAll(task.get());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure ? failure : e;
            }
        }
    }

    private void awaitAWhile() throws Exception {
        if (running.isPresent()) {
            try {
                running.get().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException _) {
                // A large batch: the next commit will find it done.
                return;
            } catch (ExecutionException _) {
                // Told by await.
            }
            await();
        }
    }

    private List<Checkpoint> takeDurable() {
        List<Checkpoint> taken = List.copyOf(durable);
        durable.clear();
        return taken;
    }
}
