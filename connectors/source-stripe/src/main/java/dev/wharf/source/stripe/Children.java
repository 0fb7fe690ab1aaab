package dev.wharf.source.stripe;

import dev.wharf.source.stripe.Collection.Draw;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is embedded in an object: in a list that may be cut off behind its first ten, in an array, or alone. Stateless; any thread. */
final class Children {

    private Children() {}

    /** Those that are shown. Only objects of the collection's own type. */
    static List<ObjectNode> shown(Collection collection, Draw draw, ObjectNode parent) {
        return objects(collection, draw, parent.path(draw.at()), parent);
    }

    /** When some were cut off, the last that is shown, a space, and where all are. */
    static Optional<String> cutOff(Draw draw, ObjectNode parent) {
        JsonNode field = parent.path(draw.at());
        JsonNode shown = field.path("data");
        return field.path("has_more").asBoolean(false)
                ? Optional.of(shown.path(shown.size() - 1).path("id").asString("") + " "
                        + field.path("url").asString(""))
                : Optional.empty();
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
}
