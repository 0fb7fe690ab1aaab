package dev.wharf.runtime.state;

import dev.wharf.protocol.ConfiguredStream;
import dev.wharf.protocol.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run that holds its connection. Any thread; every method is durable when it returns, or throws a
 * {@link dev.wharf.runtime.failure.WharfException} and has done nothing.
 *
 * <p>The order of a run: {@link #memory}, {@link #save} of what the destination reports to hold beyond it,
 * {@link #discardUnconfirmed}, {@link #startGenerations}, {@link #carry}, then {@link #save} and {@link #quarantine} as lines come and states come
 * back, {@link #finish}, {@link #close}.
 */
public interface OpenRun extends AutoCloseable {

    Memory memory();

    /**
     * Saves acknowledged states, all or none, in the given order (invariant 1). A state of another kind than the saved ones takes
     * their place: a GLOBAL or LEGACY state that of all STREAM states, a STREAM state that of the shared one. Where that was LEGACY
     * and kept by collection, as most images did, the other collections' parts live on as STREAM states.
     *
     * @throws IllegalArgumentException when a position is not above the one saved before it for the same collection
     */
    void save(List<Acknowledged> states, Instant at);

    /**
     * Notes that a state came back and is not saved, because the counts differ. The destination may hold it, or one behind it: it is not
     * followed then ({@link Memory#isBehind}). Positions go on behind the last of them, so that no number ever means two things.
     *
     * @param collection empty for a GLOBAL or LEGACY state
     */
    void decline(Optional<StreamName> collection, Memory.Declined states);

    /**
     * Starts a new generation of each collection: its number grows by one (from 0 when it has none), its state is forgotten, and it is
     * unfinished, in one step.
     */
    void startGenerations(Set<StreamName> collections, Instant at);

    /** Keeps what these collections are in this run, for the next to tell what their source changed. */
    void carry(List<ConfiguredStream> collections);

    /**
     * Keeps refused lines, before the state that covers them is sent on. A line is confirmed by {@link #save} of that state, or by
     * {@link #finish} when its collection was completed; one that does not say its collection, by any state of its position.
     */
    void quarantine(List<RefusedLine> lines);

    /**
     * Removes the lines that were never confirmed, of earlier runs and of earlier attempts of this one: the states that would cover
     * them were lost, so they will be read again (invariant 6). Lines that were sent again and not replayed can be sent once more. To be called once the states that the destination held are saved.
     */
    void discardUnconfirmed();

    /**
     * Lines of the quarantine are about to be sent to the destination again. To be called after {@link #discardUnconfirmed} and before
     * they are sent. They are replayed, in one commit with it, when a state of their collection that was sent behind them, or a shared one, is
     * saved: by this run, or by the next that finds it with the destination. Otherwise {@link #discardUnconfirmed} of the next
     * run takes the mark away (invariant 6).
     */
    void resend(Set<Long> ids);

    /**
     * Keeps a config that a connector replaced with a CONTROL message. It may hold a refresh token that works only once, so it is
     * saved before anything else is done.
     *
     * @param role {@code source} or {@code destination}
     * @param given the config as the user wrote it; the replacement counts as long as that stays the same
     */
    void replaceConfig(String role, ObjectNode given, ObjectNode replacement, Instant at);

    /**
     * The config to give to a connector: the replacement of {@code given}, or {@code given} itself when it was never replaced or the
     * user changed it since.
     */
    ObjectNode configFor(String role, ObjectNode given);

    /** Keeps what the source says to have spent of its vendor's API; takes the place of what the same launch said before. */
    void spend(Spending spending, Instant at);

    /** As {@link StateStore#spent}. */
    long spent(Optional<String> account, Instant since);

    /**
     * Ends the run: its report is kept, and of the completed collections the generation is finished and the lines are confirmed,
     * with those of no collection if any was completed.
     */
    void finish(ObjectNode report, Set<StreamName> completed, Instant at);

    /** Gives the connection back. */
    @Override
    void close();

    /**
     * @param position above all earlier ones of the connection
     * @param collection empty for a GLOBAL or LEGACY state
     * @param body the state message's body, without our id
     */
    record Acknowledged(long position, Optional<StreamName> collection, ObjectNode body) {}

    /**
     * @param launch which start of the source in this run, from 1 on
     * @param account whose calls they are, empty when the source does not say
     * @param calls since that start
     */
    record Spending(long launch, String account, long calls) {}
}
