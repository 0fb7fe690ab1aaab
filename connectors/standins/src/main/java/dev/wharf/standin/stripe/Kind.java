package dev.wharf.standin.stripe;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of objects that have a place of their own. What is only ever embedded in one of them is in {@link Parts}. */
enum Kind {
    ACCOUNT("accounts", "account", "acct_", "/v1/accounts", "account"),
    APPLICATION_FEE("application_fees", "application_fee", "fee_", "/v1/application_fees", "application_fee"),
    BALANCE_TRANSACTION(
            "balance_transactions",
            "balance_transaction",
            "txn_",
            "/v1/balance_transactions",
            "balance_transaction_source"),
    CHARGE("charges", "charge", "ch_", "/v1/charges", "charge"),
    CHECKOUT_SESSION("checkout_sessions", "checkout.session", "cs_test_", "/v1/checkout/sessions", "checkout_session"),
    COUPON("coupons", "coupon", "SAVE-", "/v1/coupons", "coupon"),
    CREDIT_NOTE("credit_notes", "credit_note", "cn_", "/v1/credit_notes", "credit_note"),
    CUSTOMER("customers", "customer", "cus_", "/v1/customers", "customer"),
    CUSTOMER_BALANCE_TRANSACTION(
            "customer_balance_transactions", "customer_balance_transaction", "cbtxn_", "", "customer"),
    DISPUTE("disputes", "dispute", "dp_", "/v1/disputes", "dispute"),
    EARLY_FRAUD_WARNING(
            "early_fraud_warnings",
            "radar.early_fraud_warning",
            "issfr_",
            "/v1/radar/early_fraud_warnings",
            "early_fraud_warning"),
    EVENT("events", "event", "evt_", "/v1/events", "event"),
    FILE("files", "file", "file_", "/v1/files", "file"),
    FILE_LINK("file_links", "file_link", "link_", "/v1/file_links", "file_link"),
    INVOICE("invoices", "invoice", "in_", "/v1/invoices", "invoice"),
    INVOICE_ITEM("invoice_items", "invoiceitem", "ii_", "/v1/invoiceitems", "invoice"),
    INVOICE_PAYMENT("invoice_payments", "invoice_payment", "inpay_", "/v1/invoice_payments", "invoice"),
    PAYMENT_INTENT("payment_intents", "payment_intent", "pi_", "/v1/payment_intents", "payment_intent"),
    PAYMENT_LINK("payment_links", "payment_link", "plink_", "/v1/payment_links", "payment_links"),
    PAYMENT_METHOD("payment_methods", "payment_method", "pm_", "/v1/payment_methods", "payment_method"),
    PAYOUT("payouts", "payout", "po_", "/v1/payouts", "payout"),
    PERSON("persons", "person", "person_", "", "account"),
    PLAN("plans", "plan", "price_", "/v1/plans", "plan"),
    PRICE("prices", "price", "price_", "/v1/prices", "plan"),
    PRODUCT("products", "product", "prod_", "/v1/products", "product"),
    PROMOTION_CODE("promotion_codes", "promotion_code", "promo_", "/v1/promotion_codes", "promotion_code"),
    QUOTE("quotes", "quote", "qt_", "/v1/quotes", "quote"),
    REFUND("refunds", "refund", "re_", "/v1/refunds", "charge"),
    REVIEW("reviews", "review", "prv_", "/v1/reviews", "review"),
    SETUP_ATTEMPT("setup_attempts", "setup_attempt", "setatt_", "", "setup_intent"),
    SETUP_INTENT("setup_intents", "setup_intent", "seti_", "/v1/setup_intents", "setup_intent"),
    SHIPPING_RATE("shipping_rates", "shipping_rate", "shr_", "/v1/shipping_rates", "shipping_rate"),
    SUBSCRIPTION("subscriptions", "subscription", "sub_", "/v1/subscriptions", "subscription"),
    SUBSCRIPTION_SCHEDULE(
            "subscription_schedules",
            "subscription_schedule",
            "sub_sched_",
            "/v1/subscription_schedules",
            "subscription"),
    TAX_ID("tax_ids", "tax_id", "txi_", "/v1/tax_ids", "tax_id"),
    TAX_RATE("tax_rates", "tax_rate", "txr_", "/v1/tax_rates", "tax_rate"),
    TOPUP("topups", "topup", "tu_", "/v1/topups", "top_up"),
    TRANSFER("transfers", "transfer", "tr_", "/v1/transfers", "transfer");

    private final String collection;
    private final String object;
    private final String prefix;
    private final String path;
    private final String right;

    Kind(String collection, String object, String prefix, String path, String right) {
        this.collection = collection;
        this.object = object;
        this.prefix = prefix;
        this.path = path;
        this.right = "rak_" + right + "_read";
    }

    /** As the dump calls it. */
    String collection() {
        return collection;
    }

    /** The value of {@code object} in its JSON. */
    String object() {
        return object;
    }

    String prefix() {
        return prefix;
    }

    /** Of its list; empty when it has none of its own. */
    String path() {
        return path;
    }

    /** The permission that a restricted key needs to read it. */
    String right() {
        return right;
    }

    /** The member that holds its time of creation. */
    String createdField() {
        return this == INVOICE_ITEM ? "date" : "created";
    }

    static Optional<Kind> atPath(String path) {
        return Arrays.stream(values())
                .filter(kind -> !kind.path.isEmpty() && kind.path.equals(path))
                .findFirst();
    }

    static Optional<Kind> ofObject(String object) {
        return Arrays.stream(values())
                .filter(kind -> kind.object.equals(object))
                .findFirst();
    }
}
