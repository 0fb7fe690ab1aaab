package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Tables.*;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.StateStore.Quarantined;
import dev.wharf.runtime.state.States.Positions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/**
 * The refused lines of a connection. A line is kept before the state that covers it is sent on, and confirmed in the transaction that
 * saves that state: so a line that is not confirmed is one that will be read again (invariant 6). In the same way a line that is sent again is marked
 * before, and replayed in the transaction that saves a state behind it. Lives as long as one transaction.
 */
final class Quarantine {

    private final DSLContext sql;
    private final String connection;

    Quarantine(DSLContext sql, String connection) {
        this.sql = sql;
        this.connection = connection;
    }

    void add(List<RefusedLine> lines) {
        sql.batched(batch -> lines.forEach(line -> batch.dsl()
                .insertInto(REFUSED)
                .set(OF, connection)
                .set(IN_RUN, line.run())
                .set(NAMESPACE, line.collection().map(StreamName::namespace).orElse(null))
                .set(COLLECTION, line.collection().map(StreamName::name).orElse(null))
                .set(POSITION, line.position())
                .set(REASON, line.reason())
                .set(PATH, storable(line.path()))
                .set(EXPECTED, storable(line.expected()))
                .set(FOUND, storable(line.found()))
                .set(LINE, line.line())
                .set(LENGTH, line.length())
                .set(AT, line.at().toString())
                .set(CONFIRMED, false)
                .execute()));
    }

    /** States were acknowledged: one covers the lines up to its position, of its collection or, when shared, of all. */
    void confirm(Map<Optional<StreamName>, Long> positions) {
        sql.batched(batch -> positions.forEach((collection, position) -> {
            Condition covered = collection
                    .<Condition>map(name -> is(name).or(COLLECTION.isNull()))
                    .orElse(DSL.noCondition());
            set(batch.dsl(), CONFIRMED.isFalse().and(POSITION.le(position)).and(covered), true);
        }));
    }

    /** States were acknowledged: what was sent again before them, of their collection or, when shared, of all, is replayed. */
    void replay(Map<Optional<StreamName>, Long> positions, String run) {
        sql.batched(batch -> positions.forEach((collection, position) -> batch.dsl()
                .update(REFUSED)
                .set(REPLAYED_BY, run)
                .where(
                        OF.eq(connection),
                        REPLAYED_BY.isNull(),
                        RESENT_AFTER.lt(position),
                        collection.map(Quarantine::is).orElse(DSL.noCondition()))
                .execute()));
    }

    void resend(Set<Long> ids, long after) {
        sql.batched(batch -> ids.forEach(id -> batch.dsl()
                .update(REFUSED)
                .set(RESENT_AFTER, after)
                .where(OF.eq(connection), ID.eq(id), CONFIRMED.isTrue(), REPLAYED_BY.isNull())
                .execute()));
    }

    /** Of each collection the lines that may be sent again, oldest first. */
    Map<StreamName, List<Long>> replayable() {
        Map<String, Long> runs =
                sql.select(NAME, NUMBER).from(RUN).where(OF.eq(connection)).fetchMap(NAME, NUMBER);
        Map<StreamName, Long> begun = sql.select(NAMESPACE, COLLECTION, BEGUN)
                .from(GENERATIONS)
                .where(OF.eq(connection))
                .fetchMap(row -> new StreamName(row.value1(), row.value2()), row -> row.value3());
        Map<StreamName, List<Long>> replayable = new TreeMap<>();
        sql.select(ID, NAMESPACE, COLLECTION, IN_RUN)
                .from(REFUSED)
                .where(
                        OF.eq(connection),
                        CONFIRMED.isTrue(),
                        REPLAYED_BY.isNull(),
                        COLLECTION.isNotNull(),
                        REASON.eq("schema"))
                .orderBy(ID)
                .forEach(row -> {
                    StreamName name = new StreamName(row.value2(), row.value3());
                    if (runs.getOrDefault(row.value4(), 0L) >= begun.getOrDefault(name, 0L)) {
                        replayable.computeIfAbsent(name, _ -> new ArrayList<>()).add(row.value1());
                    }
                });
        return replayable;
    }

