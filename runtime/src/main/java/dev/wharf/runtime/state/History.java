package dev.wharf.runtime.state;

import static dev.wharf.runtime.state.Tables.*;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.failure.FailureCode;
import dev.wharf.runtime.failure.WharfException;
import dev.wharf.runtime.state.Memory.Saved;
import dev.wharf.runtime.state.StateStore.Cause;
import dev.wharf.runtime.state.StateStore.StateVersion;
import dev.wharf.runtime.state.States.Positions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.Cursor;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Record2;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The states of a connection as intervals: a row holds from its version until the version that superseded it, so that the states at
 * any version are the rows around it. Lives as long as one transaction.
 *
 * <p>What a connection keeps is bounded by bytes. Beyond that, superseded states go, the oldest first: those that were superseded
 * within their own run, which leaves what each run ended with, and then those too. {@code thinned} and {@code forgotten} say up to
 * which version that happened, so that nobody returns to a mixture.
 */
final class History {

    /** What a row takes besides its body, about. */
    private static final long ROW_BYTES = 200;

    private final DSLContext sql;
    private final String connection;

    History(DSLContext sql, String connection) {
        this.sql = sql;
        this.connection = connection;
    }

    /**
     * @param collection empty for a shared state
     * @param body empty when the state is forgotten
     */
    record Change(
            long version, Optional<StreamName> collection, long position, Optional<ObjectNode> body, Cause cause) {}

    /**
     * In whose name changes are made.
     *
     * @param run empty for an operator
     */
    record Author(String run, long epoch, Instant at) {}

    States current() {
        return states(UNTIL.isNull());
    }

    /** The states as they were after {@code version}; refuses a version that is not, or no more, whole. */
    States at(long version) {
        requireWhole(version);
        return states(VERSION.le(version).and(UNTIL.isNull().or(UNTIL.gt(version))));
    }

    /** The positions of the current states. */
    Positions positions() {
        Map<Optional<StreamName>, Long> positions = new HashMap<>();
        sql.select(SHARED, NAMESPACE, COLLECTION, POSITION)
                .from(STATE)
                .where(OF.eq(connection), UNTIL.isNull(), BODY.isNotNull())
                .forEach(row -> positions.put(collection(row), row.get(POSITION)));
        return new Positions(positions);
    }

    private States states(Condition condition) {
        Map<Optional<StreamName>, Saved> states = new HashMap<>();
        sql.select(SHARED, NAMESPACE, COLLECTION, POSITION, BODY)
                .from(STATE)
                .where(OF.eq(connection), condition, BODY.isNotNull())
                .forEach(row -> states.put(
                        collection(row), new Saved(row.get(POSITION), Bodies.read(requireNonNull(row.get(BODY))))));
        return new States(states);
    }

    List<StateVersion> list(Optional<StreamName> collection, int limit) {
        Condition which = collection
                .map(name -> SHARED.isTrue().or(NAMESPACE.eq(name.namespace()).and(COLLECTION.eq(name.name()))))
                .orElse(DSL.noCondition());
        return sql.select(VERSION, EPOCH, POSITION, SHARED, NAMESPACE, COLLECTION, CAUSE, IN_RUN, AT, BYTES)
                .from(STATE)
                .where(OF.eq(connection), which)
                .orderBy(VERSION.desc(), NAMESPACE, COLLECTION)
                .limit(limit)
                .fetch(row -> new StateVersion(
                        row.get(VERSION),
                        row.get(EPOCH),
                        row.get(POSITION),
                        collection(row),
                        Cause.valueOf(row.get(CAUSE)),
                        Optional.of(row.get(IN_RUN)).filter(run -> !run.isEmpty()),
                        Instant.parse(row.get(AT)),
                        row.get(BYTES)));
    }

    /** Adds changes in the order of their versions; of each collection, the last one is its state from now on. */
    void append(List<Change> changes, Author author) {
        List<@Nullable Long> until = new ArrayList<>();
        Map<Optional<StreamName>, Integer> last = new HashMap<>();
        Map<Optional<StreamName>, Long> first = new LinkedHashMap<>();
        for (Change change : changes) {
            Integer earlier = last.put(change.collection(), until.size());
            until.add(null);
            if (earlier == null) {
                first.put(change.collection(), change.version());
            } else {
                until.set(earlier, change.version());
            }
        }
        supersede(first, author);
        long added = insert(changes, until, author);
        sql.update(CONNECTION)
                .set(VERSION, changes.getLast().version())
                .set(HISTORY_BYTES, HISTORY_BYTES.plus(added))
                .where(NAME.eq(connection))
                .execute();
    }

    private void supersede(Map<Optional<StreamName>, Long> versions, Author author) {
        sql.batched(batch -> versions.forEach((collection, version) -> batch.dsl()
                .update(STATE)
                .set(UNTIL, version)
                .set(WITHIN_RUN, DSL.field(IN_RUN.eq(author.run()).and(IN_RUN.ne(""))))
                .where(of(collection), UNTIL.isNull())
                .execute()));
    }

