package dev.wharf.protocol;

import java.util.List;

/** The streams that a source offers, in its order: the answer to {@code discover}. */
public record Catalog(List<Stream> streams) {

    public Catalog {
        streams = List.copyOf(streams);
    }
}
