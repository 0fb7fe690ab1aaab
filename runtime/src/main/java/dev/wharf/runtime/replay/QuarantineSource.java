package dev.wharf.runtime.replay;

import dev.wharf.protocol.Message.State;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.state.Memory;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The quarantine in the place of a source: says the chosen lines of each collection, then the collection's state, then that it is complete. A
 * line is read when its turn comes, so that one is in memory at a time (invariant 7). Its output is read by one thread.
 */
final class QuarantineSource implements Connector {

    private static final int TERMINATED = 143;

    private final String connection;
    private final Supplier<Contents> contents;
    private final CompletableFuture<Exit> exited = new CompletableFuture<>();

    /**
     * @param lines ids of each collection, in order
     * @param memory whose states are said again
     */
    record Contents(Map<StreamName, List<Long>> lines, LongFunction<byte[]> line, Memory memory) {}

    /** @param contents asked for when the output is opened */
    QuarantineSource(String connection, Supplier<Contents> contents) {
        this.connection = connection;
        this.contents = contents;
    }

    @Override
    public ReadableByteChannel output() {
        return new Output(messages(contents.get()).iterator());
    }

    /** With one state for all collections it goes behind the records of all. */
    private static Stream<Supplier<byte[]>> messages(Contents contents) {
        List<Stream<Supplier<byte[]>>> messages = new ArrayList<>();
        Memory memory = contents.memory();
        boolean any = false;
        for (Map.Entry<StreamName, List<Long>> entry : contents.lines().entrySet()) {
            messages.add(Stream.of(status(entry.getKey(), Status.STARTED)));
            messages.add(entry.getValue().stream()
                    .map(id -> () -> withNewline(contents.line().apply(id))));
            any |= !entry.getValue().isEmpty();
            Optional.ofNullable(memory.states().get(entry.getKey()))
                    .filter(_ -> !entry.getValue().isEmpty())
                    .ifPresent(saved -> messages.add(Stream.of(state(saved))));
        }
        if (any) {
            memory.shared().ifPresent(saved -> messages.add(Stream.of(state(saved))));
        }
        contents.lines().keySet().forEach(name -> messages.add(Stream.of(status(name, Status.COMPLETE))));
        return messages.stream().flatMap(each -> each);
    }

    private static byte[] withNewline(byte[] line) {
        byte[] whole = java.util.Arrays.copyOf(line, line.length + 1);
        whole[line.length] = '\n';
        return whole;
    }

    /** The counts in a state are about the records that it came with. */
    private static Supplier<byte[]> state(Memory.Saved saved) {
        ObjectNode body = saved.body().deepCopy();
        body.remove(List.of("sourceStats", "destinationStats"));
        return () -> Messages.write(new State(body));
    }

    private static Supplier<byte[]> status(StreamName name, Status status) {
        return () -> Messages.write(new StreamStatus(name, status, Optional.empty(), Instant.now()));
    }

    @Override
    public WritableByteChannel input() {
        throw new IllegalStateException("the quarantine takes no input");
    }

    @Override
    public InputStream errors() {
        return InputStream.nullInputStream();
    }

    @Override
    public CompletableFuture<Exit> exited() {
        return exited;
    }

    /** Ends between two lines. */
    @Override
    public void stop(Duration grace) {
        end(TERMINATED);
    }

    private void end(int status) {
        exited.complete(new Exit(status, false, Optional.empty(), Optional.empty()));
    }

    @Override
    public String reproduction() {
        return "wharf quarantine replay " + connection;
    }

    @Override
    public Road road() {
        return Road.LOCAL;
    }

    @Override
    public String identity() {
        return "the quarantine of " + connection;
    }

    @Override
    public void close() {
        end(TERMINATED);
    }

    private final class Output implements ReadableByteChannel {

        private final Iterator<Supplier<byte[]>> messages;
        private ByteBuffer current = ByteBuffer.allocate(0);

        Output(Iterator<Supplier<byte[]>> messages) {
            this.messages = messages;
        }

        @Override
        public int read(ByteBuffer into) {
            if (!current.hasRemaining()) {
                if (exited.isDone() || !messages.hasNext()) {
                    end(0);
                    return -1;
                }
                current = ByteBuffer.wrap(messages.next().get());
            }
            int length = Math.min(into.remaining(), current.remaining());
            into.put(current.slice().limit(length));
            current.position(current.position() + length);
            return length;
        }

        @Override
        public boolean isOpen() {
            return !exited.isDone();
        }

        @Override
        public void close() {
            end(TERMINATED);
        }
    }
}
