package dev.wharf.standin.stripe;

import dev.wharf.standin.MovableClock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import tools.jackson.databind.node.ObjectNode;

/** All objects of one account. Readers share its lock, one change at a time has it alone; whoever calls a method holds it. */
final class Store {
    private final Map<Kind, Shelf> shelves = new EnumMap<>(Kind.class);
    private final Map<String, List<ObjectNode>> buried = new HashMap<>();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final World world;
    private final MovableClock clock;
    private final String version;

    Store(World world, MovableClock clock, String version) {
        this.world = world;
        this.clock = clock;
        this.version = version;
        DataSet data = new DataSet(world);
        Map<Kind, List<Lane>> lanes = data.lanes();
        for (Kind kind : Kind.values()) {
            if (kind != Kind.EVENT) {
                shelves.put(kind, shelf(kind, lanes.getOrDefault(kind, List.of())));
            }
        }
        shelves.put(Kind.EVENT, shelf(Kind.EVENT, new PastEvents(this).lanes(data)));
    }

    private Shelf shelf(Kind kind, List<Lane> lanes) {
        return new Shelf(kind, world.ids(), lanes, world.timeline().epoch());
    }

    ReadWriteLock lock() {
        return lock;
    }

    World world() {
        return world;
    }

    MovableClock clock() {
        return clock;
    }

    /** The API version in which its events are written. */
    String version() {
        return version;
    }

    Shelf shelf(Kind kind) {
        Shelf shelf = shelves.get(kind);
        if (shelf == null) {
            throw new IllegalStateException("no shelf for " + kind);
        }
        return shelf;
    }

    /** An object that lives, whole. */
    Optional<ObjectNode> find(Kind kind, String id) {
        Shelf shelf = shelf(kind);
        return shelf.find(id).filter(place -> !shelf.isDeleted(place)).map(shelf::object);
    }

    /** Remembers a part of an object that is no more. */
    void bury(String collection, ObjectNode part) {
        buried.computeIfAbsent(collection, _ -> new ArrayList<>()).add(part);
    }

    List<ObjectNode> buried(String collection) {
        return buried.getOrDefault(collection, List.of());
    }

    /** The kind of the object that an id stands for, where a member of this name holds it. */
    static Optional<Kind> kindOf(String id, String field) {
        if (field.equals("plan")) {
            return Optional.of(Kind.PLAN);
        }
        if (id.startsWith(Kind.SUBSCRIPTION_SCHEDULE.prefix())) {
            return Optional.of(Kind.SUBSCRIPTION_SCHEDULE);
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.PLAN && id.startsWith(kind.prefix())) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
