package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** What a client sees of a whole object: lists cut to ten, what is on demand only on demand, ids or the objects they stand for, in its API version. */
final class Presentation {
    private static final int EMBEDDED = 10;
    /** Members of whole objects that no client sees. */
    private static final List<String> HIDDEN = List.of(EventLog.VISIBLE, Payouts.FROM, Payouts.TO);

    /** Members that can be expanded and that not every object has. */
    private static final Set<String> SOMETIMES =
            Set.of("discount", "transfer", "application_fee", "destination_payment");

    private final Store store;
    private final String version;
    private final Generations generations;

    Presentation(Store store, String version) {
        this.store = store;
        this.version = version;
        this.generations = new Generations(store);
    }

    ObjectNode show(ObjectNode whole) {
        return show(whole, Expansion.NONE);
    }

    /**
     * Turns a whole object into what is seen of it; what was given is used up.
     *
     * @throws Refusal when something is to be expanded that cannot be
     */
    ObjectNode show(ObjectNode whole, Expansion expansion) {
        String object = whole.path("object").asString("");
        whole.remove(HIDDEN);
        if (object.equals("event")) {
            return whole;
        }
        generations.convert(whole, object, version);
        for (Parts part : Parts.of(object)) {
            showPart(whole, part, expansion);
        }
        showOwn(whole, object, expansion);
        for (Map.Entry<String, Expansion> asked : expansion.members().entrySet()) {
            expand(whole, asked.getKey(), asked.getValue());
        }
        return whole;
    }

    private void showPart(ObjectNode whole, Parts part, Expansion expansion) {
        JsonNode all = whole.path(part.field());
        if (!all.isArray()) {
            return;
        }
        boolean isUnasked = part.isOnDemand() && !expansion.asksFor(part.field());
        if (isUnasked && !(part == Parts.CHARGE_REFUNDS && Versions.isBefore(version, Versions.REFUNDS_ON_DEMAND))) {
            whole.remove(part.field());
        } else if (!part.url("").isEmpty()) {
            String url = part.url(whole.get("id").asString());
            whole.set(
                    part.field(),
                    list(url, (ArrayNode) all, expansion.below(part.field()).below("data")));
        }
    }

    private ObjectNode list(String url, ArrayNode all, Expansion expansion) {
        ObjectNode list = Json.object().put("object", "list");
        ArrayNode data = list.putArray("data");
        int seen = 0;
        for (JsonNode one : all) {
            Optional<ObjectNode> whole = wholeOf(one);
            if (whole.isPresent() && ++seen <= EMBEDDED) {
                data.add(show(whole.get(), expansion));
            }
        }
        return list.put("has_more", seen > EMBEDDED).put("total_count", seen).put("url", url);
    }

    /** A member of a list as it is now: most are kept as ids. A canceled subscription is in no list of a customer's. */
    Optional<ObjectNode> wholeOf(JsonNode member) {
        if (member.isObject()) {
            return Optional.of((ObjectNode) member.deepCopy());
        }
        String id = member.asString();
        return Store.kindOf(id, "")
                .flatMap(kind -> store.find(kind, id))
                .filter(whole -> !whole.path("object").asString("").equals("subscription")
                        || !whole.path("status").asString("").equals("canceled"));
    }

    /** What is peculiar to a kind. */
    private void showOwn(ObjectNode whole, String object, Expansion expansion) {
        if (object.equals("balance_transaction")) {
            boolean isAvailable =
                    whole.get("available_on").asLong() <= store.clock().second();
            whole.put("status", isAvailable ? "available" : "pending");
        }
        if (object.equals("dispute")) {
            ArrayNode entries = Json.array();
            whole.get("balance_transactions").forEach(id -> wholeOf(id).ifPresent(entry -> entries.add(show(entry))));
            whole.set("balance_transactions", entries);
        }
        if (whole.path("discounts").isArray() && !expansion.asksFor("discounts")) {
            ArrayNode ids = Json.array();
            whole.get("discounts")
                    .forEach(discount -> ids.add(discount.path("id").asString()));
            whole.set("discounts", ids);
        }
        for (String embedded : new String[] {"price", "plan", "discount"}) {
            if (whole.path(embedded).isObject()) {
                whole.set(embedded, show((ObjectNode) whole.get(embedded), expansion.below(embedded)));
            }
        }
    }

    private void expand(JsonNode at, String member, Expansion below) {
        if (at.isArray()) {
            at.forEach(each -> expand(each, member, below));
            return;
        }
        if (!(at instanceof ObjectNode owner)) {
            return;
        }
        JsonNode value = owner.path(member);
        if (value instanceof StringNode id) {
            owner.set(member, resolve(id.asString(), member, below));
        } else if (isPart(owner, member) || (value.isMissingNode() && SOMETIMES.contains(member))) {
            return;
        } else if (value.isMissingNode() || (value.isValueNode() && !value.isNull())) {
            throw Refusal.of(400, "This property cannot be expanded (" + member + ").")
                    .param("expand");
        } else {
            below.members().forEach((name, further) -> expand(value, name, further));
        }
    }

    /** Those were expanded when they were shown. */
    private static boolean isPart(ObjectNode owner, String member) {
        String object = owner.path("object").asString("");
        return object.equals("list")
                || Parts.of(object).stream().anyMatch(part -> part.field().equals(member));
    }

    private ObjectNode resolve(String id, String member, Expansion below) {
        Kind kind = Store.kindOf(id, member)
                .orElseThrow(() -> Refusal.of(400, "This property cannot be expanded (" + member + ").")
                        .param("expand"));
        Shelf shelf = store.shelf(kind);
        Place place = shelf.find(id).orElseThrow(() -> Refusal.missing(kind.object(), id, "expand"));
        return shelf.isDeleted(place) ? deleted(kind, id) : show(shelf.object(place), below);
    }

    /** What is left of a deleted object where something still points to it. */
    static ObjectNode deleted(Kind kind, String id) {
        return Json.object().put("id", id).put("object", kind.object()).put("deleted", true);
    }
}
