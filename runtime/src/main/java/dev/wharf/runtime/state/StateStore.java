package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The durable memory of all connections. Any thread. What a method saved is on disk when it returns (invariant 1). */
public interface StateStore extends AutoCloseable {

    /**
     * Takes the connection for a run. Only one run of a connection is open at a time: a second is refused with
     * {@code connection-busy} and told who holds it; the hold of a process that is gone does not count.
     */
    OpenRun begin(String connection, String run, Instant at);

    /** What is remembered of a connection; an empty memory if nothing is. */
    Memory memory(String connection);

    /** The runs of a connection, newest first, at most {@code limit}. Unfinished ones are there too. */
    List<Run> runs(String connection, int limit);

    Optional<Run> run(String connection, String run);

    /** The names of all connections that ever ran. */
    List<String> connections();

    /** Every version of the states of a connection, newest first. */
    List<StateVersion> history(String connection, int limit);

    /** Returns to the states as they were after {@code version}, in a new epoch. @return the new epoch */
    long rollBack(String connection, long version, Instant at);

    /** Forgets the states of these collections (of all when empty), in a new epoch. @return the new epoch */
    long reset(String connection, Set<StreamName> collections, Instant at);

    /** Lines in the quarantine of a connection, oldest first. */
    List<RefusedLine> quarantined(String connection, Optional<StreamName> collection, int limit);

    /** Removes lines from the quarantine. @return how many */
    int release(String connection, Set<Long> ids);

    @Override
    void close();

    /**
     * A run in the store.
     *
     * @param finished empty while it runs, or when it was killed
     * @param report empty as long as it has none
     */
    record Run(
            String name, String connection, Instant started, Optional<Instant> finished, Optional<ObjectNode> report) {}

    /**
     * One acknowledged state.
     *
     * @param version grows with every save of the connection
     * @param collection empty for a GLOBAL or LEGACY state
     * @param body the state message's body, without our id
     */
    record StateVersion(
            long version,
            long epoch,
            long position,
            Optional<StreamName> collection,
            String run,
            Instant at,
            ObjectNode body) {}
}
