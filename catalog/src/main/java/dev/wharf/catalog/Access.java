package dev.wharf.catalog;

import dev.wharf.protocol.Stream;
import java.util.Optional;

/** What a source that knows Wharf says of its permission to read a collection: {@code wharf.access} of a discovered stream. */
final class Access {

    private Access() {}

    /** Why it may not; empty when it may, or does not say. */
    static Optional<String> denied(Stream stream) {
        return stream.wharf()
                .map(wharf -> wharf.path("access"))
                .filter(access -> access.path("granted").isBoolean()
                        && !access.path("granted").booleanValue())
                .map(access -> access.path("why"))
                .map(why -> why.isString() ? why.asString() : "the source's account has no permission to read it");
    }
}
