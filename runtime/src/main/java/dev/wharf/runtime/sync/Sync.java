package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;
import dev.wharf.protocol.SyncMode;
import dev.wharf.runtime.failure.Failure;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.FailureKind;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.launch.Launcher;
import dev.wharf.runtime.secret.Secrets;
import dev.wharf.runtime.state.Memory;
import dev.wharf.runtime.state.OpenRun;
import dev.wharf.runtime.state.StateStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One run of a connection, as its recipe: take the connection, launch, carry, save what comes back, try again what time may mend, report. Used once.
 *
 * <p>{@link #run} blocks and belongs to one thread; {@link #drain}, {@link #kill} and {@link #counts} may come from any other.
 */
public final class Sync {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private final Launcher launcher;
    private final Hold hold;
    private final Plan plan;
    private final Secrets secrets;
    private final Surroundings surroundings;
    private final Journal journal;
    private final Set<Thread> pausing = new HashSet<>();
    private volatile Optional<Failure> interrupted = Optional.empty();
    private volatile Optional<Crossing> crossing = Optional.empty();

    /**
     * What a run needs of the world.
     *
     * @param run the run's name, e.g. {@code 2026-11-24-0930-kxqd}; new for its connection
     * @param directory where the run's log and scratch files go; made when absent
     */
    public record Surroundings(String run, Path directory, Clock clock, Pause pause, Progress progress) {}

    /** Waits between attempts. */
    @FunctionalInterface
    public interface Pause {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Takes the connection for a run, as {@link StateStore#begin}. */
    @FunctionalInterface
    public interface Hold {
        OpenRun begin(String connection, String run, Instant at);
    }

    public Sync(Launcher launcher, StateStore store, Plan plan, Secrets secrets, Surroundings surroundings) {
        this(launcher, store::begin, plan, secrets, surroundings);
    }

    public Sync(Launcher launcher, Hold hold, Plan plan, Secrets secrets, Surroundings surroundings) {
        this.launcher = launcher;
        this.hold = hold;
        this.plan = plan;
        this.secrets = secrets;
        this.surroundings = surroundings;
        this.journal = new Journal(plan, surroundings, secrets);
    }

    /**
     * Runs it. Expected ends are in the report; only a connection that another run holds, or a state store that does not work, is thrown.
     */
    public Report run() {
        Instant started = surroundings.clock().instant();
        try (OpenRun open = hold.begin(plan.connection(), surroundings.run(), started);
                RunLog log = new RunLog(
                        surroundings.directory().resolve("log"),
                        secrets,
                        surroundings.clock(),
                        surroundings.progress()::logged)) {
            // A source that is asked for nothing may take it for a mistake.
            if (!plan.collections().isEmpty()) {
                attempts(open, log);
            }
            Report report = journal.report(started);
            open.finish(
                    ReportJson.write(report),
                    journal.completed(),
                    surroundings.clock().instant());
            return report;
        }
    }

    /** The first interrupt: the source is asked to end, what it sent arrives, what comes back is saved. */
    public void drain() {
        Failure failure = new Failure(
                FailureCode.INTERRUPTED,
                "Interrupted. What the destination had confirmed is saved; the next sync goes on from there.");
        interrupted = Optional.of(failure);
        crossing.ifPresent(now -> now.stop(failure));
        endPause();
    }

    /** The second interrupt: both connectors are killed. */
    public void kill() {
        drain();
        crossing.ifPresent(Crossing::kill);
    }

    /** How far each collection is. */
    public List<Counts> counts() {
        return journal.tallies().counts();
    }

    /** Which side the run waits for at this moment: {@code source} or {@code destination}. */
    public Optional<String> waitsFor() {
        return crossing.flatMap(Crossing::waitsFor);
    }

    private void attempts(OpenRun open, RunLog log) {
        int fruitless = 0;
        for (int attempt = 1; ; attempt++) {
            startGenerations(open, attempt);
            if (attempt == 1) {
                open.carry(
                        plan.collections().stream().map(Plan.Selected::carried).toList());
            }
            Optional<Failure> failure = attempt(open, log, attempt - 1);
            boolean again = failure.isPresent()
                    && failure.get().code().kind() == FailureKind.TRANSIENT
                    && interrupted.isEmpty();
            fruitless = journal.progressed() ? 1 : fruitless + 1;
            if (!again || fruitless > plan.limits().retries()) {
                return;
            }
            Duration pause = pause(fruitless);
            surroundings.progress().retrying(failure.get(), attempt + 1, pause);
            if (!slept(pause)) {
                interrupted.ifPresent(journal::ended);
                return;
            }
            journal.again();
        }
    }

    private Optional<Failure> attempt(OpenRun open, RunLog log, int retry) {
        Crossing now = new Crossing(launcher, open, plan, secrets, surroundings, journal, log, retry);
        crossing = Optional.of(now);
        try {
            interrupted.ifPresent(now::stop);
            return now.run();
        } catch (WharfException e) {
            return journal.failed(e.failure());
        } finally {
            crossing = Optional.empty();
        }
    }

    /**
     * Collections that are read from their beginning get a new generation. A refresh that a killed run left unfinished goes on in its own if the
     * source can continue it; otherwise what it had loaded would stand twice (invariant 6).
     */
    private void startGenerations(OpenRun open, int attempt) {
        Memory memory = open.memory();
        Set<StreamName> fresh = plan.collections().stream()
                .filter(selected -> startsAgain(selected, memory, attempt))
                .map(Plan.Selected::name)
                .collect(Collectors.toSet());
        if (!fresh.isEmpty()) {
            open.startGenerations(fresh, surroundings.clock().instant());
        }
    }

    private static boolean startsAgain(Plan.Selected selected, Memory memory, int attempt) {
        if (!memory.generations().containsKey(selected.name())) {
            return true;
        }
        boolean continuable =
                selected.syncMode() == SyncMode.INCREMENTAL || selected.stream().resumable();
        boolean underWay = memory.unfinished().contains(selected.name()) && continuable;
        if (attempt > 1) {
            return !continuable;
        }
        return switch (selected.refresh()) {
            case AGAIN -> true;
            case CONTINUE -> selected.syncMode() == SyncMode.FULL_REFRESH && !underWay;
        };
    }

    private static Duration pause(int fruitless) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(fruitless - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    /** @return whether the whole pause went by and nobody wants the run to end */
    private boolean slept(Duration pause) {
        synchronized (pausing) {
            pausing.add(Thread.currentThread());
        }
        try {
            if (interrupted.isPresent()) {
                return false;
            }
            surroundings.pause().sleep(pause);
            return interrupted.isEmpty();
        } catch (InterruptedException e) {
            if (interrupted.isEmpty()) {
                Thread.currentThread().interrupt();
            }
            return false;
        } finally {
            resume();
        }
    }

    /** An interrupt that came when the pause was over already is meant for nobody any more. */
    private void resume() {
        synchronized (pausing) {
            pausing.clear();
            if (interrupted.isPresent()) {
                Thread.interrupted();
            }
        }
    }

    private void endPause() {
        synchronized (pausing) {
            pausing.forEach(Thread::interrupt);
        }
    }
}
