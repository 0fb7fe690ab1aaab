package dev.wharf.runtime.sync;

import dev.wharf.protocol.Lines;
import dev.wharf.protocol.Message.StreamStatus;
import dev.wharf.protocol.Message.StreamStatus.Status;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Connector.Exit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The two connectors of a run, from the moment both are started to the moment both are gone: carries the records, tells the destination what is
 * complete, and finds the one cause when something ends early. The thread that calls {@link #run} is the pump; {@link #stop} and {@link #kill}
 * come from any other.
 */
final class Attempt {

    private static final int BLOCK = 1 << 20;

    private final Plan plan;
    private final Connector source;
    private final Connector destination;
    private final Journal journal;
    private final Tallies tallies;
    private final Checkpoints checkpoints;
    private final Refusals refusals;
    private final SourceTalk talk;
    private final Answers answers;
    private final Traffic traffic;
    private final RunLog log;
    private final Clock clock;
    private final Watchdog watchdog;
    private volatile Optional<Failure> stopped = Optional.empty();
    private volatile boolean inputOver;
    private volatile boolean destinationLeft;
    private boolean inputBroke;
    private boolean lingered;
    private boolean spoke;
    private String lastOfSource = "";

    /**
     * How an attempt ended.
     *
     * @param completed collections that the source completed and the destination took whole
     */
    record Result(Set<StreamName> completed, Optional<Failure> failure, Exit source, Exit destination) {}

    Attempt(
            Plan plan,
            Connector source,
            Connector destination,
            Journal journal,
            Checkpoints checkpoints,
            Refusals refusals,
            SourceTalk talk,
            Answers answers,
            Traffic traffic,
            RunLog log,
            Clock clock) {
        this.plan = plan;
        this.source = source;
        this.destination = destination;
        this.journal = journal;
        this.tallies = journal.tallies();
        this.checkpoints = checkpoints;
        this.refusals = refusals;
        this.talk = talk;
        this.answers = answers;
        this.traffic = traffic;
        this.log = log;
        this.clock = clock;
        this.watchdog = new Watchdog(traffic, plan.limits().silence(), clock, this::kill);
    }

    Result run() {
        Thread.ofVirtual().name("destination-exit").start(this::watchDestination);
        watchdog.start();
        try (watchdog) {
            Optional<Failure> pumped = pump();
            Exit sourceExit = await(source);
            boolean endedWell =
                    pumped.isEmpty() && stopped.isEmpty() && talk.failure().isEmpty() && sourceExit.status() == 0;
            Verdict verdict = new Verdict(tallies, talk.tellsEndings(), endedWell && spoke);
            Set<StreamName> completed = verdict.completed();
            Optional<Failure> answered = conclude(completed);
            Exit destinationExit = await(destination);
            Optional<Failure> failure = cause(pumped, sourceExit, answered, destinationExit);
            Set<StreamName> taken = taken(completed, answered, destinationExit);
            verdict.blame(failure, taken);
            return new Result(taken, failure, sourceExit, destinationExit);
        }
    }

    /** Of the collections that are complete, those that the destination read to their end and confirmed (invariants 1 and 5). */
    private Set<StreamName> taken(Set<StreamName> completed, Optional<Failure> answered, Exit exit) {
        List<Optional<StreamName>> unreturned = checkpoints.unreturned();
        if (exit.status() != 0
                || answered.isPresent()
                || inputBroke
                || destinationLeft
                || unreturned.contains(Optional.<StreamName>empty())) {
            return Set.of();
        }
        return completed.stream()
                .filter(name -> !unreturned.contains(Optional.of(name)))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Lets the source end by itself, and what it has sent arrive. */
    void stop(Failure why) {
        stopped = Optional.of(why);
        source.stop(plan.limits().grace());
    }

    /** Ends both at once. */
    void kill() {
        source.close();
        destination.close();
    }

    /** A destination that is gone will never take another record: a source that is quiet must not keep the run. */
    private void watchDestination() {
        destination.exited().join();
        if (!inputOver) {
            destinationLeft = true;
            source.stop(Duration.ZERO);
        }
    }

    /** @return why it ended before the source's end, if it did */
    private Optional<Failure> pump() {
        try {
            WritableByteChannel input = destination.input();
            Lines lines = new Lines(source.output(), BLOCK, plan.limits().longestLine());
            Pump pump = new Pump(
                    lines,
                    new BlockWriter(input, traffic),
                    tallies,
                    checkpoints,
                    refusals,
                    journal.findings(),
                    journal.reckoning(),
                    traffic,
                    talk);
            try {
                pump.run();
            } finally {
                spoke = pump.heard();
                lastOfSource = pump.lastMessage();
            }
            return Optional.empty();
        } catch (WharfException e) {
            source.stop(plan.limits().grace());
            return Optional.of(e.failure());
        } catch (IOException e) {
            inputBroke = traffic.doing() == Traffic.Doing.WRITING_DESTINATION;
            source.stop(plan.limits().grace());
            return Optional.of(new Failure(FailureCode.INTERNAL, "A pipe broke: " + e));
        }
    }

    /** Declares what is complete, ends the destination's input, and waits until it has said everything. */
    private Optional<Failure> conclude(Set<StreamName> completed) {
        inputOver = true;
        try (WritableByteChannel input = destination.input()) {
            traffic.now(Traffic.Doing.WRITING_DESTINATION);
            if (plan.destination().can(Plan.Ability.TERMINAL_STATUS)) {
                for (StreamName name : completed.stream().sorted().toList()) {
                    write(
                            input,
                            Messages.write(new StreamStatus(name, Status.COMPLETE, Optional.empty(), clock.instant())));
                }
            }
        } catch (IOException e) {
            inputBroke = true;
            log.line(RunLog.Side.WHARF, "the destination's input broke before its end was written: " + e.getMessage());
        }
        traffic.now(Traffic.Doing.AWAITING_DESTINATION);
        if (inputBroke) {
            // It takes nothing more, so nothing more is worth waiting for.
            lingered = !endsItself(destination);
        }
        return answers.end().join();
    }

    private static void write(WritableByteChannel input, byte[] line) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(line);
        while (buffer.hasRemaining()) {
            input.write(buffer);
        }
    }

    /** The one cause: what ended first, not what followed from it. */
    private Optional<Failure> cause(
            Optional<Failure> pumped, Exit sourceExit, Optional<Failure> answered, Exit destinationExit) {
        if (watchdog.bitten().isPresent()) {
            return Optional.of(hung(watchdog.bitten().get(), sourceExit, destinationExit));
        }
        if (stopped.isPresent()) {
            return stopped;
        }
        if (pumped.isPresent() && pumped.get().code() != FailureCode.INTERNAL) {
            return pumped;
        }
        if (answered.isPresent()) {
            return answered;
        }
        List<String> lastWords = log.tail(RunLog.Side.DESTINATION, 12);
        if (lingered) {
            return Optional.of(Failures.ofClosedInput(plan.limits().grace(), lastWords));
        }
        if (inputBroke || destinationLeft) {
            return Optional.of(Failures.ofDestinationExit(destinationExit, lastWords));
        }
        return sourceCause(sourceExit).or(() -> pumped).or(() -> destinationCause(destinationExit));
    }

    private Optional<Failure> sourceCause(Exit exit) {
        boolean toldByCollection =
                tallies.all().stream().anyMatch(tally -> tally.failure().isPresent());
        if (talk.failure().isPresent()) {
            // Python images sum up in the end, as an error of the whole run, what they had said of single collections.
            boolean summary = toldByCollection && tallies.all().stream().allMatch(Attempt::isTold);
            return summary ? Optional.empty() : talk.failure();
        }
        if (exit.status() == 0 && !spoke && !tallies.all().isEmpty()) {
            return Optional.of(Failures.ofMuteSource(log.tail(RunLog.Side.SOURCE, 12)));
        }
        if (exit.status() == 0 || (toldByCollection && !exit.outOfMemory() && exit.status() < 128)) {
            return Optional.empty();
        }
        return Optional.of(Failures.ofSourceExit(exit, log.tail(RunLog.Side.SOURCE, 12), !spoke));
    }

    /** Whether its ending is known: complete, or failed for a reason of its own. */
    private static boolean isTold(Tally tally) {
        return tally.ending == Tally.Ending.COMPLETE || tally.failure().isPresent();
    }

    private Optional<Failure> destinationCause(Exit exit) {
        if (exit.status() != 0) {
            return Optional.of(Failures.ofDestinationExit(exit, log.tail(RunLog.Side.DESTINATION, 12)));
        }
        List<Optional<StreamName>> unreturned = checkpoints.unreturned();
        if (unreturned.isEmpty()) {
            return Optional.empty();
        }
        List<String> names = new ArrayList<>();
        unreturned.forEach(key -> names.add(key.map(StreamName::toString).orElse("all collections")));
        return Optional.of(new Failure(
                FailureCode.STATE_NOT_RETURNED,
                "The destination ended well but did not return " + checkpoints.waiting() + " states, of "
                        + String.join(", ", names)
                        + ". Its rows may be there; because it did not confirm them, the next sync reads them again."));
    }

    private Failure hung(Traffic.Doing doing, Exit sourceExit, Exit destinationExit) {
        return new Evidence(
                        doing,
                        plan.limits().silence(),
                        tallies.all().stream().mapToLong(tally -> tally.records).sum(),
                        tallies.all().stream().mapToLong(tally -> tally.bytes).sum(),
                        checkpoints.waiting(),
                        new Evidence.Speaker(lastOfSource, sourceExit),
                        new Evidence.Speaker(answers.lastMessage(), destinationExit),
                        log.tail(Evidence.waitedFor(doing), 12))
                .failure();
    }

    private Exit await(Connector connector) {
        endsItself(connector);
        return connector.exited().join();
    }

    /** Whether it ends within the time that it has for that; if not, it is ended. */
    private boolean endsItself(Connector connector) {
        try {
            connector.exited().get(plan.limits().grace().toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            connector.stop(plan.limits().grace());
        } catch (ExecutionException e) {
            throw new IllegalStateException("A connector's end is never exceptional", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connector.close();
        }
        return false;
    }
}
