package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Writes the events of changes. Whoever calls it holds the store's lock alone. */
final class EventLog {
    /** A hidden member: from when on an event is seen. */
    static final String VISIBLE = "~visible";

    private final Store store;
    private final Shelf shelf;

    EventLog(Store store) {
        this.store = store;
        this.shelf = store.shelf(Kind.EVENT);
    }

    /** Tells of an object as it is now. */
    void tell(String type, ObjectNode whole) {
        write(type, shown(whole), Optional.empty(), 0);
    }

    /** Tells of a change, with the values that members had before. */
    void tell(String type, ObjectNode whole, ObjectNode before, long late) {
        ObjectNode now = shown(whole);
        write(type, now, Optional.of(Differences.previous(shown(before), now)), late);
    }

    /** Tells of something that is not an object of a shelf, as it is. */
    void write(String type, ObjectNode object, Optional<ObjectNode> previous, long late) {
        long now = store.clock().second();
        ObjectNode event = PastEvents.event(shelf.nextId(), type, now, store.version(), object);
        previous.ifPresent(values -> ((ObjectNode) event.get("data")).set("previous_attributes", values));
        ((ObjectNode) event.get("request"))
                .put("id", "req_" + store.world().ids().fresh(""));
        if (late > 0) {
            event.put(VISIBLE, now + late);
        }
        shelf.add(now, event);
    }

    private ObjectNode shown(ObjectNode whole) {
        return new Presentation(store, store.version()).show((ObjectNode) Json.parse(Json.bytes(whole)));
    }
}
