package dev.wharf.standin.stripe;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The truth of each collection, as a table of it should hold it: objects with a place of their own, and parts of objects each by itself. */
final class Dump {
    /** A collection of parts: whose, in which member, of which kind; empty for all kinds. */
    private record Embedded(String collection, Kind owner, String member, String object) {}

    private static final List<Embedded> EMBEDDED = List.of(
            new Embedded("application_fee_refunds", Kind.APPLICATION_FEE, "refunds", ""),
            new Embedded("balance_transaction_fee_details", Kind.BALANCE_TRANSACTION, "fee_details", ""),
            new Embedded("bank_accounts", Kind.CUSTOMER, "sources", "bank_account"),
            new Embedded("bank_accounts", Kind.ACCOUNT, "external_accounts", "bank_account"),
            new Embedded("cards", Kind.CUSTOMER, "sources", "card"),
            new Embedded("checkout_session_line_items", Kind.CHECKOUT_SESSION, "line_items", ""),
            new Embedded("credit_note_lines", Kind.CREDIT_NOTE, "lines", ""),
            new Embedded("discounts", Kind.CUSTOMER, "discount", ""),
            new Embedded("discounts", Kind.INVOICE, "discounts", ""),
            new Embedded("discounts", Kind.SUBSCRIPTION, "discounts", ""),
            new Embedded("invoice_lines", Kind.INVOICE, "lines", ""),
            new Embedded("subscription_items", Kind.SUBSCRIPTION, "items", ""),
            new Embedded("transfer_reversals", Kind.TRANSFER, "reversals", ""));

    private final Store store;
    private final Presentation presentation;

    Dump(Store store) {
        this.store = store;
        this.presentation = new Presentation(store, store.version());
    }

    static List<String> collections() {
        return Stream.of(
                        Arrays.stream(Kind.values()).map(Kind::collection),
                        EMBEDDED.stream().map(Embedded::collection),
                        Arrays.stream(Almanac.values()).map(Almanac::collection))
                .flatMap(names -> names)
                .distinct()
                .sorted()
                .toList();
    }

    void write(String collection, Consumer<JsonNode> into) {
        Lock lock = store.lock().readLock();
        lock.lock();
        try {
            for (Kind kind : Kind.values()) {
                if (kind.collection().equals(collection)) {
                    each(kind, (whole, deleted) -> into.accept(marked(presentation.show(whole), deleted)));
                }
            }
            for (Embedded embedded : EMBEDDED) {
                if (embedded.collection().equals(collection)) {
                    each(embedded.owner(), (whole, deleted) -> parts(embedded, whole, deleted, into));
                }
            }
            Arrays.stream(Almanac.values())
                    .filter(page -> page.collection().equals(collection))
                    .forEach(page -> page.entries(store.world()).forEach(into));
            store.buried(collection).forEach(part -> into.accept(marked(presentation.show(part.deepCopy()), true)));
        } finally {
            lock.unlock();
        }
    }

    private interface Each {
        void take(ObjectNode whole, boolean deleted);
    }

    private void each(Kind kind, Each each) {
        Shelf shelf = store.shelf(kind);
        for (Iterator<Place> places = shelf.before(Shelf.endOf(Long.MAX_VALUE - 1)); places.hasNext(); ) {
            Place place = places.next();
            each.take(shelf.object(place), shelf.isDeleted(place));
        }
    }

    private void parts(Embedded embedded, ObjectNode whole, boolean deleted, Consumer<JsonNode> into) {
        JsonNode member = whole.path(embedded.member());
        // A deleted customer's sources and discount are among the buried.
        boolean isGone = deleted && embedded.owner() == Kind.CUSTOMER;
        if (isGone || member.isMissingNode() || member.isNull()) {
            return;
        }
        int index = 0;
        for (JsonNode each : member.isArray() ? member : List.of(member)) {
            ObjectNode part = (ObjectNode) each;
            if (embedded.member().equals("fee_details")) {
                part.put("balance_transaction", whole.get("id").asString()).put("index", index++);
            }
            if (embedded.object().isEmpty()
                    || embedded.object().equals(part.path("object").asString(""))) {
                into.accept(marked(presentation.show(part), deleted));
            }
        }
    }

    private static ObjectNode marked(ObjectNode shown, boolean deleted) {
        return deleted ? shown.put("deleted", true) : shown;
    }
}
