package dev.wharf.runtime.sync;

import dev.wharf.protocol.StreamName;

/**
 * What a collection has come to while its run goes on.
 *
 * @param records handed to the destination
 * @param bytes of their data
 * @param states sent on
 */
public record Counts(
        StreamName name, long records, long bytes, long quarantined, long nulled, long forwardedInvalid, long states) {}
