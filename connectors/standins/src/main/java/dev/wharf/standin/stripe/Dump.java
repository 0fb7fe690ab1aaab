package dev.wharf.standin.stripe;

import java.util.Arrays;
import java.util.Iterator;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The truth of each collection, as a table of it should hold it. */
final class Dump {
    private final Store store;

    Dump(Store store) {
        this.store = store;
    }

    void write(String collection, Consumer<JsonNode> into) {
        Kind kind = Arrays.stream(Kind.values())
                .filter(candidate -> candidate.collection().equals(collection))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no collection " + collection));
        Lock lock = store.lock().readLock();
        lock.lock();
        try {
            Shelf shelf = store.shelf(kind);
            Presentation presentation = new Presentation(store, store.version());
            for (Iterator<Place> places = shelf.before(Shelf.endOf(Long.MAX_VALUE - 1)); places.hasNext(); ) {
                Place place = places.next();
                ObjectNode shown = presentation.show(shelf.object(place));
                into.accept(shelf.isDeleted(place) ? shown.put("deleted", true) : shown);
            }
        } finally {
            lock.unlock();
        }
    }
}
