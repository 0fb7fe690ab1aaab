package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import tools.jackson.databind.node.ObjectNode;

/** Changes that come with time, each with the events that Stripe would write. */
final class Changes {
    private final Store store;
    private final EventLog log;
    private long made;

    Changes(Store store) {
        this.store = store;
        this.log = new EventLog(store);
    }

    ObjectNode make(ObjectNode wanted) {
        Lock lock = store.lock().writeLock();
        lock.lock();
        try {
            int count = wanted.path("changes").asInt(0);
            for (int i = 0; i < count; i++) {
                one();
            }
            return Json.object().put("changes", count);
        } finally {
            lock.unlock();
        }
    }

    private void one() {
        made++;
        Shelf customers = store.shelf(Kind.CUSTOMER);
        Place place = customers.place(0, store.world().dice().below("change.customer", made, (int) customers.slots(0)));
        if (customers.isDeleted(place)) {
            return;
        }
        ObjectNode before = customers.object(place);
        ObjectNode now = before.deepCopy();
        if (made % 10 == 9) {
            customers.delete(place);
            log.write(
                    "customer.deleted",
                    Presentation.deleted(Kind.CUSTOMER, now.get("id").asString()),
                    Optional.empty(),
                    0);
            return;
        }
        ((ObjectNode) now.get("metadata")).put("revision", String.valueOf(made));
        customers.put(place, now);
        log.tell("customer.updated", now, before, 0);
    }
}
