package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Objects with a shelf of their own that are also listed below another: the slots that a parent has for them are known, so nothing is searched. */
enum Family {
    PAYMENT_METHODS(Kind.CUSTOMER, "payment_methods", Kind.PAYMENT_METHOD, People.METHODS),
    BALANCE_TRANSACTIONS(Kind.CUSTOMER, "balance_transactions", Kind.CUSTOMER_BALANCE_TRANSACTION, People.BALANCES),
    PERSONS(Kind.ACCOUNT, "persons", Kind.PERSON, Connect.PERSONS),
    SETUP_ATTEMPTS(Kind.SETUP_INTENT, "", Kind.SETUP_ATTEMPT, 1);

    private final Kind parent;
    private final String name;
    private final Kind child;
    private final int most;

    Family(Kind parent, String name, Kind child, int most) {
        this.parent = parent;
        this.name = name;
        this.child = child;
        this.most = most;
    }

    Kind parent() {
        return parent;
    }

    Kind child() {
        return child;
    }

    static Optional<Family> named(Kind parent, String name) {
        return Arrays.stream(values())
                .filter(family -> family.parent == parent && family.name.equals(name))
                .findFirst();
    }

    /** The children of a parent that live and still point to it, newest first, whole. */
    ArrayNode members(Store store, String parentId) {
        Shelf shelf = store.shelf(child);
        ArrayNode members = Json.array();
        for (long slot = shelf.addedCount() - 1; slot >= 0; slot--) {
            add(members, shelf, shelf.place(Place.ADDED, slot), parentId);
        }
        store.shelf(parent).find(parentId).filter(place -> place.lane() == 0).ifPresent(place -> {
            for (long slot = place.slot() * most + most - 1; slot >= place.slot() * most; slot--) {
                if (slot < shelf.slots(0)) {
                    add(members, shelf, shelf.place(0, slot), parentId);
                }
            }
        });
        return members;
    }

    private void add(ArrayNode members, Shelf shelf, Place place, String parentId) {
        if (!shelf.isEmpty(place) && !shelf.isDeleted(place)) {
            ObjectNode child = shelf.object(place);
            if (child.path(parent.object()).asString("").equals(parentId)) {
                members.add(child);
            }
        }
    }
}
