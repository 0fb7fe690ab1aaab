package dev.wharf.runtime.state;

import dev.wharf.protocol.StreamName;
import dev.wharf.runtime.state.History.Change;
import dev.wharf.runtime.state.OpenRun.Acknowledged;
import dev.wharf.runtime.state.StateStore.Cause;
import dev.wharf.runtime.state.States.Positions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** Turns what happens in a run into changes of the states. Lives as long as one transaction. */
final class Progress {

    private final Map<Optional<StreamName>, Long> positions;
    private final Supplier<ObjectNode> sharedBody;
    private final List<Change> changes = new ArrayList<>();
    private long version;

    /**
     * @param version the last one given
     * @param positions of the states that there are
     * @param sharedBody reads the shared state, if there is one
     */
    Progress(long version, Positions positions, Supplier<ObjectNode> sharedBody) {
        this.version = version;
        this.positions = new HashMap<>(positions.all());
        this.sharedBody = sharedBody;
    }

    long version() {
        return version;
    }

    Positions positions() {
        return new Positions(positions);
    }

    List<Change> changes() {
        return changes;
    }

    void acknowledge(Acknowledged state) {
        requireOrder(state);
        version++;
        if (state.collection().isEmpty()) {
            replaceOwn();
        } else {
            replaceShared(state.collection());
        }
        change(state.collection(), state.position(), Optional.of(state.body()), Cause.ACKNOWLEDGED);
    }

    /** Forgets the states of collections, as far as they can be told apart. */
    void forget(Set<StreamName> collections, Cause cause) {
        version++;
        int before = changes.size();
        for (StreamName collection : collections) {
            Long position = positions.get(Optional.of(collection));
            if (position != null) {
                change(Optional.of(collection), position, Optional.empty(), cause);
            }
        }
        Long position = positions.get(States.SHARED);
        if (position != null) {
            ObjectNode whole = sharedBody.get();
            Optional<ObjectNode> rest = new SharedState(whole).without(collections);
            if (!rest.equals(Optional.of(whole))) {
                change(States.SHARED, position, rest, cause);
            }
        }
        if (changes.size() == before) {
            version--;
        }
    }

    void forgetAll(Cause cause) {
        version++;
        Map.copyOf(positions).forEach((collection, position) -> change(collection, position, Optional.empty(), cause));
    }

    private void replaceOwn() {
        Map.copyOf(positions).forEach((collection, position) -> {
            if (collection.isPresent()) {
                change(collection, position, Optional.empty(), Cause.REPLACED);
            }
        });
    }

    private void replaceShared(Optional<StreamName> by) {
        Long position = positions.get(States.SHARED);
        if (position == null) {
            return;
        }
        Map<StreamName, ObjectNode> parts = new SharedState(latestShared()).parts();
        change(States.SHARED, position, Optional.empty(), Cause.REPLACED);
        parts.forEach((collection, part) -> {
            if (!Optional.of(collection).equals(by)) {
                change(Optional.of(collection), position, Optional.of(part), Cause.CONVERTED);
            }
        });
    }

    private ObjectNode latestShared() {
        return changes.reversed().stream()
                .filter(change -> change.collection().isEmpty())
                .flatMap(change -> change.body().stream())
                .findFirst()
                .orElseGet(sharedBody);
    }

    private void change(Optional<StreamName> collection, long position, Optional<ObjectNode> body, Cause cause) {
        changes.add(new Change(version, collection, position, body, cause));
        if (body.isPresent()) {
            positions.put(collection, position);
        } else {
            positions.remove(collection);
        }
    }

    private void requireOrder(Acknowledged state) {
        long last = state.collection().isPresent()
                ? positions.getOrDefault(state.collection(), positions.getOrDefault(States.SHARED, 0L))
                : positions.values().stream().mapToLong(Long::longValue).max().orElse(0);
        if (state.position() <= last) {
            throw new IllegalArgumentException("a state at position " + state.position() + " of "
                    + state.collection().map(StreamName::toString).orElse("all collections")
                    + " after one at position " + last);
        }
    }
}
