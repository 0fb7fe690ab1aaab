package dev.wharf.runtime.sync;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Invocation;
import dev.wharf.protocol.Json;
import dev.wharf.protocol.Messages;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Connector;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.launch.Launcher.Launch;
import dev.wharf.runtime.launch.Launcher.Launch.Input;
import dev.wharf.runtime.launch.Launcher.Role;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import dev.wharf.runtime.sync.Answers.Held;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/**
 * One attempt, from nothing to nothing: starts both connectors at the same time, lets the destination say which checkpoints it holds, starts the
 * source anew in the rare case that these are ahead of what we had saved, carries the records, and removes both.
 */
final class Crossing {

    private static final long SPOOL_BUDGET = 32L << 20;

    private final Launcher launcher;
    private final OpenRun open;
    private final Plan plan;
    private final Secrets secrets;
    private final Sync.Surroundings surroundings;
    private final Journal journal;
    private final RunLog log;
    private final int retry;
    private final Traffic traffic;
    private final Deque<Connector> started = new ArrayDeque<>();
    private CompletableFuture<Connector> sourceStart =
            CompletableFuture.failedFuture(new IllegalStateException("not begun"));
    private Optional<Attempt> attempt = Optional.empty();
    private Optional<Failure> stopped = Optional.empty();

    /** @param retry 0 for the first attempt of a run, as Airbyte's platform tells its connectors */
    Crossing(
            Launcher launcher,
            OpenRun open,
            Plan plan,
            Secrets secrets,
            Sync.Surroundings surroundings,
            Journal journal,
            RunLog log,
            int retry) {
        this.launcher = launcher;
        this.open = open;
        this.plan = plan;
        this.secrets = secrets;
        this.surroundings = surroundings;
        this.journal = journal;
        this.log = log;
        this.retry = retry;
        this.traffic = new Traffic(surroundings.clock());
    }

    /** @return why it failed as a whole, if it did */
    Optional<Failure> run() {
        try {
            return carry();
        } catch (WharfException e) {
            throw stopped()
                    .map(why -> new WharfException(why.code(), why.message(), e))
                    .orElse(e);
        } finally {
            end();
        }
    }

    synchronized void stop(Failure why) {
        stopped = Optional.of(why);
        attempt.ifPresentOrElse(now -> now.stop(why), this::closeAll);
    }

    synchronized void kill() {
        attempt.ifPresent(Attempt::kill);
        closeAll();
    }

    Optional<String> waitsFor() {
        return traffic.waitsFor();
    }

    private Optional<Failure> carry() {
        surroundings
                .progress()
                .step("starting " + plan.source().label() + " and "
                        + plan.destination().label());
        Memory memory = open.memory();
        // Asked before anything is started: nothing needs to be for a budget that is spent.
        Optional<ConfiguredCatalog.Budget> budget = journal.spending().launch(open);
        sourceStart = CompletableFuture.supplyAsync(() -> startSource(memory, budget), Thread::startVirtualThread);
        Connector destination = startDestination(memory);
        StateSpool spool = new StateSpool(surroundings.directory(), SPOOL_BUDGET);
        try (Checkpoints checkpoints = new Checkpoints(memory.position(), spool)) {
            Answers answers = new Answers(
                    destination,
                    checkpoints,
                    open,
                    traffic,
                    log,
                    surroundings.clock(),
                    journal.reckoning(),
                    journal.losses(),
                    plan.limits().longestLine());
            answers.start();
            Connector source = joined(sourceStart);
            if (plan.destination().can(Plan.Ability.HOLDS_CHECKPOINTS)) {
                source = recovered(source, destination, answers, checkpoints, memory);
            }
            open.discardUnconfirmed();
            return carry(source, destination, answers, checkpoints);
        }
    }

    private Optional<Failure> carry(Connector source, Connector destination, Answers answers, Checkpoints checkpoints) {
        Refusals refusals = new Refusals(open, surroundings.run(), plan.limits().quarantined(), surroundings.clock());
        SourceTalk talk = new SourceTalk(
                journal.tallies(),
                traffic,
                log,
                this::replaceSourceConfig,
                calls -> journal.spending().told(calls, open));
        Attempt now = new Attempt(
                plan,
                source,
                destination,
                journal,
                checkpoints,
                refusals,
                talk,
                answers,
                traffic,
                log,
                surroundings.clock());
        begin(now);
        Map<Optional<StreamName>, ObjectNode> before = bodies();
        Attempt.Result result = now.run();
        int kept = result.failure().isPresent() ? RunLog.TAIL : 0;
        journal.ran(plan.source(), source, result.source(), Role.SOURCE, log.tail(RunLog.Side.SOURCE, kept));
        journal.ran(
                plan.destination(),
                destination,
                result.destination(),
                Role.DESTINATION,
                log.tail(RunLog.Side.DESTINATION, kept));
        boolean advanced = !bodies().equals(before);
        journal.attempted(result, answers.saved(), advanced, refusals.count(), traffic.slowSide());
        return result.failure();
    }