    /** A run completed these collections. */
    void confirm(String run, Set<StreamName> completed) {
        completed.forEach(name -> set(CONFIRMED.isFalse().and(IN_RUN.eq(run)).and(is(name)), true));
        if (!completed.isEmpty()) {
            set(CONFIRMED.isFalse().and(IN_RUN.eq(run)).and(COLLECTION.isNull()), true);
        }
    }

    /** States went back, or the parts of some collections were forgotten: what they no longer cover will be read again. */
    void uncover(Positions before, Positions after, Set<StreamName> forgotten) {
        List<StreamName> collections = sql.selectDistinct(NAMESPACE, COLLECTION)
                .from(REFUSED)
                .where(OF.eq(connection), CONFIRMED.isTrue(), COLLECTION.isNotNull())
                .fetch(row -> new StreamName(row.get(NAMESPACE), row.get(COLLECTION)));
        for (StreamName name : collections) {
            uncover(is(name), before.of(name), forgotten.contains(name) ? 0 : after.of(name));
        }
        uncover(COLLECTION.isNull(), before.highest(), after.highest());
    }

    private void uncover(Condition lines, long before, long after) {
        if (before != after) {
            set(CONFIRMED.isTrue().and(POSITION.gt(after)).and(lines), false);
        }
    }

    void discardUnconfirmed() {
        sql.update(REFUSED)
                .setNull(RESENT_AFTER)
                .where(OF.eq(connection), REPLAYED_BY.isNull(), RESENT_AFTER.isNotNull())
                .execute();
        sql.deleteFrom(REFUSED).where(OF.eq(connection), CONFIRMED.isFalse()).execute();
    }

    List<Quarantined> list(Optional<StreamName> collection, int limit, int excerpt) {
        Field<byte[]> beginning = DSL.function("substr", LINE.getDataType(), LINE, DSL.inline(1), DSL.inline(excerpt));
        return select(beginning)
                .where(OF.eq(connection), collection.map(Quarantine::is).orElse(DSL.noCondition()))
                .orderBy(ID)
                .limit(limit)
                .fetch(row -> read(row, row.get(beginning)));
    }

    Optional<Quarantined> get(long id) {
        return select(LINE).where(OF.eq(connection), ID.eq(id)).fetchOptional(row -> read(row, row.get(LINE)));
    }

    int release(Set<Long> ids) {
        return ids.stream()
                .mapToInt(id -> sql.deleteFrom(REFUSED)
                        .where(OF.eq(connection), ID.eq(id))
                        .execute())
                .sum();
    }

    private org.jooq.SelectWhereStep<? extends Record> select(Field<byte[]> line) {
        return sql.select(
                        ID,
                        CONFIRMED,
                        IN_RUN,
                        NAMESPACE,
                        COLLECTION,
                        POSITION,
                        REASON,
                        PATH,
                        EXPECTED,
                        FOUND,
                        LENGTH,
                        AT,
                        REPLAYED_BY,
                        line)
                .from(REFUSED);
    }

    private Quarantined read(Record row, byte[] line) {
        Optional<StreamName> collection =
                Optional.ofNullable(row.get(COLLECTION)).map(name -> new StreamName(row.get(NAMESPACE), name));
        return new Quarantined(
                row.get(ID),
                row.get(CONFIRMED),
                Optional.ofNullable(row.get(REPLAYED_BY)),
                new RefusedLine(
                        row.get(IN_RUN),
                        collection,
                        row.get(POSITION),
                        row.get(REASON),
                        row.get(PATH),
                        row.get(EXPECTED),
                        row.get(FOUND),
                        line,
                        row.get(LENGTH),
                        Instant.parse(row.get(AT))));
    }

    private void set(Condition lines, boolean confirmed) {
        set(sql, lines, confirmed);
    }

    private void set(DSLContext sql, Condition lines, boolean confirmed) {
        sql.update(REFUSED)
                .set(CONFIRMED, confirmed)
                .where(OF.eq(connection), lines)
                .execute();
    }

    private static Condition is(StreamName name) {
        return NAMESPACE.eq(name.namespace()).and(COLLECTION.eq(name.name()));
    }

    /** PostgreSQL takes neither NUL nor half a surrogate pair as text; a field's name may have both. */
    private static String storable(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (point == 0 || (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE)) {
                storable.append(String.format("\\u%04x", point));
            } else {
                storable.appendCodePoint(point);
            }
        });
        return storable.toString();
    }
}
