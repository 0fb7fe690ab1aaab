package dev.wharf.sdk;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.JsonText;
import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Reads stdin on behalf of a {@link Load}: hands records on as ranges of the block, remembers the states and writes them back once
 * the load says that they are durable (invariant 1). Commits are asked for about once a second while states wait, whether the
 * input flows or is quiet, and earlier when the waiting states grow large. One thread.
 */
final class LoadLoop implements Inlet.Due {

    private static final int BLOCK = 1 << 18;
    private static final int LONGEST_LINE = 1 << 28;
    private static final long WAITING_BYTES = 8 << 20;
    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConfiguredCatalog catalog;
    private final Load load;
    private final Outlet outlet;
    private final Notices notices;
    private final List<StreamName> names;
    private final StreamIndex index;
    private final Envelope envelope = new Envelope();
    private final boolean[] completed;
    private final long[] sinceState;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long position;
    private long textLines;
    private long committedAt = System.nanoTime() - INTERVAL_NANOS;

    /** A state that was given to the load, and the line to write once it is durable. */
    private record Waiting(Load.Checkpoint state, byte[] echo) {}

    LoadLoop(ConfiguredCatalog catalog, Load load, Outlet outlet, Notices notices) {
        this.catalog = catalog;
        this.load = load;
        this.outlet = outlet;
        this.notices = notices;
        this.names = catalog.streams().stream().map(ConfiguredStream::name).toList();
        this.index = new StreamIndex(names);
        this.completed = new boolean[names.size()];
        this.sinceState = new long[names.size()];
    }

    void run(ReadableByteChannel stdin) throws Exception {
        if (catalog.wharf().isPresent()) {
            load.held().forEach(body -> outlet.message(new Message.State(body)));
        }
        Inlet inlet = new Inlet(stdin, this);
        inlet.start();
        Lines lines = new Lines(inlet, BLOCK, LONGEST_LINE);
        while (lines.next()) {
            accept(lines);
        }
        if (textLines > 0) {
            notices.warn("Ignored %d texts on stdin that are no messages.".formatted(textLines));
        }
        echo(load.finish());
        judgeEnd();
    }

    @Override
    public long nanosLeft() {
        return waiting.isEmpty() ? Long.MAX_VALUE : committedAt + INTERVAL_NANOS - System.nanoTime();
    }

    @Override
    public void run() throws IOException {
        commit();
    }

    private void accept(Lines lines) throws Exception {
        if (lines.tooLong()) {
            throw ConnectorFailure.fault("Cannot take a line of %d bytes from stdin: the longest that fits is %d bytes."
                    .formatted(lines.length(), LONGEST_LINE));
        }
        byte[] bytes = lines.bytes();
        int at = lines.from();
        do {
            accept(bytes, envelope.read(bytes, at, lines.to()));
            at = envelope.messageTo();
        } while (envelope.more());
    }

    private void accept(byte[] bytes, Envelope.Kind kind) throws Exception {
        switch (kind) {
            case RECORD -> record(bytes);
            case STATE -> state(bytes);
            case TRACE -> trace(bytes);
            case BROKEN ->
                throw ConnectorFailure.fault(
                        "A line on stdin is broken: %s. It may have been a record, so the write stops."
                                .formatted(envelope.problem()));
            case TEXT -> textLines++;
            case LOG, CONTROL, SPEC, CONNECTION_STATUS, CATALOG, DESTINATION_CATALOG, UNKNOWN -> {}
        }
    }

    private void record(byte[] bytes) throws Exception {
        int stream = index.of(bytes, envelope);
        if (stream < 0) {
            throw ConnectorFailure.fault("A record on stdin is of the stream %s, which the catalog does not have."
                    .formatted(JsonText.decode(bytes, envelope.streamFrom(), envelope.streamTo())));
        }
        sinceState[stream]++;
        load.record(stream, bytes, envelope);
    }

