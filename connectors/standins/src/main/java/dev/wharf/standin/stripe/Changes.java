package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Changes that come with time, each with the events that Stripe would write. Which ones is a matter of the seed: they are gone through in a shuffled
 * order, so that a few dozen of them touch everything.
 */
final class Changes {
    private final Store store;
    private final Desk desk;
    private final Map<String, Runnable> all = new LinkedHashMap<>();
    private long made;

    Changes(Store store) {
        this.store = store;
        this.desk = new Desk(store);
        new CustomerChanges(desk).register(all);
        new BillingChanges(desk).register(all);
        new PaymentChanges(desk).register(all);
        new OtherChanges(desk).register(all);
    }

    /**
     * Makes changes, spread over the time by which the clock was moved.
     *
     * @param wanted {@code changes}: how many. {@code by}: how far the clock was moved. {@code only}: the names of those to choose from.
     *     {@code late} and {@code lateShare}: how many seconds after they happened how many of the events can be seen
     */
    ObjectNode make(ObjectNode wanted) {
        List<String> names = names(wanted.path("only"));
        int count = wanted.path("changes").asInt(0);
        long by = Duration.parse(wanted.path("by").asString("PT0S")).toSeconds();
        Lock lock = store.lock().writeLock();
        lock.lock();
        try {
            desk.log()
                    .late(
                            wanted.path("late").asLong(0),
                            wanted.path("lateShare").asDouble(0.2));
            long before = store.shelf(Kind.EVENT).addedCount();
            long now = store.clock().second();
            for (int i = 0; i < count; i++) {
                desk.at(now - by + by * (i + 1) / count);
                perform(names.get((int) (made++ % names.size())));
            }
            return Json.object()
                    .put("changes", count)
                    .put("events", store.shelf(Kind.EVENT).addedCount() - before);
        } finally {
            lock.unlock();
        }
    }

    /** What can happen. */
    List<String> names() {
        return List.copyOf(all.keySet());
    }

    private void perform(String name) {
        Runnable change = all.get(name);
        if (change == null) {
            throw new IllegalArgumentException("there is no change " + name + "; known are " + all.keySet());
        }
        change.run();
    }

    private List<String> names(JsonNode only) {
        if (!only.isArray() || only.isEmpty()) {
            List<String> shuffled = new ArrayList<>(all.keySet());
            shuffled.sort(Comparator.comparingInt(name -> store.world().dice().below(name, made / all.size(), 1000)));
            return shuffled;
        }
        List<String> names = new ArrayList<>();
        only.forEach(name -> names.add(name.asString()));
        names.stream().filter(name -> !all.containsKey(name)).findFirst().ifPresent(this::perform);
        return names;
    }
}
