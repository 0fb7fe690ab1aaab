package dev.wharf.sdk;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.Envelope;
import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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
    private long committedAt = System.nanoTime() - INTERVAL_NANOS;

    /** A state that was given to the load and is to be echoed. */
    private record Waiting(long position, byte[] echo) {}

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
        switch (envelope.read(bytes, lines.from(), lines.to())) {
            case RECORD -> record(bytes);
            case STATE -> state(bytes);
            case TRACE -> trace(bytes);
            case BROKEN ->
                throw ConnectorFailure.fault(
                        "A line on stdin of %d bytes is broken: %s. It may have been a record, so the write stops."
                                .formatted(lines.length(), envelope.problem()));
            case TEXT -> {
                if (lines.length() > 0) {
                    notices.warn("Ignored a line on stdin of %d bytes that is no message.".formatted(lines.length()));
                }
            }
            case LOG, CONTROL, SPEC, CONNECTION_STATUS, CATALOG, DESTINATION_CATALOG, UNKNOWN -> {}
        }
    }

    private void record(byte[] bytes) throws Exception {
        int stream = index.of(bytes, envelope);
        if (stream < 0) {
            throw ConnectorFailure.fault("A record on stdin is of the stream %s, which the catalog does not have."
                    .formatted(StreamIndex.text(bytes, envelope.streamFrom(), envelope.streamTo())));
        }
        sinceState[stream]++;
        load.record(stream, bytes, envelope);
    }

    private void state(byte[] bytes) throws Exception {
        byte[] line = Arrays.copyOfRange(bytes, envelope.messageFrom(), envelope.messageTo());
        Message.State state = (Message.State) message(line);
        int stream = state.stream().map(index::of).orElse(-1);
        if (state.stream().isPresent() && stream < 0) {
            notices.warn(
                    "Ignored a state of the stream " + state.stream().get() + ", which the catalog does not have.");
            return;
        }
        position++;
        byte[] echo = withCount(line, envelope.payloadTo() - envelope.messageFrom() - 1, takeCount(stream));
        waiting.add(new Waiting(position, echo));
        waitingBytes += echo.length;
        load.state(new Load.Checkpoint(position, stream, state.body()));
        if (nanosLeft() <= 0 || waitingBytes > WAITING_BYTES) {
            commit();
        }
    }

    private void trace(byte[] bytes) throws Exception {
        byte[] line = Arrays.copyOfRange(bytes, envelope.messageFrom(), envelope.messageTo());
        if (message(line) instanceof Message.StreamStatus status && status.status() == Status.COMPLETE) {
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

    private void echo(long durable) {
        while (!waiting.isEmpty() && waiting.getFirst().position() <= durable) {
            byte[] echo = waiting.removeFirst().echo();
            waitingBytes -= echo.length;
            outlet.line(echo, 0, echo.length);
        }
        outlet.flush();
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

    /** The line with {@code destinationStats} in front of the byte {@code at}, the state's closing brace; otherwise as it came. */
    private static byte[] withCount(byte[] line, int at, double count) {
        byte[] stats = (",\"destinationStats\":{\"recordCount\":" + count + "}").getBytes(StandardCharsets.US_ASCII);
        byte[] echo = new byte[line.length + stats.length + 1];
        System.arraycopy(line, 0, echo, 0, at);
        System.arraycopy(stats, 0, echo, at, stats.length);
        System.arraycopy(line, at, echo, at + stats.length, line.length - at);
        echo[echo.length - 1] = '\n';
        return echo;
    }

    private static Message message(byte[] line) {
        Optional<Message> message = Messages.read(line);
        return message.orElseThrow(() -> ConnectorFailure.fault("A message on stdin cannot be read."));
    }
}
