package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Tables.*;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.Database.Hold;
import dev.wharf.runtime.state.History.Author;
import dev.wharf.runtime.state.History.Change;
import dev.wharf.runtime.state.Memory.Saved;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jooq.DSLContext;
import tools.jackson.databind.node.ObjectNode;

/** Memory in a database: a SQLite file, or PostgreSQL when several operators share it. */
public final class SqlStateStore implements StateStore {

    /** What the states of one connection may take in its history; see {@link History}. */
    private static final long HISTORY_BYTES = 256L << 20;

    /** How many entries of a kind the cache keeps. */
    private static final int CACHED = 100;

    private final Database database;
    private final long historyBytes;
    private Session session;

    private SqlStateStore(Database database, long historyBytes, Session session) {
        this.database = database;
        this.session = session;
        this.historyBytes = historyBytes;
    }

    /**
     * Opens a store, makes it if it is not there, and brings its tables up to date.
     *
     * @param location a file, or {@code postgresql://user@host/database?schema=wharf}, also with {@code jdbc:} in front
     * @param environment where PostgreSQL's password is looked for: {@code WHARF_STATE_PASSWORD}, or the file that
     *     {@code WHARF_STATE_PASSWORD_FILE} names
     */
    public static StateStore open(String location, Map<String, String> environment) {
        return open(database(location, environment), HISTORY_BYTES);
    }

