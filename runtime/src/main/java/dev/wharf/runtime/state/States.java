package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.Memory.Saved;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The states of a connection at one version. The key of a shared state is empty. */
record States(Map<Optional<StreamName>, Saved> all) {

    static final Optional<StreamName> SHARED = Optional.empty();

    States {
        all = Map.copyOf(all);
    }

    Optional<Saved> shared() {
        return Optional.ofNullable(all.get(SHARED));
    }

    Positions positions() {
        Map<Optional<StreamName>, Long> positions = new HashMap<>();
        all.forEach((collection, saved) -> positions.put(collection, saved.position()));
        return new Positions(positions);
    }

    /** Up to where a connection was read and acknowledged. */
    record Positions(Map<Optional<StreamName>, Long> all) {

        Positions {
            all = Map.copyOf(all);
        }

        /** Of a collection, by its own state or a shared one; 0 when nothing says. */
        long of(StreamName collection) {
            return all.getOrDefault(Optional.of(collection), all.getOrDefault(SHARED, 0L));
        }

        long highest() {
            return all.values().stream().mapToLong(Long::longValue).max().orElse(0);
        }
    }
}
