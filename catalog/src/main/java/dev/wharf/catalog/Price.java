package dev.wharf.catalog;

import dev.wharf.protocol.Stream;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The calls of its vendor's API that a source expects to make, as one that knows Wharf says in {@code wharf.price} of a discovered stream. What several
 * collections share may stand with none of them.
 *
 * @param first of a run that reads everything
 * @param quiet of a run that finds nothing new
 * @param busy of a run that finds a lot
 */
public record Price(long first, long quiet, long busy) {

    public static final Price NOTHING = new Price(0, 0, 0);

    /** What the source says of this collection, if it does. */
    public static Optional<Price> of(Stream stream) {
        return stream.wharf()
                .map(wharf -> wharf.path("price"))
                .filter(JsonNode::isObject)
                .map(price -> new Price(calls(price, "first"), calls(price, "quiet"), calls(price, "busy")));
    }

    public Price plus(Price other) {
        return new Price(first + other.first, quiet + other.quiet, busy + other.busy);
    }

    private static long calls(JsonNode price, String run) {
        return Math.max(0, price.path(run).asLong(0));
    }
}
