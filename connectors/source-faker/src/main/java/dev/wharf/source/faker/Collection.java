package dev.wharf.source.faker;

import dev.wharf.sdk.RecordWriter;

/** A collection that is made up, record by record. One thread. */
interface Collection {

    /** Writes the fields of the record at a position, from 0 on. It depends on nothing else, and never changes. */
    void write(long position, RecordWriter record);

    /**
     * How much there is of a collection.
     *
     * @param first records that a first sync finds
     * @param more records that each later one finds behind them
     */
    record Size(long first, long more) {}
}
