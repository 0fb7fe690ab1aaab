package dev.wharf.source.stripe;

import static dev.wharf.source.stripe.Collection.objects;

import dev.wharf.source.stripe.Collection.Rereads;
import dev.wharf.source.stripe.Collection.Window;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every collection that is offered, as data: a line or two each. */
final class Collections {

    private static final Duration DAILY = Duration.ofDays(1);
    private static final Duration WEEKLY = Duration.ofDays(7);

    /** A balance transaction stays pending for at most so many days. */
    private static final int SETTLEMENT_DAYS = 14;

    /** The types of collections that every event belongs to, or every event of a deletion. */
    static final String ANY_EVENT = "event";

    static final String ANY_DELETION = "deletion";

    private static final String RETIRED = "Stripe retired its Orders and SKU API; the collection stays empty";

    private static final Collection ACCOUNTS =
            objects("accounts", "account").listed("/v1/accounts").readAgain(new Window(Map.of(), 0));
    private static final Collection APPLICATION_FEES =
            objects("application_fees", "application_fee").listed("/v1/application_fees");
    private static final Collection BALANCE_TRANSACTIONS = objects("balance_transactions", "balance_transaction")
            .listed("/v1/balance_transactions")
            .byCreated(SETTLEMENT_DAYS);
    private static final Collection CHECKOUT_SESSIONS =
            objects("checkout_sessions", "checkout.session").listed("/v1/checkout/sessions");
    private static final Collection CREDIT_NOTES =
            objects("credit_notes", "credit_note").listed("/v1/credit_notes");
    private static final Collection CUSTOMERS = objects("customers", "customer").listed("/v1/customers");
    private static final Collection INVOICES = objects("invoices", "invoice").listed("/v1/invoices");
    private static final Collection PAYOUTS = objects("payouts", "payout").listed("/v1/payouts");
    private static final Collection SETUP_INTENTS =
            objects("setup_intents", "setup_intent").listed("/v1/setup_intents");
    private static final Collection SUBSCRIPTIONS =
            objects("subscriptions", "subscription").listed("/v1/subscriptions", "status", "all");
    private static final Collection TRANSFERS = objects("transfers", "transfer").listed("/v1/transfers");

