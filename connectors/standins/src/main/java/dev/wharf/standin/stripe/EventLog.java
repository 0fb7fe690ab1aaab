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
    private long now;
    private long lateBy;
    private double lateShare;

    EventLog(Store store) {
        this.store = store;
        this.shelf = store.shelf(Kind.EVENT);
    }

    /** Sets the second of what is told from here on. */
    void at(long second) {
        now = second;
    }

    /** From here on, so many of the events can be seen only so many seconds after they happened. */
    void late(long seconds, double share) {
        lateBy = seconds;
        lateShare = share;
    }

    /** Tells of an object as it is now. */
    void tell(String type, ObjectNode whole) {
        write(type, shown(whole), Optional.empty());
    }

    /** Tells of a change, with the values that members had before. */
    void tell(String type, ObjectNode whole, ObjectNode before) {
        ObjectNode shown = shown(whole);
        write(type, shown, Optional.of(Differences.previous(shown(before), shown)));
    }

    /** Tells of something as it is given. */
    void write(String type, ObjectNode object, Optional<ObjectNode> previous) {
        ObjectNode event = PastEvents.event(shelf.nextId(), type, now, store.version(), object);
        previous.ifPresent(values -> ((ObjectNode) event.get("data")).set("previous_attributes", values));
        ((ObjectNode) event.get("request"))
                .put("id", "req_" + store.world().ids().fresh(""));
        if (lateBy > 0 && store.world().dice().chance("event.late", shelf.addedCount(), lateShare)) {
            event.put(VISIBLE, now + lateBy);
        }
        shelf.add(now, event);
    }

    private ObjectNode shown(ObjectNode whole) {
        return new Presentation(store, store.version()).show((ObjectNode) Json.parse(Json.bytes(whole)));
    }
}
