package dev.wharf.standin.stripe;

import java.util.Iterator;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** Where changes are made: picks objects, adds, alters and deletes them, and writes the events. Whoever calls it holds the store's lock alone. */
final class Desk {
    private static final int STEPS = 300;

    private final Store store;
    private final EventLog log;
    private final Random random;
    private long now;

    Desk(Store store) {
        this.store = store;
        this.log = new EventLog(store);
        this.random = new Random(store.world().dice().seed());
    }

    void at(long second) {
        now = second;
        log.at(second);
    }

    long now() {
        return now;
    }

    EventLog log() {
        return log;
    }

    Store store() {
        return store;
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A living object by chance, whole; empty when none of some hundred in a row is as wanted. */
    Optional<ObjectNode> pick(Kind kind, Predicate<ObjectNode> wanted) {
        Shelf shelf = store.shelf(kind);
        long range = now - store.world().timeline().start() + 1;
        Optional<ObjectNode> found = first(shelf.before(Shelf.endOf(now - random.nextLong(range))), shelf, wanted);
        return found.isPresent() ? found : first(shelf.before(Shelf.endOf(now)), shelf, wanted);
    }

    private static Optional<ObjectNode> first(Iterator<Place> places, Shelf shelf, Predicate<ObjectNode> wanted) {
        for (int i = 0; i < STEPS && places.hasNext(); i++) {
            Place place = places.next();
            if (!shelf.isDeleted(place)) {
                ObjectNode object = shelf.object(place);
                if (wanted.test(object)) {
                    return Optional.of(object);
                }
            }
        }
        return Optional.empty();
    }

    /** A new object with what is filled in; events that say so are for the caller to write. */
    ObjectNode create(Kind kind, Consumer<ObjectNode> fill) {
        Shelf shelf = store.shelf(kind);
        ObjectNode object = store.world().blank(kind, shelf.nextId(), now);
        fill.accept(object);
        shelf.add(now, object);
        return object;
    }

    /** Alters an object and tells of it under each of these types; without a type, nobody hears of it. */
    ObjectNode update(Kind kind, ObjectNode object, Consumer<ObjectNode> alter, String... types) {
        ObjectNode before = object.deepCopy();
        alter.accept(object);
        Shelf shelf = store.shelf(kind);
        shelf.put(shelf.find(object.get("id").asString()).orElseThrow(), object);
        for (String type : types) {
            log.tell(type, object, before);
        }
        return object;
    }

    /** Deletes an object. Every other time its event has only what is left of it. */
    void delete(Kind kind, ObjectNode object, String type) {
        Shelf shelf = store.shelf(kind);
        String id = object.get("id").asString();
        shelf.delete(shelf.find(id).orElseThrow());
        if (random.nextBoolean()) {
            log.tell(type, object);
        } else {
            log.write(type, Presentation.deleted(kind, id), Optional.empty());
        }
    }

    /** An entry of the ledger for something that moves money now. */
    String entry(String type, long amount, String currency, String source, long fee) {
        ObjectNode entry = create(Kind.BALANCE_TRANSACTION, _ -> {});
        ObjectNode filled =
                Ledger.entry(store.world(), entry.get("id").asString(), now, amount, currency, type, source);
        return update(Kind.BALANCE_TRANSACTION, fee > 0 ? Ledger.charge(filled, fee) : filled, _ -> {})
                .get("id")
                .asString();
    }

    static String id(ObjectNode object) {
        return object.get("id").asString();
    }

    static String text(ObjectNode object, String field) {
        return object.path(field).asString("");
    }

    static ObjectNode metadata(ObjectNode object) {
        return object.path("metadata").isObject() ? (ObjectNode) object.get("metadata") : object.putObject("metadata");
    }

    static Predicate<ObjectNode> is(String field, String value) {
        return object -> text(object, field).equals(value);
    }
}
