package dev.wharf.sdk;

import dev.wharf.protocol.Catalog;
import dev.wharf.protocol.ConfiguredCatalog;
import dev.wharf.protocol.Message.ConnectionStatus;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the author of a source implements. {@link Connectors#main(Source, String[])} makes a program of it, which runs one verb and
 * ends: one of these methods is called, once, on the main thread ({@code spec} also before each other verb, to learn which values
 * of the config are secret). Nothing is called concurrently, and nothing is kept between two runs of the program.
 *
 * <p>stdout belongs to the protocol and is taken before the first call; {@code System.out} goes to stderr. A method that cannot do
 * its work throws {@link ConnectorFailure}, whose kind says whose fault it is; any other exception is reported as a fault of the
 * connector, except that a connection which broke or timed out is reported as temporary. Secrets of the config are masked in every
 * text that leaves.
 */
public interface Source {

    /**
     * Describes the connector. Needs no config, no network, and always returns the same.
     *
     * @return the value of the protocol's member {@code spec}: at least {@code connectionSpecification}, the JSON Schema of the
     *     config, with {@code "airbyte_secret": true} on every field that is secret
     */
    ObjectNode spec();

    /**
     * Tells whether a sync would work: called when a person has entered a config, so an answer within seconds. The config has
     * passed the schema of {@link #spec}. A failure of kind CONFIG or TRANSIENT counts as a failed check and is its message.
     *
     * @return whether, and if not, what to change
     */
    ConnectionStatus check(Config config) throws Exception;

    /** Lists what can be read with this config, in a stable order, with a JSON Schema for each stream. */
    Catalog discover(Config config) throws Exception;

    /**
     * Reads the chosen streams: for each, {@link StreamOutput#start}, its records in order with states between them, and
     * {@link StreamOutput#complete} once its last record has been written, or {@link StreamOutput#fail}. A stream left without
     * either counts as not read. States hold whatever lets a later call go on behind the records before them; they come back in
     * {@code states} only after a destination has made those records durable, so the newest may be missing.
     *
     * <p>Streams may be written by several threads, each stream by one at a time; all of them have ended when this returns. Records
     * go out when a block is full, with the next state, or after a tenth of a second. A program that is asked to end (SIGTERM) does so between two
     * lines, wherever this method is: whatever must not be lost is in a state or in {@link Config#replace}.
     *
     * @param catalog only what {@link #discover} offered; the schemas are reduced to the chosen fields, which a source may use to
     *     fetch less
     * @param states what is remembered of earlier reads; empty for a first read and for a full refresh
     */
    void read(Config config, ConfiguredCatalog catalog, States states, Output output) throws Exception;
}