    private static final List<Collection> ALL = List.of(
            ACCOUNTS,
            APPLICATION_FEES,
            objects("application_fee_refunds", "fee_refund")
                    .in(APPLICATION_FEES, "refunds", "fee")
                    .inEvents(),
            objects("balance", "balance")
                    .keyed("livemode")
                    .listed("/v1/balance")
                    .single()
                    .relisted(DAILY),
            BALANCE_TRANSACTIONS,
            objects("balance_transaction_fee_details", "fee_detail")
                    .keyed("balance_transaction", "index")
                    .in(BALANCE_TRANSACTIONS, "fee_details", "balance_transaction")
                    .byCreated(SETTLEMENT_DAYS),
            external("bank_accounts", "bank_account"),
            external("cards", "card"),
            objects("charges", "charge").listed("/v1/charges"),
            CHECKOUT_SESSIONS,
            objects("checkout_session_line_items", "item")
                    .expandedIn(CHECKOUT_SESSIONS, "line_items", "checkout_session", Rereads.ALL),
            objects("country_specs", "country_spec")
                    .listed("/v1/country_specs")
                    .unfiltered()
                    .relisted(WEEKLY),
            objects("coupons", "coupon").listed("/v1/coupons"),
            CREDIT_NOTES,
            objects("credit_note_lines", "credit_note_line_item").in(CREDIT_NOTES, "lines", "credit_note"),
            objects("customer_balance_transactions", "customer_balance_transaction")
                    .forEach(CUSTOMERS, "customer", "/v1/customers/{id}/balance_transactions")
                    .relisted(DAILY),
            CUSTOMERS,
            objects("deleted_objects", ANY_DELETION).inEvents(),
            objects("discounts", "discount")
                    .in(CUSTOMERS, "discount", "customer")
                    .goneWithIt("invoice", "invoice_item", "subscription", "subscription_item")
                    .expandedIn(SUBSCRIPTIONS, "discounts", "subscription", Rereads.NONE)
                    .expandedIn(INVOICES, "discounts", "invoice", Rereads.CREATION)
                    .inEvents(),
            objects("disputes", "dispute").listed("/v1/disputes"),
            objects("early_fraud_warnings", "radar.early_fraud_warning").listed("/v1/radar/early_fraud_warnings"),
            objects("events", ANY_EVENT).appended().listed("/v1/events"),
            objects("exchange_rates", "exchange_rate")
                    .listed("/v1/exchange_rates")
                    .unfiltered()
                    .relisted(DAILY),
            objects("file_links", "file_link").listed("/v1/file_links").relisted(DAILY),
            objects("files", "file").listed("/v1/files").readAgain(new Window(Map.of(), 0)),
            objects("invoice_items", "invoiceitem")
                    .listed("/v1/invoiceitems")
                    .readAgain(new Window(Map.of("pending", "true"), 0))
                    .untold("changes of items that were invoiced"),
            objects("invoice_lines", "line_item")
                    .in(INVOICES, "lines", "invoice")
                    .goneWithIt(),
            objects("invoice_payments", "invoice_payment").listed("/v1/invoice_payments"),
            INVOICES,
            issuing("authorization"),
            issuing("card"),
            issuing("cardholder"),
            issuing("dispute"),
            issuing("transaction"),
            objects("order_shipping_methods", "shipping_method").retired(RETIRED),
            objects("payment_intents", "payment_intent")
                    .listed("/v1/payment_intents")
                    .untold("changes of metadata"),
            objects("payment_links", "payment_link").listed("/v1/payment_links").unfiltered(),
            objects("payment_methods", "payment_method")
                    .listed("/v1/payment_methods")
                    .unfiltered(),
            objects("payout_balance_transactions", "balance_transaction")
                    .forEach(PAYOUTS, "payout", "/v1/balance_transactions", "payout", "{id}")
                    .relisted(DAILY),
            PAYOUTS,
            objects("persons", "person").forEach(ACCOUNTS, "account", "/v1/accounts/{id}/persons"),
            objects("plans", "plan").listed("/v1/plans").expanding("tiers", Rereads.TIERED),
            objects("prices", "price").listed("/v1/prices").expanding("tiers", Rereads.TIERED),
            objects("products", "product").listed("/v1/products"),
            objects("promotion_codes", "promotion_code").listed("/v1/promotion_codes"),
            objects("quotes", "quote").listed("/v1/quotes").unfiltered(),
            objects("refunds", "refund").listed("/v1/refunds"),
            objects("reviews", "review").listed("/v1/reviews"),
            objects("setup_attempts", "setup_attempt")
                    .forEach(SETUP_INTENTS, "setup_intent", "/v1/setup_attempts", "setup_intent", "{id}")
                    .relisted(DAILY),
            SETUP_INTENTS,
            objects("shipping_rates", "shipping_rate")
                    .listed("/v1/shipping_rates")
                    .relisted(DAILY),
            objects("skus", "sku").retired(RETIRED),
            objects("subscription_items", "subscription_item").in(SUBSCRIPTIONS, "items", "subscription"),
            objects("subscription_schedules", "subscription_schedule").listed("/v1/subscription_schedules"),
            SUBSCRIPTIONS,
            objects("tax_codes", "tax_code")
                    .listed("/v1/tax_codes")
                    .unfiltered()
                    .relisted(WEEKLY),
            objects("tax_ids", "tax_id")
                    .listed("/v1/tax_ids")
                    .unfiltered()
                    .expandedIn(CUSTOMERS, "tax_ids", "customer", Rereads.NONE),
            objects("tax_rates", "tax_rate").listed("/v1/tax_rates"),
            objects("topups", "topup").listed("/v1/topups"),
            TRANSFERS,
            objects("transfer_reversals", "transfer_reversal").in(TRANSFERS, "reversals", "transfer"));

    private Collections() {}

    static List<Collection> all() {
        return ALL;
    }

    static Optional<Collection> named(String name) {
        return ALL.stream().filter(collection -> collection.name().equals(name)).findFirst();
    }

    /** Cards and bank accounts, of customers (the old way to pay) and of connected accounts (where they are paid out). */
    private static Collection external(String name, String object) {
        return objects(name, object)
                .expandedIn(CUSTOMERS, "sources", "customer", Rereads.NONE)
                .goneWithIt()
                .in(ACCOUNTS, "external_accounts", "account")
                .optional()
                .inEvents();
    }

    private static Collection issuing(String what) {
        return objects("issuing_" + what + "s", "issuing." + what).listed("/v1/issuing/" + what + "s");
    }
}
