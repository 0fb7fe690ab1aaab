package dev.wharf.destination.table;

import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.ConfiguredCatalog.Origin;
import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.sdk.Load.Checkpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Puts batches into the warehouse, each in a transaction with its checkpoints. One thread at a time; whoever calls owns the connection. */
final class Loader {

    /** DuckDB holds 350 kB of each in memory. */
    private static final int MANY_TABLES = 100;

    private final Connection connection;
    private final Dialect dialect;
    private final Tables tables;
    private final Register register;
    private final Optional<Checkpoints> checkpoints;
    private final Optional<Tails> tails;
    private final List<ConfiguredStream> configured;
    private final List<StreamLoad> streams = new ArrayList<>();
    /** How many tables got rows since the database was relieved of them. */
    private int filled;

    Loader(Connection connection, Dialect dialect, String home, ConfiguredCatalog catalog) {
        this.connection = connection;
        this.dialect = dialect;
        configured = catalog.streams();
        tables = new Tables(connection, dialect);
        register = new Register(
                tables, home, catalog.wharf().map(Origin::connection).orElse(""));
        checkpoints = catalog.wharf().map(origin -> new Checkpoints(tables, home, origin, configured));
        tails = catalog.wharf().map(origin -> new Tails(tables, home, origin));
    }

    /** Finds the tables of the streams. */
    void open() {
        attempt("Cannot read the tables of the warehouse", () -> {
            register.open(configured);
            if (tails.isPresent()) {
                tails.get().open();
            }
            connection.commit();
        });
        configured.forEach(stream -> streams.add(new StreamLoad(tables, register, tails, stream)));
    }

    List<ObjectNode> held() {
        List<ObjectNode> held = new ArrayList<>();
        if (checkpoints.isPresent()) {
            attempt("Cannot read the checkpoints in the warehouse", () -> {
                held.addAll(checkpoints.get().held());
                connection.commit();
            });
        }
        return held;
    }

    void load(Batch batch) {
        for (Batch part : batch.parts()) {
            part.covered().forEach((stream, rows) -> onto(streams.get(stream), s -> s.add(rows)));
            part.uncovered().forEach((stream, rows) -> onto(streams.get(stream), s -> s.stage(rows)));
            commit(part.states());
            relieve(part.covered().size() + part.uncovered().size());
        }
    }

    private void relieve(int tables) {
        filled += tables;
        if (filled >= MANY_TABLES) {
            filled = 0;
            attempt("Cannot write to the disk of the warehouse", () -> {
                dialect.relieve(connection);
                connection.commit();
            });
        }
    }

    /** What remains of a stream at the end. */
    interface Rest {
        /** The rows that no state covers. */
        Segment rows(int stream);

        /** The state that was withheld until the stream is complete. */
        Optional<Checkpoint> state(int stream);
    }

    /** The end: what is complete becomes visible, the rest of what no state covers is forgotten. */
    void end(BitSet completed, Rest rest) {
        List<Checkpoint> states = new ArrayList<>();
        int touched = 0;
        for (int stream = 0; stream < streams.size(); stream++) {
            if (completed.get(stream)) {
                Segment rows = rest.rows(stream);
                onto(streams.get(stream), s -> s.complete(rows));
                rest.state(stream).ifPresent(states::add);
                touched += rows.records() > 0 ? 1 : 0;
            } else {
                onto(streams.get(stream), StreamLoad::breakOff);
            }
            if ((stream + 1) % Batch.STREAMS_AT_ONCE == 0) {
                commit(states);
                states.clear();
                relieve(touched);
                touched = 0;
            }
        }
        commit(states);
    }

    private void commit(List<Checkpoint> states) {
        attempt("Cannot commit to the warehouse", () -> {
            if (checkpoints.isPresent()) {
                checkpoints.get().save(states);
            }
            connection.commit();
        });
    }

    List<StreamLoad> streams() {
        return List.copyOf(streams);
    }

    private interface Step<T> {
        void on(T subject) throws SQLException;
    }

    private interface Work {
        void run() throws SQLException;
    }

    private void onto(StreamLoad stream, Step<StreamLoad> step) {
        attempt("Cannot load stream " + stream.name() + " into " + stream.table(), () -> step.on(stream));
    }

    private void attempt(String what, Work work) {
        try {
            work.run();
        } catch (SQLException e) {
            throw dialect.failure(what, e);
        }
    }
}
