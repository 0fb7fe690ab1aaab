package dev.wharf.sdk;

import dev.wharf.protocol.Envelope;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * One write of a destination, from the first record to the end of input. The loop that calls it reads stdin, knows the protocol,
 * counts, and echoes the states; the load only moves rows and says which states are durable. So no destination can acknowledge a
 * state too early (invariant 1).
 *
 * <p>Memory is bounded by bytes because there is no queue: a record is a range of the loop's block that holds during the call alone,
 * so the load takes what it needs of it, and blocks while its warehouse is slow. The block grows to the longest line, the states
 * not yet echoed are bounded by asking for a commit, and what the load itself buffers it bounds in bytes.
 *
 * <p>All calls come from one thread: {@link #held}, then {@link #record}, {@link #state}, {@link #completed} and {@link #commit} in
 * the order of the input, then {@link #finish}, then {@link #close}. After a call that throws only {@code close} follows.
 */
public interface Load extends AutoCloseable {

    /**
     * The checkpoints that the warehouse holds of this connection, called once and first, when the catalog's {@code wharf} asks for
     * them. They are written as STATE messages before anything is read.
     *
     * @return the bodies of the states, each with its member {@code wharf}
     */
    List<ObjectNode> held() throws Exception;

    /**
     * Takes one record. It need not be durable and must not be visible when this returns.
     *
     * @param stream the stream's position in the catalog
     * @param bytes the loop's block
     * @param at where the parts of the record are in it
     */
    void record(int stream, byte[] bytes, Envelope at) throws Exception;

    /**
     * Takes note of a state, to be returned by a later {@link #commit}: it covers the records given so far, of its stream (STREAM) or
     * of all (GLOBAL, LEGACY).
     */
    void state(Checkpoint state) throws Exception;

    /** The source has given all records of a stream (invariant 5). At the end of input the others count as cut off. */
    void completed(int stream) throws Exception;

    /**
     * Makes durable, in one transaction, the records covered by the states given so far, with what {@link #held} will need. Records
     * behind a stream's newest state may travel along only if they stay out of sight until their own state does. Called about once
     * a second while states wait to be echoed, also when the input is quiet; a load may commit earlier on its own account.
     *
     * @return the states that have become durable since the last call. One covers earlier ones of its stream, which may be left out.
     *     States of a full refresh that must not be seen half done are returned when the stream is complete
     */
    List<Checkpoint> commit() throws Exception;

    /**
     * The input has ended: commits what states cover and what completed streams gave, and makes full refreshes of completed streams
     * visible.
     *
     * @return as {@link #commit}
     */
    List<Checkpoint> finish() throws Exception;

    /** Gives everything back. What was not committed is undone. Throws nothing checked: there is nobody left who could act on it. */
    @Override
    void close();

    /**
     * A state on its way.
     *
     * @param position counts the states of this write, from 1 on
     * @param stream the position in the catalog of a STREAM state's stream; -1 for a GLOBAL or LEGACY state
     * @param body the value of the member {@code state}
     */
    record Checkpoint(long position, int stream, ObjectNode body) {}
}