    /** What is remembered, without positions: those grow with each state, also with one that says the same again. */
    private Map<Optional<StreamName>, ObjectNode> bodies() {
        Memory memory = open.memory();
        Map<Optional<StreamName>, ObjectNode> bodies = new HashMap<>();
        memory.states().forEach((name, saved) -> bodies.put(Optional.of(name), saved.body()));
        memory.shared().ifPresent(saved -> bodies.put(Optional.empty(), saved.body()));
        return bodies;
    }

    private synchronized Optional<Failure> stopped() {
        return stopped;
    }

    private synchronized void begin(Attempt now) {
        attempt = Optional.of(now);
        stopped.ifPresent(now::stop);
    }

    private void replaceSourceConfig(ObjectNode replacement) {
        secrets.add(plan.source().specification(), replacement);
        open.replaceConfig(
                Role.SOURCE.word(),
                plan.source().config(),
                replacement,
                surroundings.clock().instant());
    }

    private Connector startSource(Memory memory, Optional<ConfiguredCatalog.Budget> budget) {
        Catalogs catalogs = new Catalogs(plan, memory);
        Invocation<byte[]> read = new Invocation.Read<>(
                config(Role.SOURCE, plan.source()),
                Messages.write(catalogs.forSource(budget)),
                SourceState.of(plan, memory));
        return started(plan.source(), Role.SOURCE, read, Input.NONE, RunLog.Side.SOURCE);
    }

    private Connector startDestination(Memory memory) {
        Invocation<byte[]> write = new Invocation.Write<>(
                config(Role.DESTINATION, plan.destination()),
                Messages.write(new Catalogs(plan, memory).forDestination(surroundings.run())));
        return started(plan.destination(), Role.DESTINATION, write, Input.PIPE, RunLog.Side.DESTINATION);
    }

    private byte[] config(Role role, Plan.Party party) {
        ObjectNode config = open.configFor(role.word(), party.config());
        secrets.add(party.specification(), config);
        return Json.write(config);
    }

    private Connector started(
            Plan.Party party, Role role, Invocation<byte[]> invocation, Input input, RunLog.Side side) {
        Connector connector = launcher.launch(new Launch(
                party.program(),
                role,
                invocation,
                surroundings.run(),
                input,
                party.confinement().with("WORKER_JOB_ATTEMPT", String.valueOf(retry))));
        synchronized (this) {
            started.push(connector);
            if (stopped.isPresent()) {
                closeAll();
                throw new WharfException(stopped.get().code(), stopped.get().message());
            }
        }
        log.drain(connector, side);
        return connector;
    }

    /**
     * Takes over what the destination holds beyond our memory: rows that it had committed when a run was killed before we could save their state
     * (DESIGN: the last window of exactly-once). The source then starts from there.
     */
    private Connector recovered(
            Connector source, Connector destination, Answers answers, Checkpoints checkpoints, Memory memory) {
        open(destination);
        List<Acknowledged> ahead = held(answers, destination).stream()
                .filter(held -> memory.isBehind(held.epoch(), held.position(), held.state().stream()))
                .sorted(Comparator.comparingLong(Held::position))
                .map(held -> new Acknowledged(held.position(), held.state().stream(), held.body()))
                .toList();
        if (ahead.isEmpty()) {
            return source;
        }
        open.save(ahead, surroundings.clock().instant());
        Memory now = open.memory();
        checkpoints.startAfter(now.position());
        journal.note(
                "The destination had committed more than was known here, because the last run was cut off; this run went on from there.");
        source.close();
        return startSource(now, journal.spending().launch(open));
    }

    /** A destination reports only when its input is open. One that is gone by now says nothing, and the attempt finds out why. */
    private void open(Connector destination) {
        try {
            destination.input();
        } catch (IOException e) {
            log.line(RunLog.Side.WHARF, "the destination's input could not be opened: " + e.getMessage());
        }
    }

    private List<Held> held(Answers answers, Connector destination) {
        try {
            return answers.recovery().get(plan.limits().silence().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new WharfException(
                    FailureCode.HUNG,
                    "Killed: for " + plan.limits().silence().toSeconds() + " s the destination "
                            + destination.identity() + " did not say which checkpoints it holds.",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("The recovery never ends exceptionally", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WharfException(FailureCode.INTERRUPTED, "Interrupted while the connectors started.", e);
        }
    }

    /** A connector that is still being started when the other failed is waited for, or nobody would remove it. */
    private void end() {
        closeAll();
        sourceStart.exceptionally(_ -> null).join();
        closeAll();
    }

    private static Connector joined(CompletableFuture<Connector> starting) {
        try {
            return starting.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof WharfException known ? known : e;
        }
    }

    private void closeAll() {
        while (true) {
            Connector connector;
            synchronized (this) {
                if (started.isEmpty()) {
                    return;
                }
                connector = started.pop();
            }
            connector.close();
        }
    }
}
