package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** A run that holds its connection. Any thread; every method is durable when it returns. */
public interface OpenRun extends AutoCloseable {

    Memory memory();

    /**
     * Saves acknowledged states, all or none, in the given order.
     */
    void save(List<Acknowledged> states, Instant at);

    /** Starts a new generation of each collection: its number grows by one and its state is forgotten, in one step. */
    void startGenerations(Set<StreamName> collections, Instant at);

    /** Keeps refused lines. They count only once the state at their position, or their collection, is confirmed. */
    void quarantine(List<RefusedLine> lines);

    /**
     * Says which refused lines stay: removes those of this connection that an earlier, killed run kept under a position that was
     * never acknowledged. They will be read again (invariant 6).
     */
    void discardUnconfirmed();

    /** Ends the run: its report is kept and its quarantined lines are confirmed for the given collections. */
    void finish(ObjectNode report, Set<StreamName> completed, Instant at);

    /** Gives the connection back. */
    @Override
    void close();

    /**
     * @param collection empty for a GLOBAL or LEGACY state
     */
    record Acknowledged(long position, Optional<StreamName> collection, ObjectNode body) {}
}