    private long insert(List<Change> changes, List<@Nullable Long> until, Author author) {
        long[] added = {0};
        sql.batched(batch -> {
            for (int i = 0; i < changes.size(); i++) {
                Change change = changes.get(i);
                Optional<String> body = change.body().map(Bodies::write);
                long bytes = body.map(text -> text.getBytes(UTF_8).length).orElse(0);
                added[0] += bytes + ROW_BYTES;
                batch.dsl()
                        .insertInto(STATE)
                        .set(OF, connection)
                        .set(VERSION, change.version())
                        .set(SHARED, change.collection().isEmpty())
                        .set(
                                NAMESPACE,
                                change.collection().map(StreamName::namespace).orElse(""))
                        .set(
                                COLLECTION,
                                change.collection().map(StreamName::name).orElse(""))
                        .set(EPOCH, author.epoch())
                        .set(POSITION, change.position())
                        .set(CAUSE, change.cause().name())
                        .set(IN_RUN, author.run())
                        .set(AT, author.at().toString())
                        .set(BODY, body.orElse(null))
                        .set(BYTES, bytes)
                        .set(UNTIL, until.get(i))
                        .set(WITHIN_RUN, until.get(i) != null && !author.run().isEmpty())
                        .execute();
            }
        });
        return added[0];
    }

    /** Drops superseded states, the oldest first, when they take more than {@code limit} bytes: down to three quarters of it. */
    void thin(long limit) {
        long bytes = requireNonNull(sql.select(HISTORY_BYTES)
                .from(CONNECTION)
                .where(NAME.eq(connection))
                .fetchOne(HISTORY_BYTES));
        if (bytes <= limit) {
            return;
        }
        long surplus = bytes - limit / 4 * 3;
        surplus -= drop(surplus, WITHIN_RUN.isTrue(), THINNED);
        if (surplus > 0) {
            drop(surplus, DSL.noCondition(), FORGOTTEN);
        }
    }

    /** @return how many bytes went */
    private long drop(long surplus, Condition which, Field<Long> horizon) {
        long dropped = 0;
        long version = 0;
        try (Cursor<Record2<Long, Long>> oldest = sql.select(UNTIL, BYTES)
                .from(STATE)
                .where(OF.eq(connection), UNTIL.isNotNull(), which)
                .orderBy(UNTIL)
                .fetchSize(1000)
                .fetchLazy()) {
            // What was superseded by one version goes together, so that the horizon is sharp.
            for (Record2<Long, Long> row : oldest) {
                if (dropped >= surplus && row.value1() > version) {
                    break;
                }
                version = row.value1();
                dropped += row.value2() + ROW_BYTES;
            }
        }
        if (dropped > 0) {
            sql.deleteFrom(STATE)
                    .where(OF.eq(connection), UNTIL.le(version), which)
                    .execute();
            sql.update(CONNECTION)
                    .set(horizon, version)
                    .set(HISTORY_BYTES, HISTORY_BYTES.minus(dropped))
                    .where(NAME.eq(connection))
                    .execute();
        }
        return dropped;
    }

    private void requireWhole(long version) {
        Record2<Long, Long> horizons = sql.select(THINNED, FORGOTTEN)
                .from(CONNECTION)
                .where(NAME.eq(connection))
                .fetchOptional()
                .orElseThrow(() -> Ledger.unknown(connection));
        long thinned = horizons.value1();
        long forgotten = horizons.value2();
        Optional<String> run = sql.select(IN_RUN)
                .from(STATE)
                .where(OF.eq(connection), VERSION.eq(version))
                .limit(1)
                .fetchOptional(IN_RUN);
        boolean whole =
                run.isPresent() && version >= forgotten && (version >= thinned || endsRun(version, run.orElseThrow()));
        if (!whole) {
            throw new WharfException(
                    FailureCode.INPUT_INVALID,
                    "Cannot read version " + version + " of the states of connection " + connection + ": "
                            + whyNot(version, thinned, forgotten) + ". Choose another: wharf state history "
                            + connection
                            + " lists them.");
        }
    }

    private boolean endsRun(long version, String run) {
        return run.isEmpty() || !sql.fetchExists(STATE, OF.eq(connection), IN_RUN.eq(run), VERSION.gt(version));
    }

    private static String whyNot(long version, long thinned, long forgotten) {
        if (version > 0 && version < forgotten) {
            return "the history no longer reaches back that far";
        } else if (version > 0 && version < thinned) {
            return "of the versions before " + thinned + " only the last of each run was kept";
        }
        return "there is no such version";
    }

    private Condition of(Optional<StreamName> collection) {
        return OF.eq(connection)
                .and(SHARED.eq(collection.isEmpty()))
                .and(NAMESPACE.eq(collection.map(StreamName::namespace).orElse("")))
                .and(COLLECTION.eq(collection.map(StreamName::name).orElse("")));
    }

    private static Optional<StreamName> collection(Record row) {
        return row.get(SHARED)
                ? Optional.empty()
                : Optional.of(new StreamName(row.get(NAMESPACE), row.get(COLLECTION)));
    }
}
