package dev.wharf.runtime.sync;

import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what the destination says. States that come back are saved, durably, before anything claims them; those that arrived together share
 * one commit (invariant 1). At the start it gathers the checkpoints that the destination holds. One thread of its own.
 */
final class Answers implements Runnable {

    private static final int BLOCK = 64 << 10;

    private final Connector destination;
    private final int longestLine;
    private final Checkpoints checkpoints;
    private final OpenRun store;
    private final Traffic traffic;
    private final RunLog log;
    private final Clock clock;
    private final Reckoning reckoning;
    private final Losses losses;
    private final List<Acknowledged> batch = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final CompletableFuture<List<Held>> recovery = new CompletableFuture<>();
    private final CompletableFuture<Optional<Failure>> end = new CompletableFuture<>();
    private volatile Optional<Failure> failure = Optional.empty();
    /** A state that was not saved for its count must not be covered by a later one. */
    private boolean refusing;

    private volatile String last = "";

    private final Map<Optional<StreamName>, Long> saved = new ConcurrentHashMap<>();

    /** A checkpoint in the warehouse. */
    record Held(long epoch, long position, Message.State state) {

        /** The state as the source had sent it. */
        ObjectNode body() {
            ObjectNode body = state.body().deepCopy();
            body.remove(List.of("wharf", "id"));
            return body;
        }
    }

    Answers(
            Connector destination,
            Checkpoints checkpoints,
            OpenRun store,
            Traffic traffic,
            RunLog log,
            Clock clock,
            Reckoning reckoning,
            Losses losses,
            int longestLine) {
        this.destination = destination;
        this.longestLine = longestLine;
        this.checkpoints = checkpoints;
        this.store = store;
        this.traffic = traffic;
        this.log = log;
        this.clock = clock;
        this.reckoning = reckoning;
        this.losses = losses;
    }

    void start() {
        Thread.ofPlatform().name("answers").daemon().start(this);
    }

    @Override
    public void run() {
        try {
            Lines lines = new Lines(destination.output(), BLOCK, longestLine);
            while (lines.next()) {
                traffic.destinationSpoke();
                read(lines.bytes(), lines.from(), lines.to());
                if (!lines.ready()) {
                    save();
                }
            }
            save();
            finish();
        } catch (IOException e) {
            // The pipe was closed under us: the run is being ended, and whoever ends it knows why.
            saveWhatCame();
            finish();
        } catch (RuntimeException e) {
            fail(new Failure(
                    e instanceof dev.wharf.runtime.failure.WharfException known ? known.code() : FailureCode.INTERNAL,
                    String.valueOf(e.getMessage())));
            finish();
            destination.close();
        }
    }

    /** The checkpoints that the destination holds; completed once it said them all, or with what it had said when it ended. */
    CompletableFuture<List<Held>> recovery() {
        return recovery;
    }

    /** Completed when the destination closed its output, with its failure if it told one. */
    CompletableFuture<Optional<Failure>> end() {
        return end;
    }

    /** The last message, as people call it, e.g. {@code STATE of users}; empty when there was none. */
    String lastMessage() {
        return last;
    }

    /** How many states were saved, per collection (empty: of all). */
    Map<Optional<StreamName>, Long> saved() {
        return saved;
    }

    /** A line may hold several messages, when its end was lost: none of them is passed over, or a state would never count. */
    private void read(byte[] bytes, int from, int to) {
        List<Message> messages = Messages.readAll(bytes, from, to);
        messages.forEach(this::message);
        if (messages.isEmpty() && from < to) {
            log.line(RunLog.Side.DESTINATION, new String(bytes, from, to - from, StandardCharsets.UTF_8));
        }
    }

    private void message(Message message) {
        last = called(message);
        switch (message) {
            case Message.State state -> state(state);
            case Message.TraceError error -> {
                log.line(RunLog.Side.DESTINATION, "ERROR " + error.message());
                fail(Failures.ofDestination(error));
            }
            case Message.Analytics told when told.type().equals("wharf.nulled") -> losses.add(told.value());
            case Message.Log said -> log.line(RunLog.Side.DESTINATION, said.level() + " " + said.message());
            default -> {}
        }
    }

    private static String called(Message message) {
        return switch (message) {
            case Message.State state ->
                "STATE" + state.stream().map(name -> " of " + name).orElse("");
            case Message.Log _ -> "LOG";
            case Message.TraceError _, Message.Estimate _, Message.StreamStatus _, Message.Analytics _ -> "TRACE";
            default -> "message";
        };
    }

    private void state(Message.State state) {
        if (state.body().path("wharf").has("held")) {
            held(state);
            return;
        }
        switch (checkpoints.acknowledge(state)) {
            case Checkpoints.Answer.Saves saves -> counted(state, saves);
            case Checkpoints.Answer.Again _ -> {}
            case Checkpoints.Answer.Foreign foreign -> {
                fail(new Failure(
                        FailureCode.DESTINATION_PROTOCOL,
                        "The destination returned " + foreign.why()
                                + ". Nothing of it was saved, because it could skip records. This is a fault of the destination's image: tell its author, with the log of"
                                + " this run."));
                destination.close();
            }
        }
    }

    private void counted(Message.State state, Checkpoints.Answer.Saves saves) {
        Optional<StreamName> collection = saves.newest().collection();
        Optional<Failure> miscounted = reckoning.destination(collection, state.destinationStats(), saves.sent());
        if (miscounted.isPresent()) {
            decline(saves.newest(), miscounted.get());
        }
        if (!refusing) {
            batch.add(saves.newest());
        }
    }

    /** The destination holds it, and would have it taken over by the next run. */
    private void decline(Acknowledged state, Failure why) {
        refusing = true;
        fail(why);
        store.decline(state.collection(), new Memory.Declined(state.position(), checkpoints.end(why)));
        destination.close();
    }

    private void held(Message.State state) {
        if (state.body().path("wharf").path("held").asString("").equals("end")) {
            recovery.complete(List.copyOf(held));
            return;
        }
        held.add(new Held(
                state.body().path("wharf").path("epoch").asLong(0),
                state.body().path("wharf").path("position").asLong(0),
                state));
    }

    private void save() {
        if (!batch.isEmpty()) {
            store.save(batch, clock.instant());
            batch.forEach(state -> saved.merge(state.collection(), 1L, Long::sum));
            batch.clear();
        }
    }

    private void saveWhatCame() {
        try {
            save();
        } catch (RuntimeException e) {
            fail(new Failure(FailureCode.STORE_UNUSABLE, String.valueOf(e.getMessage())));
        }
    }

    private void fail(Failure why) {
        if (failure.isEmpty()) {
            failure = Optional.of(why);
        }
    }

    private void finish() {
        recovery.complete(List.copyOf(held));
        end.complete(failure);
    }
}
