package dev.wharf.source.stripe;

import dev.wharf.source.stripe.StripeApi.Page;
import dev.wharf.source.stripe.StripeApi.Question;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * What deleted objects were. Some events of a deletion name the object and nothing else, and a destination that replaces rows would lose all that it had. So the
 * last event that told more is looked for: among those of this scan, then in the thirty days before, at a bounded price. One thread.
 */
final class PastVersions {

    /** Calls that a run may spend on looking back. */
    static final int MOST_PAGES = 3;

    private static final int REMEMBERED = 1_000;
    private static final String DELETED = ".deleted";

    private final StripeApi api;
    private final LinkedHashMap<String, ObjectNode> versions = new LinkedHashMap<>();
    private int pages;

    PastVersions(StripeApi api) {
        this.api = api;
    }

    /**
     * Completes deletions that tell too little, where that can be found out.
     *
     * @param events oldest first
     * @param wanted which events anybody follows
     */
    List<Event> complete(List<Event> events, Predicate<Event> wanted) {
        List<Event> completed = new ArrayList<>();
        Map<String, List<Event>> unknown = new LinkedHashMap<>();
        for (Event event : events) {
            ObjectNode known = versions.get(event.objectId());
            if (!event.thin()) {
                remember(event);
                completed.add(event);
            } else if (known != null) {
                completed.add(event.with(known.deepCopy()));
            } else {
                completed.add(event);
                if (wanted.test(event) && event.type().endsWith(DELETED)) {
                    unknown.computeIfAbsent(event.type(), _ -> new ArrayList<>())
                            .add(event);
                }
            }
        }
        if (unknown.isEmpty()) {
            return completed;
        }
        Map<String, ObjectNode> found = new HashMap<>();
        unknown.forEach((type, tombstones) -> found.putAll(lookBack(type, tombstones)));
        return completed.stream()
                .map(event -> event.thin() && found.containsKey(event.objectId())
                        ? event.with(found.get(event.objectId()))
                        : event)
                .toList();
    }

    private void remember(Event event) {
        versions.remove(event.objectId());
        versions.put(event.objectId(), event.object());
        if (versions.size() > REMEMBERED) {
            versions.pollFirstEntry();
        }
    }

    private Map<String, ObjectNode> lookBack(String type, List<Event> tombstones) {
        Map<String, ObjectNode> found = new HashMap<>();
        Set<String> left = new HashSet<>();
        tombstones.forEach(event -> left.add(event.objectId()));
        Question question = new Question(Optional.empty(), "/v1/events", Map.of(), Set.of())
                .with("type", type.substring(0, type.length() - DELETED.length()) + ".*")
                .with("created[lte]", "" + tombstones.getLast().created());
        String after = "";
        while (!left.isEmpty() && pages < MOST_PAGES) {
            pages++;
            Optional<Page> page = api.page(question.after(after));
            for (ObjectNode object : page.map(Page::objects).orElse(List.of())) {
                Event.of(object)
                        .filter(event -> !event.thin() && left.remove(event.objectId()))
                        .ifPresent(event -> found.put(event.objectId(), event.object()));
            }
            if (page.isEmpty() || !page.get().more()) {
                break;
            }
            after = page.get().objects().getLast().path("id").asString("");
        }
        return found;
    }
}
