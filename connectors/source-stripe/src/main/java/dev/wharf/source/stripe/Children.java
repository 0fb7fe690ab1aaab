package dev.wharf.source.stripe;

import dev.wharf.protocol.StreamName;
import dev.wharf.source.stripe.Collection.Draw;
import dev.wharf.source.stripe.StripeApi.Question;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is embedded in an object: in a list that may be cut off behind its first ten, in an array, or alone. Any thread. */
final class Children {

    private final StripeApi api;

    Children(StripeApi api) {
        this.api = api;
    }

    /** Those that are shown. Only objects of the collection's own type. */
    static List<ObjectNode> shown(Collection collection, Draw draw, ObjectNode parent) {
        return objects(collection, draw, parent.path(draw.at()), parent);
    }

    /** Where all of them are, when some were cut off. */
    static Optional<String> cutOff(Draw draw, ObjectNode parent) {
        JsonNode field = parent.path(draw.at());
        return field.path("has_more").asBoolean(false)
                ? Optional.of(field.path("url").asString(""))
                : Optional.empty();
    }

    /** All of them, fetching what was cut off. */
    List<ObjectNode> of(Collection collection, Draw draw, ObjectNode parent) {
        List<ObjectNode> children = shown(collection, draw, parent);
        if (cutOff(draw, parent).isPresent()) {
            children.addAll(rest(collection, draw, parent, children));
        }
        return children;
    }

    /** Those that an event shows as they were before the change, as far as it shows them. */
    static List<ObjectNode> before(Collection collection, Draw draw, Event event) {
        return objects(collection, draw, event.previous().path(draw.at()), event.object());
    }

    private static List<ObjectNode> objects(Collection collection, Draw draw, JsonNode field, ObjectNode parent) {
        List<ObjectNode> children = new ArrayList<>();
        JsonNode elements = field.path("data").isArray() ? field.path("data") : field;
        if (elements.isArray()) {
            elements.forEach(element -> add(children, collection, element));
        } else {
            add(children, collection, elements);
        }
        if (collection.key().contains("index")) {
            for (int i = 0; i < children.size(); i++) {
                children.get(i)
                        .put("index", i)
                        .put(draw.link(), parent.path("id").asString(""));
            }
        }
        return children;
    }

    private static void add(List<ObjectNode> children, Collection collection, JsonNode element) {
        String type = element.path("object").asString(collection.object());
        if (element instanceof ObjectNode child && type.equals(collection.object())) {
            // A copy: what is added to it is no part of the parent.
            children.add(child.deepCopy());
        }
    }

    private List<ObjectNode> rest(Collection collection, Draw draw, ObjectNode parent, List<ObjectNode> first) {
        String url = parent.path(draw.at()).path("url").asString("");
        JsonNode shown = parent.path(draw.at()).path("data");
        String last = shown.path(shown.size() - 1).path("id").asString("");
        Set<String> known = new HashSet<>();
        first.forEach(child -> known.add(child.path("id").asString("")));
        List<ObjectNode> rest = new ArrayList<>();
        Question question = new Question(Optional.of(StreamName.of(collection.name())), url, Map.of(), Set.of());
        for (ObjectNode child : api.behind(question, last)) {
            if (known.add(child.path("id").asString(""))) {
                Confidential.strip(child);
                add(rest, collection, child);
            }
        }
        return rest;
    }
}
