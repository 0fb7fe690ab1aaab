package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * All objects of one kind: the lanes of the data set, computed when asked for, with what changed since laid over them, and one more lane of what
 * was added since. Only changes and additions take memory, as bytes. Guarded by the {@link Store}'s lock.
 */
final class Shelf {
    private final Kind kind;
    private final Ids ids;
    private final List<Lane> lanes;
    /** How many slots of each lane are of the time before the start. */
    private final long[] ends;

    private final Map<Long, byte[]> changed = new HashMap<>();
    private final Set<Long> deleted = new HashSet<>();
    private final List<byte[]> added = new ArrayList<>();
    private final List<Long> addedAt = new ArrayList<>();

    Shelf(Kind kind, Ids ids, List<Lane> lanes, long epoch) {
        this.kind = kind;
        this.ids = ids;
        this.lanes = List.copyOf(lanes);
        this.ends = lanes.stream().mapToLong(lane -> lane.until(epoch)).toArray();
    }

    Kind kind() {
        return kind;
    }

    /** The place that an id stands for, whether its object lives or is deleted; empty when there never was one. */
    Optional<Place> find(String id) {
        OptionalLong number = ids.number(kind.prefix(), id);
        if (number.isEmpty()) {
            return Optional.empty();
        }
        int lane = (int) (number.getAsLong() & 0xFF);
        long slot = number.getAsLong() >>> 8;
        if (lane == Place.ADDED ? slot >= added.size() : lane >= lanes.size() || slot >= ends[lane]) {
            return Optional.empty();
        }
        Place place = place(lane, slot);
        return isEmpty(place) ? Optional.empty() : Optional.of(place);
    }

    boolean isDeleted(Place place) {
        return deleted.contains(place.number());
    }

    /** The object as it is now, whole; of a deleted one as it was last. The caller may change what it gets. */
    ObjectNode object(Place place) {
        byte[] stored = place.lane() == Place.ADDED ? added.get((int) place.slot()) : changed.get(place.number());
        return stored == null ? lanes.get(place.lane()).object().apply(place.slot()) : (ObjectNode) Json.parse(stored);
    }

    /** The id that the next added object will have. */
    String nextId() {
        return ids.of(kind.prefix(), Place.number(Place.ADDED, added.size()));
    }

    void add(long created, ObjectNode object) {
        added.add(Json.bytes(object));
        addedAt.add(created);
    }

    void put(Place place, ObjectNode object) {
        if (place.lane() == Place.ADDED) {
            added.set((int) place.slot(), Json.bytes(object));
        } else {
            changed.put(place.number(), Json.bytes(object));
        }
    }

    void delete(Place place) {
        deleted.add(place.number());
    }

    long addedCount() {
        return added.size();
    }

    /** Slots of the time before the start, empty ones included, by lane. */
    long slots(int lane) {
        return ends[lane];
    }

    int lanes() {
        return lanes.size();
    }

    Place place(int lane, long slot) {
        long created = lane == Place.ADDED
                ? addedAt.get((int) slot)
                : lanes.get(lane).created().applyAsLong(slot);
        return new Place(created, lane, slot);
    }

    boolean isEmpty(Place place) {
        return place.lane() != Place.ADDED && !lanes.get(place.lane()).exists().test(place.slot());
    }

    /** Places older than a bound, deleted ones included, newest first. */
    Iterator<Place> before(Place bound) {
        return new Walk(bound, -1);
    }

    /** Places newer than a bound, deleted ones included, oldest first. */
    Iterator<Place> after(Place bound) {
        return new Walk(bound, 1);
    }

    /** A bound that is newer than all of a second and older than all of the next. */
    static Place endOf(long second) {
        return new Place(second, Integer.MAX_VALUE, 0);
    }

    /** Merges the lanes from a bound on, upward or downward. */
    private final class Walk implements Iterator<Place> {
        private final int step;
        private final List<Optional<Place>> heads = new ArrayList<>();

        private Walk(Place bound, int step) {
            this.step = step;
            for (int lane = 0; lane < lanes.size(); lane++) {
                long first = firstNotBelow(bound, lane, ends[lane]);
                heads.add(seek(lane, step > 0 ? skipEqual(bound, lane, first) : first - 1));
            }
            long first = firstNotBelow(bound, Place.ADDED, added.size());
            heads.add(seek(Place.ADDED, step > 0 ? skipEqual(bound, Place.ADDED, first) : first - 1));
        }

        @Override
        public boolean hasNext() {
            return heads.stream().anyMatch(Optional::isPresent);
        }

        @Override
        public Place next() {
            int best = -1;
            for (int i = 0; i < heads.size(); i++) {
                if (heads.get(i).isPresent()
                        && (best < 0
                                || isSooner(heads.get(i).get(), heads.get(best).get()))) {
                    best = i;
                }
            }
            if (best < 0) {
                throw new NoSuchElementException();
            }
            Place found = heads.get(best).orElseThrow();
            heads.set(best, seek(found.lane(), found.slot() + step));
            return found;
        }

        private boolean isSooner(Place one, Place other) {
            return step > 0 ? one.compareTo(other) < 0 : one.compareTo(other) > 0;
        }

        private Optional<Place> seek(int lane, long from) {
            long end = lane == Place.ADDED ? added.size() : ends[lane];
            for (long slot = from; slot >= 0 && slot < end; slot += step) {
                if (lane == Place.ADDED || lanes.get(lane).exists().test(slot)) {
                    return Optional.of(place(lane, slot));
                }
            }
            return Optional.empty();
        }

        private long firstNotBelow(Place bound, int lane, long end) {
            long low = 0;
            long high = end;
            while (low < high) {
                long middle = (low + high) >>> 1;
                if (place(lane, middle).compareTo(bound) < 0) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        private long skipEqual(Place bound, int lane, long slot) {
            return bound.lane() == lane && bound.slot() == slot ? slot + 1 : slot;
        }
    }
}
