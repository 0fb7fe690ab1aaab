package dev.wharf.runtime.state;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * The durable memory of all connections. Any thread. What a method saved is on disk when it returns (invariant 1); every failure of
 * the store itself is a {@link dev.wharf.runtime.failure.WharfException} {@code store-unusable} that says the cure.
 */
public interface StateStore extends AutoCloseable {

    /**
     * Takes the connection for a run. Only one run of a connection is open at a time: a second is refused with
     * {@code connection-busy} and told who holds it; the hold of a process that is gone does not count.
     *
     * @param run a name that the connection has not had before
     */
    OpenRun begin(String connection, String run, Instant at);

    /** Who has the connection open, as far as can be told from here; for people, since it may change at any time. */
    Optional<Holder> holder(String connection);

    /** What is remembered of a connection; an empty memory if nothing is. */
    Memory memory(String connection);

    /**
     * What is remembered of a connection, with the states as they were after {@code version}; refused with {@code input-invalid}
     * where the history does not reach.
     */
    Memory memory(String connection, long version);

    /** The runs of a connection, newest first, at most {@code limit}. Unfinished ones are there too. */
    List<Run> runs(String connection, int limit);

    Optional<Run> run(String connection, String run);

    /** The names of all connections that ever ran, in order. */
    List<String> connections();

    /**
     * The changes of the states of a connection, newest first. With a collection only its own and those shared by all.
     */
    List<StateVersion> history(String connection, Optional<StreamName> collection, int limit);

    /**
     * Returns to the states as they were after {@code version}, in a new epoch. Generations stay. Refused while a run has the
     * connection open, and like {@link #memory(String, long)}.
     *
     * @return the new epoch
     */
    long rollBack(String connection, long version, Instant at);

    /**
     * Forgets the states of these collections (of all when empty), in a new epoch. Refused while a run has the connection open, and
     * with {@code input-invalid} for a part of a LEGACY state that cannot be taken apart.
     *
     * @return the new epoch
     */
    long reset(String connection, Set<StreamName> collections, Instant at);

    /**
     * Lines in the quarantine of a connection, oldest first, each cut to its first {@value #EXCERPT_BYTES} bytes: a line may have
     * many megabytes.
     */
    List<Quarantined> quarantined(String connection, Optional<StreamName> collection, int limit);

    int EXCERPT_BYTES = 1024;

    /** A line in the quarantine with all its bytes. */
    Optional<Quarantined> quarantined(String connection, long id);

    /**
     * Of each collection the lines that could be sent to the destination after all, oldest first: records that departed from their
     * schema, confirmed, not replayed before, and of the collection's present generation. What was refused before that began was read again
     * with it.
     */
    Map<StreamName, List<Long>> replayable(String connection);

    /** Removes lines from the quarantine. @return how many */
    int release(String connection, Set<Long> ids);

    /** What each collection was when a run of the connection last carried it, as it was planned and whole. */
    Map<StreamName, ConfiguredStream> carried(String connection);

    /** As {@link OpenRun#configFor}, for what is asked of a connector before a run begins. */
    ObjectNode configFor(String connection, String role, ObjectNode given);

    /** As {@link OpenRun#replaceConfig}. */
    void replaceConfig(String connection, String role, ObjectNode given, ObjectNode replacement, Instant at);

    /**
     * The calls of its vendor's API that were made since then, by all connections on the same account.
     *
     * @param account unless told that which the connection's source named last, or the connection alone when it never did
     */
    long spent(String connection, Optional<String> account, Instant since);

    /** What {@link #cache} kept. */
    Optional<byte[]> cached(String kind, String key);

    /** Keeps what is costly to learn again; the oldest of a kind may be gone at any time. */
    void cache(String kind, String key, byte[] bytes, Instant at);

    /** The image that a side of a connection is to run. */
    Optional<Pin> pin(String connection, String role);

    /** Takes the place of the side's earlier pin. */
    void pin(String connection, String role, Pin pin);

    @Override
    void close();

    /**
     * Who has a connection open.
     *
     * @param process its id on {@code host}
     */
    record Holder(String run, String host, long process, Instant since) {}

    /**
     * A run in the store.
     *
     * @param finished empty while it runs, or when it was killed
     * @param report empty as long as it has none
     */
    record Run(
            String name, String connection, Instant started, Optional<Instant> finished, Optional<ObjectNode> report) {}

    /**
     * One change of one state.
     *
     * @param version grows with every change of the connection's states; what changes together has the same
     * @param collection empty for a GLOBAL or LEGACY state
     * @param run empty when an operator made the change
     * @param bytes the size of the state's body, 0 when it was forgotten; {@link #memory(String, long)} has the body
     */
    record StateVersion(
            long version,
            long epoch,
            long position,
            Optional<StreamName> collection,
            Cause cause,
            Optional<String> run,
            Instant at,
            long bytes) {}

    /** Why a state changed. */
    enum Cause {
        ACKNOWLEDGED,
        /** A state of another kind took its place. */
        REPLACED,
        /** It was made from a part of a LEGACY state. */
        CONVERTED,
        NEW_GENERATION,
        ROLLED_BACK,
        RESET
    }

    /**
     * What an image's name stood for when it was used.
     *
     * @param reference as the connection file has it
     * @param image {@code repository@sha256:…}, or the image's id where no registry gave it a digest
     * @param at when it came to be this one
     */
    record Pin(String reference, String image, Instant at) {}

    /**
     * A line in the quarantine.
     *
     * @param confirmed false as long as the state that covers it was not acknowledged: unless that happens, the next run drops the
     *     line and reads it again
     * @param replayed the run that sent it to the destination after all
     */
    record Quarantined(long id, boolean confirmed, Optional<String> replayed, RefusedLine line) {}
}
