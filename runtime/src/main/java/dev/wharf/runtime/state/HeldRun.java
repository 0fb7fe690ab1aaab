package dev.wharf.runtime.state;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.Database.Hold;
import dev.wharf.runtime.state.History.Author;
import dev.wharf.runtime.state.Memory.Saved;
import dev.wharf.runtime.state.States.Positions;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run in a database. It has a session of its own, which it never replaces: where the session is the hold, a run that lost it
 * must not save any more.
 */
final class HeldRun implements OpenRun {

    private final Session session;
    private final Hold hold;
    private final String connection;
    private final String run;
    private final long epoch;
    private final long historyBytes;

    private long version;
    private Positions positions;
    /** False only when it is sure that no line waits for a state. */
    private boolean unconfirmed = true;

    private HeldRun(
            Session session,
            Hold hold,
            String connection,
            String run,
            long historyBytes,
            Ledger.Counters counters,
            Positions positions) {
        this.session = session;
        this.hold = hold;
        this.connection = connection;
        this.run = run;
        this.historyBytes = historyBytes;
        this.epoch = counters.epoch();
        this.version = counters.version();
        this.positions = positions;
    }

    static HeldRun begin(Session session, Hold hold, String connection, String run, long historyBytes, Instant at) {
        return session.write("begin a run of " + connection, sql -> {
            Ledger.Counters counters = new Ledger(sql, connection).begin(run, Owner.current(), at);
            Positions positions = new History(sql, connection).positions();
            return new HeldRun(session, hold, connection, run, historyBytes, counters, positions);
        });
    }

    @Override
    public Memory memory() {
        return session.read(
                "read the memory of " + connection,
                sql -> new Ledger(sql, connection).memory(new History(sql, connection).current()));
    }

    @Override
    public synchronized void save(List<Acknowledged> states, Instant at) {
        if (states.isEmpty()) {
            return;
        }
        advance("save states of " + connection, at, (sql, progress) -> {
            states.forEach(progress::acknowledge);
            new Ledger(sql, connection)
                    .reach(states.stream()
                            .mapToLong(Acknowledged::position)
                            .max()
                            .orElseThrow());
            if (unconfirmed) {
                Map<Optional<StreamName>, Long> covered = new HashMap<>();
                states.forEach(state -> covered.merge(state.collection(), state.position(), Math::max));
                Quarantine quarantine = new Quarantine(sql, connection);
                quarantine.confirm(covered);
                quarantine.replay(covered, run);
            }
        });
    }

    @Override
    public void decline(Optional<StreamName> collection, Memory.Declined states) {
        write("decline a state of " + connection, sql -> new Ledger(sql, connection).decline(collection, states));
    }

    @Override
    public synchronized void startGenerations(Set<StreamName> collections, Instant at) {
        advance("start generations of " + connection, at, (sql, progress) -> {
            new Ledger(sql, connection).startGenerations(collections);
            progress.forget(collections, StateStore.Cause.NEW_GENERATION);
        });
    }

    @Override
    public void carry(List<ConfiguredStream> collections) {
        write("keep the collections of " + connection, sql -> new Carried(sql, connection).put(collections));
    }

    private interface Step {
        void take(DSLContext sql, Progress progress);
    }

    private void advance(String purpose, Instant at, Step step) {
        Progress done = session.write(purpose, sql -> {
            History history = new History(sql, connection);
            Progress progress = new Progress(
                    version,
                    positions,
                    () -> history.current().shared().map(Saved::body).orElseThrow());
            step.take(sql, progress);
            if (!progress.changes().isEmpty()) {
                history.append(progress.changes(), new Author(run, epoch, at));
                history.thin(historyBytes);
            }
            return progress;
        });
        version = done.version();
        positions = done.positions();
    }

    @Override
    public synchronized void quarantine(List<RefusedLine> lines) {
        write("keep refused lines of " + connection, sql -> new Quarantine(sql, connection).add(lines));
        unconfirmed = true;
    }

    @Override
    public synchronized void resend(Set<Long> ids) {
        write("send lines of " + connection + " again", sql -> {
            long after = new Ledger(sql, connection).counters().orElseThrow().position();
            new Quarantine(sql, connection).resend(ids, after);
        });
        unconfirmed = true;
    }

    @Override
    public synchronized void discardUnconfirmed() {
        write("drop unconfirmed lines of " + connection, sql -> new Quarantine(sql, connection).discardUnconfirmed());
        unconfirmed = false;
    }

    @Override
    public void replaceConfig(String role, ObjectNode given, ObjectNode replacement, Instant at) {
        write(
                "keep a config of " + connection,
                sql -> new Ledger(sql, connection).replaceConfig(role, Bodies.hash(given), replacement, at));
    }

    @Override
    public ObjectNode configFor(String role, ObjectNode given) {
        return session.read(
                        "read a config of " + connection,
                        sql -> new Ledger(sql, connection).config(role, Bodies.hash(given)))
                .orElse(given);
    }

    @Override
    public void spend(Spending spending, Instant at) {
        write("keep the calls of " + connection, sql -> new Spent(sql, connection).add(run, spending, at));
    }

    @Override
    public long spent(Optional<String> account, Instant since) {
        return session.read("read the calls of " + connection, sql -> new Spent(sql, connection).since(since, account));
    }

    @Override
    public synchronized void finish(ObjectNode report, Set<StreamName> completed, Instant at) {
        write("end a run of " + connection, sql -> {
            new Quarantine(sql, connection).confirm(run, completed);
            Ledger ledger = new Ledger(sql, connection);
            ledger.completeGenerations(completed);
            ledger.finish(run, report, at);
        });
    }

    private void write(String purpose, Consumer<DSLContext> work) {
        session.write(purpose, sql -> {
            work.accept(sql);
            return purpose;
        });
    }

    @Override
    public synchronized void close() {
        try (session;
                hold) {
            if (session.usable()) {
                write("give back " + connection, sql -> new Ledger(sql, connection).giveBack());
            }
        }
    }
}
