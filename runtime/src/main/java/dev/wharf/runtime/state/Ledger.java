package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Tables.*;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.StateStore.Holder;
import dev.wharf.runtime.state.StateStore.Run;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.impl.DSL;
import tools.jackson.databind.node.ObjectNode;

/** What is kept of a connection besides its states: counters, generations, runs, who holds it. Lives as long as one transaction. */
final class Ledger {

    private final DSLContext sql;
    private final String connection;

    Ledger(DSLContext sql, String connection) {
        this.sql = sql;
        this.connection = connection;
    }

    static WharfException unknown(String connection) {
        return new WharfException(
                FailureCode.CONNECTION_UNKNOWN,
                "Connection " + connection
                        + " is not in the state store: it never ran. wharf status lists those that did.");
    }

    record Counters(long epoch, long position, long version, long runs) {}

    Optional<Counters> counters() {
        return sql.select(EPOCH, POSITION, VERSION, RUNS)
                .from(CONNECTION)
                .where(NAME.eq(connection))
                .fetchOptional(row -> new Counters(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    /** Adds a run of a connection that may be new. */
    Counters begin(String run, Owner owner, Instant at) {
        sql.insertInto(CONNECTION)
                .set(NAME, connection)
                .set(EPOCH, 1L)
                .set(POSITION, 0L)
                .set(VERSION, 0L)
                .set(RUNS, 0L)
                .set(HISTORY_BYTES, 0L)
                .set(THINNED, 0L)
                .set(FORGOTTEN, 0L)
                .onConflictDoNothing()
                .execute();
        sql.update(CONNECTION)
                .set(RUNS, RUNS.plus(1))
                .set(HOLDER_RUN, run)
                .set(HOLDER_HOST, owner.host())
                .set(HOLDER_PROCESS, owner.id())
                .set(HOLDER_STARTED, owner.started())
                .set(HOLDER_SINCE, at.toString())
                .where(NAME.eq(connection))
                .execute();
        Counters counters = counters().orElseThrow();
        if (run(run).isPresent()) {
            throw new IllegalArgumentException("connection " + connection + " already has a run " + run);
        }
        sql.insertInto(RUN)
                .set(OF, connection)
                .set(NAME, run)
                .set(NUMBER, counters.runs())
                .set(STARTED, at.toString())
                .execute();
        return counters;
    }

    void finish(String run, ObjectNode report, Instant at) {
        sql.update(RUN)
                .set(FINISHED, at.toString())
                .set(REPORT, Bodies.write(report))
                .where(OF.eq(connection), NAME.eq(run))
                .execute();
    }

    void giveBack() {
        sql.update(CONNECTION).setNull(HOLDER_RUN).where(NAME.eq(connection)).execute();
    }

    /** Whoever took the connection last and did not give it back: it may have been killed since. */
    Optional<Holder> holder() {
        return holder(DSL.noCondition());
    }

    /** The same, unless it was a process of this machine that is seen to be gone. */
    Optional<Holder> liveHolder(Owner here) {
        return sql.select(HOLDER_PROCESS, HOLDER_STARTED)
                        .from(CONNECTION)
                        .where(NAME.eq(connection), HOLDER_RUN.isNotNull(), HOLDER_HOST.eq(here.host()))
                        .fetchOptional()
                        .filter(row -> !Owner.runs(row.value1(), row.value2()))
                        .isPresent()
                ? Optional.empty()
                : holder();
    }

    private Optional<Holder> holder(Condition which) {
        return sql.select(HOLDER_RUN, HOLDER_HOST, HOLDER_PROCESS, HOLDER_SINCE)
                .from(CONNECTION)
                .where(NAME.eq(connection), HOLDER_RUN.isNotNull(), which)
                .fetchOptional(
                        row -> new Holder(row.value1(), row.value2(), row.value3(), Instant.parse(row.value4())));
    }

    void setEpoch(long epoch) {
        sql.update(CONNECTION).set(EPOCH, epoch).where(NAME.eq(connection)).execute();
    }

    void reach(long position) {
        sql.update(CONNECTION)
                .set(POSITION, position)
                .where(NAME.eq(connection), POSITION.lt(position))
                .execute();
    }

    void decline(Optional<StreamName> collection, Memory.Declined states) {
        reach(states.last());
        StreamName name = collection.orElse(StreamName.of(""));
        sql.insertInto(DECLINED)
                .set(OF, connection)
                .set(NAMESPACE, name.namespace())
                .set(COLLECTION, name.name())
                .set(FIRST, states.first())
                .set(LAST, states.last())
                .onConflict(OF, NAMESPACE, COLLECTION)
                .doUpdate()
                .set(FIRST, states.first())
                .set(LAST, states.last())
                .execute();
    }

    private Map<Optional<StreamName>, Memory.Declined> declined() {
        Map<Optional<StreamName>, Memory.Declined> declined = new HashMap<>();
        sql.select(NAMESPACE, COLLECTION, FIRST, LAST)
                .from(DECLINED)
                .where(OF.eq(connection))
                .forEach(row -> declined.put(
                        Optional.of(new StreamName(row.value1(), row.value2()))
                                .filter(name -> !name.name().isEmpty()),
                        new Memory.Declined(row.value3(), row.value4())));
        return declined;
    }

    void startGenerations(Set<StreamName> collections) {
        long begun = counters().map(Counters::runs).orElse(0L);
        sql.batched(batch -> collections.forEach(collection -> batch.dsl()
                .insertInto(GENERATIONS)
                .set(OF, connection)
                .set(NAMESPACE, collection.namespace())
                .set(COLLECTION, collection.name())
                .set(GENERATION, 1L)
                .set(COMPLETE, false)
                .set(BEGUN, begun)
                .onConflict(OF, NAMESPACE, COLLECTION)
                .doUpdate()
                .set(
                        GENERATION,
                        DSL.field(DSL.name("generation", "generation"), Long.class)
                                .plus(1))
                .set(COMPLETE, false)
                .set(BEGUN, begun)
                .execute()));
    }

    void completeGenerations(Set<StreamName> collections) {
        sql.batched(batch -> collections.forEach(collection -> batch.dsl()
                .update(GENERATIONS)
                .set(COMPLETE, true)
                .set(COMPLETED_BY, DSL.select(RUNS).from(CONNECTION).where(NAME.eq(connection)))
                .where(OF.eq(connection), NAMESPACE.eq(collection.namespace()), COLLECTION.eq(collection.name()))
                .execute()));
    }

    void replaceConfig(String role, String given, ObjectNode replacement, Instant at) {
        String body = Bodies.write(replacement);
        sql.insertInto(CONFIG)
                .set(OF, connection)
                .set(ROLE, role)
                .set(GIVEN, given)
                .set(REPLACEMENT, body)
                .set(AT, at.toString())
                .onConflict(OF, ROLE)
                .doUpdate()
                .set(GIVEN, given)
                .set(REPLACEMENT, body)
                .set(AT, at.toString())
                .execute();
    }

    Optional<ObjectNode> config(String role, String given) {
        return sql.select(REPLACEMENT)
                .from(CONFIG)
                .where(OF.eq(connection), ROLE.eq(role), GIVEN.eq(given))
                .fetchOptional(row -> Bodies.read(row.value1()));
    }

    Memory memory(States states) {
        Counters counters = counters().orElse(new Counters(1, 0, 0, 0));
        Map<StreamName, Memory.Saved> own = new HashMap<>();
        states.all().forEach((collection, saved) -> collection.ifPresent(name -> own.put(name, saved)));
        Map<StreamName, Long> generations = new HashMap<>();
        Set<StreamName> unfinished = new HashSet<>();
        Map<StreamName, Long> completed = new HashMap<>();
        sql.select(NAMESPACE, COLLECTION, GENERATION, COMPLETE, COMPLETED_BY)
                .from(GENERATIONS)
                .where(OF.eq(connection))
                .forEach(row -> {
                    StreamName name = new StreamName(row.value1(), row.value2());
                    generations.put(name, row.value3());
                    if (!row.value4()) {
                        unfinished.add(name);
                    }
                    Optional.ofNullable(row.value5()).ifPresent(run -> completed.put(name, run));
                });
        return new Memory(
                counters.epoch(),
                counters.position(),
                counters.runs(),
                own,
                states.shared(),
                generations,
                unfinished,
                completed,
                declined());
    }

    List<Run> runs(int limit) {
        return sql.select(NAME, STARTED, FINISHED, REPORT)
                .from(RUN)
                .where(OF.eq(connection))
                .orderBy(NUMBER.desc())
                .limit(limit)
                .fetch(this::readRun);
    }

    Optional<Run> run(String name) {
        return sql.select(NAME, STARTED, FINISHED, REPORT)
                .from(RUN)
                .where(OF.eq(connection), NAME.eq(name))
                .fetchOptional(this::readRun);
    }

    private Run readRun(Record row) {
        return new Run(
                row.get(NAME),
                connection,
                Instant.parse(row.get(STARTED)),
                Optional.ofNullable(row.get(FINISHED)).map(Instant::parse),
                Optional.ofNullable(row.get(REPORT)).map(Bodies::read));
    }
}
