package dev.wharf.standin.stripe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Lists that an object holds. Whole objects hold all of them as plain arrays, of objects or of ids; what a client sees is the first ten, or nothing
 * until it asks.
 */
enum Parts {
    INVOICE_LINES("invoice", "lines", "/v1/invoices/{id}/lines", Shown.ALWAYS),
    INVOICE_PAYMENTS("invoice", "payments", "/v1/invoice_payments?invoice={id}", Shown.ON_DEMAND),
    SUBSCRIPTION_ITEMS("subscription", "items", "/v1/subscription_items?subscription={id}", Shown.ALWAYS),
    TRANSFER_REVERSALS("transfer", "reversals", "/v1/transfers/{id}/reversals", Shown.ALWAYS),
    FEE_REFUNDS("application_fee", "refunds", "/v1/application_fees/{id}/refunds", Shown.ALWAYS),
    EXTERNAL_ACCOUNTS("account", "external_accounts", "/v1/accounts/{id}/external_accounts", Shown.ALWAYS),
    CREDIT_NOTE_LINES("credit_note", "lines", "/v1/credit_notes/{id}/lines", Shown.ALWAYS),
    FILE_LINKS("file", "links", "/v1/file_links?file={id}", Shown.ALWAYS),
    CHARGE_REFUNDS("charge", "refunds", "/v1/charges/{id}/refunds", Shown.ON_DEMAND),
    SOURCES("customer", "sources", "/v1/customers/{id}/sources", Shown.ON_DEMAND),
    TAX_IDS("customer", "tax_ids", "/v1/customers/{id}/tax_ids", Shown.ON_DEMAND),
    SUBSCRIPTIONS("customer", "subscriptions", "/v1/customers/{id}/subscriptions", Shown.ON_DEMAND),
    SESSION_ITEMS("checkout.session", "line_items", "/v1/checkout/sessions/{id}/line_items", Shown.ON_DEMAND),
    LINK_ITEMS("payment_link", "line_items", "/v1/payment_links/{id}/line_items", Shown.ON_DEMAND),
    QUOTE_ITEMS("quote", "line_items", "/v1/quotes/{id}/line_items", Shown.ON_DEMAND),
    PRICE_TIERS("price", "tiers", "", Shown.ON_DEMAND),
    PLAN_TIERS("plan", "tiers", "", Shown.ON_DEMAND);

    /** When a client sees a list. */
    enum Shown {
        ALWAYS,
        ON_DEMAND
    }

    private final String object;
    private final String field;
    private final String path;
    private final Shown shown;

    Parts(String object, String field, String path, Shown shown) {
        this.object = object;
        this.field = field;
        this.path = path;
        this.shown = shown;
    }

    String object() {
        return object;
    }

    String field() {
        return field;
    }

    /** Of its pages for an object; empty for what is an array and no list. */
    String url(String id) {
        return path.replace("{id}", id);
    }

    boolean isOnDemand() {
        return shown == Shown.ON_DEMAND;
    }

    static List<Parts> of(String object) {
        return Arrays.stream(values())
                .filter(part -> part.object.equals(object))
                .toList();
    }

    /** The list below the path of an object, such as {@code lines} below {@code /v1/invoices/{id}}. */
    static Optional<Parts> below(Kind kind, String lastSegment) {
        return Arrays.stream(values())
                .filter(part -> part.object.equals(kind.object()) && part.path.endsWith("/{id}/" + lastSegment))
                .findFirst();
    }
}