    private static Database database(String location, Map<String, String> environment) {
        if (PostgresDatabase.named(location)) {
            return PostgresDatabase.parse(location, environment);
        }
        int scheme = location.indexOf("://");
        if (scheme >= 0) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot keep state at a URL that begins with " + location.substring(0, scheme)
                            + "://. Name a file, or a PostgreSQL database as postgresql://user@host/database.");
        }
        return new SqliteFile(Path.of(location));
    }

    static StateStore open(Database database, long historyBytes) {
        database.prepare();
        Session session = Session.open(database, "open a session");
        try {
            Schema.update(database, session);
        } catch (RuntimeException e) {
            session.close();
            throw e;
        }
        return new SqlStateStore(database, historyBytes, session);
    }

    @Override
    public OpenRun begin(String connection, String run, Instant at) {
        Session own = Session.open(database, "begin a run of " + connection);
        try {
            Hold hold = hold(own, connection, "begin a run");
            try {
                return HeldRun.begin(own, hold, connection, run, historyBytes, at);
            } catch (RuntimeException e) {
                hold.close();
                throw e;
            }
        } catch (RuntimeException e) {
            own.close();
            throw e;
        }
    }

    private Hold hold(Session own, String connection, String purpose) {
        return own.hold(connection).orElseThrow(() -> {
            String holder = own.read("read who holds " + connection, sql -> new Ledger(sql, connection).holder())
                    .map(who -> "run " + who.run() + " has it open since " + who.since() + ", in process "
                            + who.process() + " on " + who.host())
                    .orElse("another process has just opened it");
            return new WharfException(
                    FailureCode.CONNECTION_BUSY,
                    "Cannot " + purpose + " of connection " + connection + ": " + holder
                            + ". Wait until that is done, or end that process.");
        });
    }

    @Override
    public Optional<Holder> holder(String connection) {
        return read("read who holds " + connection, sql -> new Ledger(sql, connection).liveHolder(Owner.current()));
    }

    @Override
    public Memory memory(String connection) {
        return read(
                "read the memory of " + connection,
                sql -> new Ledger(sql, connection).memory(new History(sql, connection).current()));
    }

    @Override
    public Memory memory(String connection, long version) {
        return read(
                "read the memory of " + connection,
                sql -> new Ledger(sql, connection).memory(new History(sql, connection).at(version)));
    }

    @Override
    public List<Run> runs(String connection, int limit) {
        return read("read the runs of " + connection, sql -> new Ledger(sql, connection).runs(limit));
    }

    @Override
    public Optional<Run> run(String connection, String run) {
        return read("read a run of " + connection, sql -> new Ledger(sql, connection).run(run));
    }

    @Override
    public List<String> connections() {
        return read(
                "read the connections",
                sql -> sql.select(NAME).from(CONNECTION).orderBy(NAME).fetch(NAME));
    }

    @Override
    public List<StateVersion> history(String connection, Optional<StreamName> collection, int limit) {
        return read("read the history of " + connection, sql -> new History(sql, connection).list(collection, limit));
    }

    @Override
    public long rollBack(String connection, long version, Instant at) {
        return startEpoch(connection, "roll back the states", at, (sql, next) -> {
            History history = new History(sql, connection);
            States before = history.current();
            States after = history.at(version);
            List<Change> changes = new ArrayList<>();
            Map<Optional<StreamName>, Saved> gone = new HashMap<>(before.all());
            after.all().forEach((collection, saved) -> {
                gone.remove(collection);
                changes.add(
                        new Change(next, collection, saved.position(), Optional.of(saved.body()), Cause.ROLLED_BACK));
            });
            gone.forEach((collection, saved) ->
                    changes.add(new Change(next, collection, saved.position(), Optional.empty(), Cause.ROLLED_BACK)));
            new Quarantine(sql, connection).uncover(before.positions(), after.positions(), Set.of());
            return changes;
        });
    }

    @Override
    public long reset(String connection, Set<StreamName> collections, Instant at) {
        return startEpoch(connection, "reset the states", at, (sql, next) -> {
            History history = new History(sql, connection);
            States before = history.current();
            Progress progress = new Progress(
                    next - 1,
                    before.positions(),
                    () -> before.shared().map(Saved::body).orElseThrow());
            if (collections.isEmpty()) {
                progress.forgetAll(Cause.RESET);
            } else {
                requireDivisible(connection, before);
                progress.forget(collections, Cause.RESET);
            }
            new Quarantine(sql, connection).uncover(before.positions(), progress.positions(), collections);
            return progress.changes();
        });
    }

    private static void requireDivisible(String connection, States states) {
        if (states.shared()
                .filter(shared -> !new SharedState(shared.body()).divisible())
                .isPresent()) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot reset single collections of " + connection
                            + ": its source keeps one state for all of them, in a"
                            + " form of its own. Reset the connection as a whole.");
        }
    }

    /** Finds the changes that an operator wants, which all get the given version. */
    private interface Correction {
        List<Change> changes(DSLContext sql, long version);
    }

    private long startEpoch(String connection, String purpose, Instant at, Correction correction) {
        String whole = purpose + " of " + connection;
        try (Session own = Session.open(database, whole);
                Hold _ = hold(own, connection, purpose)) {
            return own.write(whole, sql -> {
                Ledger ledger = new Ledger(sql, connection);
                Ledger.Counters counters = ledger.counters().orElseThrow(() -> Ledger.unknown(connection));
                List<Change> changes = correction.changes(sql, counters.version() + 1);
                long epoch = counters.epoch() + 1;
                ledger.setEpoch(epoch);
                if (!changes.isEmpty()) {
                    new History(sql, connection).append(changes, new Author("", epoch, at));
                }
                return epoch;
            });
        }
    }

    @Override
    public long spent(String connection, Optional<String> account, Instant since) {
        return read("read the calls of " + connection, sql -> new Spent(sql, connection).since(since, account));
    }

    @Override
    public List<Quarantined> quarantined(String connection, Optional<StreamName> collection, int limit) {
        return read(
                "read the quarantine of " + connection,
                sql -> new Quarantine(sql, connection).list(collection, limit, EXCERPT_BYTES));
    }

    @Override
    public Optional<Quarantined> quarantined(String connection, long id) {
        return read("read the quarantine of " + connection, sql -> new Quarantine(sql, connection).get(id));
    }

    @Override
    public Map<StreamName, List<Long>> replayable(String connection) {
        return read("read the quarantine of " + connection, sql -> new Quarantine(sql, connection).replayable());
    }

    @Override
    public int release(String connection, Set<Long> ids) {
        return session().write("release lines of " + connection, sql -> new Quarantine(sql, connection).release(ids));
    }

    @Override
    public Map<StreamName, ConfiguredStream> carried(String connection) {
        return read("read the collections of " + connection, sql -> new Carried(sql, connection).all());
    }

    @Override
    public ObjectNode configFor(String connection, String role, ObjectNode given) {
        return read(
                        "read a config of " + connection,
                        sql -> new Ledger(sql, connection).config(role, Bodies.hash(given)))
                .orElse(given);
    }

    @Override
    public void replaceConfig(String connection, String role, ObjectNode given, ObjectNode replacement, Instant at) {
        write(
                "keep a config of " + connection,
                sql -> new Ledger(sql, connection).replaceConfig(role, Bodies.hash(given), replacement, at));
    }

    @Override
    public Optional<byte[]> cached(String kind, String key) {
        return read(
                "read the cache",
                sql -> sql.select(CONTENT)
                        .from(CACHE)
                        .where(KIND.eq(kind), KEY.eq(key))
                        .fetchOptional(CONTENT));
    }

    @Override
    public void cache(String kind, String key, byte[] bytes, Instant at) {
        write("write the cache", sql -> {
            sql.insertInto(CACHE)
                    .set(KIND, kind)
                    .set(KEY, key)
                    .set(AT, at.toString())
                    .set(CONTENT, bytes)
                    .onConflict(KIND, KEY)
                    .doUpdate()
                    .set(AT, at.toString())
                    .set(CONTENT, bytes)
                    .execute();
            List<String> superfluous = sql.select(KEY)
                    .from(CACHE)
                    .where(KIND.eq(kind), KEY.ne(key))
                    .orderBy(AT.desc())
                    .offset(CACHED - 1)
                    .fetch(KEY);
            sql.deleteFrom(CACHE).where(KIND.eq(kind), KEY.in(superfluous)).execute();
        });
    }

    @Override
    public Optional<Pin> pin(String connection, String role) {
        return read(
                "read a pin of " + connection,
                sql -> sql.select(REFERENCE, IMAGE, AT)
                        .from(PIN)
                        .where(OF.eq(connection), ROLE.eq(role))
                        .fetchOptional(row -> new Pin(row.value1(), row.value2(), Instant.parse(row.value3()))));
    }

    @Override
    public void pin(String connection, String role, Pin pin) {
        write(
                "pin an image of " + connection,
                sql -> sql.insertInto(PIN)
                        .set(OF, connection)
                        .set(ROLE, role)
                        .set(REFERENCE, pin.reference())
                        .set(IMAGE, pin.image())
                        .set(AT, pin.at().toString())
                        .onConflict(OF, ROLE)
                        .doUpdate()
                        .set(REFERENCE, pin.reference())
                        .set(IMAGE, pin.image())
                        .set(AT, pin.at().toString())
                        .execute());
    }

    private <T> T read(String purpose, Function<DSLContext, T> work) {
        return session().read(purpose, work);
    }

    private void write(String purpose, Consumer<DSLContext> work) {
        session().write(purpose, sql -> {
            work.accept(sql);
            return purpose;
        });
    }

    /** A server that was restarted is asked again, not given up. */
    private synchronized Session session() {
        if (!session.usable()) {
            session = Session.open(database, "open a session");
        }
        return session;
    }

    @Override
    public synchronized void close() {
        session.close();
    }
}
