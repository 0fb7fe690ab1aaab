package dev.wharf.destination.table;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.DestinationSyncMode;
import dev.wharf.protocol.StreamName;
import dev.wharf.sdk.ConnectorFailure;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * One stream on its way into its table. A stream that is refreshed fills a new table beside the old one and takes its place when it is
 * complete; until then readers see the old one. A refresh that was cut off goes on with the next run of the same generation: that is
 * why the new table bears the generation in its name. One thread; every method works within the open transaction.
 */
final class StreamLoad {

    private static final String NEW = "_wharf_g";
    private static final String STAGE = "_wharf_s_";

    private final Tables tables;
    private final Register register;
    private final Optional<Tails> tails;
    private final ConfiguredStream stream;
    private final StreamName name;
    private final TableName target;
    private final String digest;
    private final boolean refresh;
    /** Found when the first rows come or the stream is complete: of thousands of streams most have nothing new. */
    private Optional<Road> road = Optional.empty();

    /**
     * @param tails of the connection, if the runtime named one
     * @throws ConnectorFailure if the stream is asked for in a way that is not supported
     */
    StreamLoad(Tables tables, Register register, Optional<Tails> tails, ConfiguredStream stream) {
        this.tables = tables;
        this.register = register;
        this.tails = tails;
        this.stream = stream;
        name = stream.name();
        target = register.table(name);
        digest = Names.digest(target.schema() + '\0' + target.table());
        refresh = isRefresh(stream) && !isShown();
    }

    private static boolean isRefresh(ConfiguredStream stream) {
        long minimum = stream.minimumGeneration();
        if (minimum != 0 && minimum != stream.generation()) {
            throw ConnectorFailure.config(
                    "Cannot load stream %s: its minimum_generation_id is %d, and only 0 and its generation_id, %d, have a meaning."
                            .formatted(stream.name(), minimum, stream.generation()));
        }
        return switch (stream.destinationSyncMode()) {
            case OVERWRITE -> true;
            case APPEND, APPEND_DEDUP -> minimum > 0;
            case UPDATE, SOFT_DELETE ->
                throw ConnectorFailure.config(
                        "Cannot load stream %s in the mode %s: only append, append_dedup and overwrite are supported."
                                .formatted(
                                        stream.name(),
                                        stream.destinationSyncMode().wire()));
        };
    }

    /** Whether this very refresh was finished by an earlier run: what comes now belongs to it. */
    private boolean isShown() {
        return stream.minimumGeneration() > 0 && register.generation(name) == stream.generation();
    }

    StreamName name() {
        return name;
    }

    /** For people, who know nothing of new tables and stages. */
    TableName table() {
        return target;
    }

    /** Rows that a state covers. */
    void add(Segment covered) throws SQLException {
        road().add(covered);
        if (!refresh) {
            removeTail();
        }
    }

    /** Rows that no state covers yet. */
    void stage(Segment uncovered) throws SQLException {
        road().stage(uncovered);
    }

    /**
     * All rows have been given: whoever reads sees them.
     *
     * @param rest those that no state covers
     */
    void complete(Segment rest) throws SQLException {
        if (rest.records() == 0 && road.isEmpty() && isUnchanged()) {
            return;
        }
        Road last = road();
        boolean tail = last.isStaged() || rest.records() > 0;
        String rowIds = last.rowIds();
        last.add(rest);
        removeTail();
        if (refresh) {
            tables.swap(newTable(), target);
            takeOverDeleted();
        }
        register.show(name, stream.generation());
        if (tail && tails.isPresent() && stream.destinationSyncMode() != DestinationSyncMode.APPEND_DEDUP) {
            tails.get().save(name, stream.sync(), rowIds);
        }
    }

    private boolean isUnchanged() throws SQLException {
        boolean pending = tails.isPresent() && tails.get().isPending(name);
        return !refresh && !pending && register.generation(name) == stream.generation() && tables.exists(target);
    }

    /** The present rows take the place of those that an unfinished run left without a state behind them. */
    private void removeTail() throws SQLException {
        if (tails.isPresent()) {
            tails.get().remove(name, target);
        }
    }

    private void takeOverDeleted() throws SQLException {
        TableName old = Road.deletedFrom(target);
        TableName young = Road.deletedFrom(newTable());
        if (tables.exists(old)) {
            tables.drop(old);
        }
        if (tables.exists(young)) {
            tables.rename(young, old);
        }
    }

    /** No more rows come, and those that no state covers are forgotten. */
    void breakOff() throws SQLException {
        if (road.isPresent()) {
            road.get().discard();
        }
    }

    Optional<Losses> losses() {
        return road.map(Road::losses).filter(losses -> !losses.isEmpty());
    }

    private Road road() throws SQLException {
        if (road.isEmpty()) {
            checkOwner();
            dropLeftovers();
            Unfinished unfinished = new Unfinished(tables, newTable(), target);
            boolean takesOver = !refresh && tables.exists(newTable());
            if (takesOver) {
                unfinished.prepare();
            }
            TableName stage = new TableName(refresh ? target.schema() : "", STAGE + digest);
            Road opened = Road.into(tables, stream, refresh ? newTable() : target, stage);
            road = Optional.of(opened);
            if (takesOver) {
                unfinished.moveInto(opened);
            }
            if (!refresh) {
                register.show(name, stream.generation());
            }
        }
        return road.get();
    }

    private TableName newTable() {
        return new TableName(target.schema(), NEW + stream.generation() + "_" + digest);
    }

    /** A table that somebody else made is not ours to change. Airbyte's have our columns, and are. */
    private void checkOwner() throws SQLException {
        if (!register.isNew(name) || !tables.exists(target)) {
            return;
        }
        Map<String, ColumnType> columns = tables.columns(target);
        if (!columns.containsKey(Names.RAW_ID) || !columns.containsKey(Names.EXTRACTED_AT)) {
            throw ConnectorFailure.config(
                    "Cannot load stream %s: the table %s is there and has no column %s, so it is not ours to change. Rename it, or choose another schema."
                            .formatted(name, target, Names.RAW_ID));
        }
        tables.dialect().loosen(tables.connection(), target);
    }

    /** What a run that was cut off left behind, but for the new table of this generation, whose rows states cover. */
    private void dropLeftovers() throws SQLException {
        TableName stage = new TableName(target.schema(), STAGE + digest);
        if (tables.exists(stage)) {
            tables.drop(stage);
        }
        boolean goesOn = stream.minimumGeneration() > 0 || (!refresh && stream.generation() > 0);
        for (TableName leftover : tables.beginningWith(target.schema(), NEW)) {
            boolean ours = leftover.table().endsWith("_" + digest);
            if (ours && !(goesOn && leftover.equals(newTable()))) {
                tables.drop(leftover);
                tables.drop(Road.deletedFrom(leftover));
            }
        }
    }
}