    private void state(byte[] bytes) throws Exception {
        Message.State state = (Message.State) Messages.read(bytes, envelope);
        int stream = state.stream().map(index::of).orElse(-1);
        if (state.stream().isPresent() && stream < 0) {
            notices.warn(
                    "Ignored a state of the stream " + state.stream().get() + ", which the catalog does not have.");
            return;
        }
        Load.Checkpoint checkpoint = new Load.Checkpoint(++position, stream, state.body());
        byte[] echo = echo(bytes, takeCount(stream));
        waiting.add(new Waiting(checkpoint, echo));
        waitingBytes += echo.length;
        load.state(checkpoint);
        if (nanosLeft() <= 0 || waitingBytes > WAITING_BYTES) {
            commit();
        }
    }

    private void trace(byte[] bytes) throws Exception {
        if (Messages.read(bytes, envelope) instanceof Message.StreamStatus status
                && status.status() == Status.COMPLETE) {
            int stream = index.of(status.stream());
            if (stream >= 0 && !completed[stream]) {
                completed[stream] = true;
                load.completed(stream);
            }
        }
    }

    private void commit() throws IOException {
        try {
            echo(load.commit());
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
        committedAt = System.nanoTime();
    }

    /** Writes back the states that are durable, each with the earlier ones of its stream, in their order (invariant 1). */
    private void echo(List<Load.Checkpoint> durable) {
        Map<Integer, Long> upTo = new HashMap<>();
        durable.forEach(state -> upTo.merge(state.stream(), state.position(), Math::max));
        waiting.removeIf(entry -> {
            boolean due = entry.state().position() <= upTo.getOrDefault(entry.state().stream(), 0L);
            if (due) {
                outlet.line(entry.echo(), 0, entry.echo().length);
                waitingBytes -= entry.echo().length;
            }
            return due;
        });
        outlet.flush();
        if (waitingBytes > WAITING_BYTES) {
            keepNewest();
        }
    }

    /** States that wait for the end of a full refresh must not fill the memory (invariant 7): a later one covers an earlier one. */
    private void keepNewest() {
        Map<Integer, Long> newest = new HashMap<>();
        waiting.forEach(
                entry -> newest.put(entry.state().stream(), entry.state().position()));
        waiting.removeIf(entry -> entry.state().position() < newest.getOrDefault(entry.state().stream(), 0L));
        waitingBytes = waiting.stream().mapToLong(entry -> entry.echo().length).sum();
    }

    /**
     * A runtime that does not know Wharf learns from the exit status alone that a source broke off; ours knows, and calls some streams
     * incomplete on purpose.
     */
    private void judgeEnd() {
        List<StreamName> cutOff = new ArrayList<>();
        for (int stream = 0; stream < completed.length; stream++) {
            if (!completed[stream]) {
                cutOff.add(names.get(stream));
            }
        }
        if (!cutOff.isEmpty() && catalog.wharf().isEmpty()) {
            throw ConnectorFailure.temporary("The input ended before these streams were complete: "
                    + Message.names(cutOff) + ". What their states cover has been loaded.");
        }
    }

    private double takeCount(int stream) {
        if (stream >= 0) {
            long count = sinceState[stream];
            sinceState[stream] = 0;
            return count;
        }
        long count = Arrays.stream(sinceState).sum();
        Arrays.fill(sinceState, 0);
        return count;
    }

    /** Where the last byte in front of a brace is that is no white space. */
    private static int lastBefore(byte[] bytes, int brace) {
        int p = brace - 1;
        while (bytes[p] <= ' ') {
            p--;
        }
        return p;
    }

    /** The line as it came, with {@code destinationStats} as the state's last member. */
    private byte[] echo(byte[] bytes, double count) {
        int brace = envelope.payloadTo() - 1;
        boolean empty = bytes[lastBefore(bytes, brace)] == '{';
        String stats = (empty ? "" : ",") + "\"destinationStats\":{\"recordCount\":" + count + "}";
        ByteArrayOutputStream echo = new ByteArrayOutputStream();
        echo.write(bytes, envelope.messageFrom(), brace - envelope.messageFrom());
        echo.writeBytes(stats.getBytes(StandardCharsets.US_ASCII));
        echo.write(bytes, brace, envelope.messageTo() - brace);
        echo.write('\n');
        return echo.toByteArray();
    }
}
