package dev.wharf.standin.stripe;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rooms of the data set, wired, and the lanes of each kind that come out of them. */
final class DataSet {
    private final Map<Kind, List<Lane>> lanes = new EnumMap<>(Kind.class);
    private final Lane cancellations;

    DataSet(World world) {
        Catalogue catalogue = new Catalogue(world);
        People people = new People(world, catalogue);
        Billing billing = new Billing(world, catalogue, people);
        cancellations = billing.cancellations();
        Invoices invoices = new Invoices(world, catalogue, people, billing);
        Payments payments = new Payments(world, catalogue, people, invoices);
        Connect connect = new Connect(world, people, invoices, payments);
        put(catalogue);
        lanes.put(Kind.CUSTOMER, List.of(people.customers()));
        lanes.put(Kind.PAYMENT_METHOD, people.paymentMethods());
        lanes.put(Kind.TAX_ID, people.taxIds());
        lanes.put(Kind.CUSTOMER_BALANCE_TRANSACTION, people.balanceTransactions());
        lanes.put(Kind.SUBSCRIPTION, List.of(billing.subscriptions()));
        lanes.put(Kind.INVOICE, List.of(invoices.lane()));
        lanes.put(Kind.INVOICE_ITEM, invoices.items());
        put(payments);
        put(connect);
        put(new Paperwork(world, catalogue, people, billing, invoices, payments));
        List<Lane> entries = new ArrayList<>(new Ledger(world, payments).lanes());
        entries.add(Payouts.entriesOfTopups(world));
        entries.addAll(connect.entries());
        Payouts payouts = new Payouts(world, List.copyOf(entries));
        entries.add(payouts.entriesOfPayouts());
        lanes.put(Kind.BALANCE_TRANSACTION, entries);
        lanes.put(Kind.PAYOUT, List.of(payouts.payouts()));
        lanes.put(Kind.TOPUP, List.of(payouts.topups()));
    }

    Map<Kind, List<Lane>> lanes() {
        return lanes;
    }

    /** Subscriptions that were canceled, in order of when. */
    Lane cancellations() {
        return cancellations;
    }

    private void put(Catalogue catalogue) {
        lanes.put(Kind.PRODUCT, catalogue.products());
        lanes.put(Kind.PRICE, catalogue.prices());
        lanes.put(Kind.PLAN, catalogue.plans());
        lanes.put(Kind.COUPON, catalogue.coupons());
        lanes.put(Kind.PROMOTION_CODE, catalogue.promotionCodes());
        lanes.put(Kind.TAX_RATE, catalogue.taxRates());
        lanes.put(Kind.SHIPPING_RATE, catalogue.shippingRates());
        lanes.put(Kind.PAYMENT_LINK, catalogue.paymentLinks());
    }

    private void put(Connect connect) {
        lanes.put(Kind.ACCOUNT, List.of(connect.accounts()));
        lanes.put(Kind.PERSON, List.of(connect.persons()));
        lanes.put(Kind.TRANSFER, List.of(connect.transfers()));
        lanes.put(Kind.APPLICATION_FEE, List.of(connect.fees()));
    }

    private void put(Paperwork paperwork) {
        lanes.put(Kind.CREDIT_NOTE, List.of(paperwork.creditNotes()));
        lanes.put(Kind.CHECKOUT_SESSION, List.of(paperwork.sessions()));
        lanes.put(Kind.SETUP_INTENT, List.of(paperwork.setupIntents()));
        lanes.put(Kind.SETUP_ATTEMPT, List.of(paperwork.setupAttempts()));
        lanes.put(Kind.SUBSCRIPTION_SCHEDULE, List.of(paperwork.schedules()));
        lanes.put(Kind.QUOTE, List.of(paperwork.quotes()));
        lanes.put(Kind.FILE, List.of(paperwork.files()));
        lanes.put(Kind.FILE_LINK, List.of(paperwork.fileLinks()));
    }

    private void put(Payments payments) {
        lanes.put(Kind.PAYMENT_INTENT, List.of(payments.intents()));
        lanes.put(Kind.CHARGE, List.of(payments.charges()));
        lanes.put(Kind.REFUND, List.of(payments.refunds()));
        lanes.put(Kind.DISPUTE, List.of(payments.disputes()));
        lanes.put(Kind.EARLY_FRAUD_WARNING, List.of(payments.warnings()));
        lanes.put(Kind.REVIEW, List.of(payments.reviews()));
        lanes.put(Kind.INVOICE_PAYMENT, List.of(payments.invoicePayments()));
    }
}
