package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import tools.jackson.databind.node.ObjectNode;

/** What lies around the money: credit notes, checkout sessions, setup intents, schedules, quotes, files. */
final class Paperwork {
    private static final long TO_SETUP = 500;
    private static final long TO_FILE = 4 * Timeline.DAY;
    private static final long TO_SESSION = Payments.HOUR - 600;

    private final World world;
    private final Catalogue catalogue;
    private final People people;
    private final Billing billing;
    private final Invoices invoices;
    private final Payments payments;

    Paperwork(World world, Catalogue catalogue, People people, Billing billing, Invoices invoices, Payments payments) {
        this.world = world;
        this.catalogue = catalogue;
        this.people = people;
        this.billing = billing;
        this.invoices = invoices;
        this.payments = payments;
    }

    Lane creditNotes() {
        return invoices.lane().children(1, Invoices.TO_CREDIT_NOTE, invoices::hasCreditNote, this::creditNote);
    }

    Lane sessions() {
        return invoices.lane().children(1, TO_SESSION, this::hasSession, this::session);
    }

    Lane setupIntents() {
        return people.customers().children(1, TO_SETUP, this::hasSetup, this::setupIntent);
    }

    Lane setupAttempts() {
        return people.customers().children(1, TO_SETUP, this::hasSetup, this::setupAttempt);
    }

    Lane schedules() {
        return billing.subscriptions()
                .children(
                        1,
                        60,
                        slot -> billing.subscriptions().exists().test(slot)
                                && world.dice().chance("schedule", slot, 0.05),
                        this::schedule);
    }

    Lane quotes() {
        return people.customers()
                .children(1, Timeline.DAY, slot -> world.dice().chance("quote", slot, 0.05), this::quote);
    }

    Lane files() {
        return people.customers().children(1, TO_FILE, this::hasFile, this::file);
    }

    Lane fileLinks() {
        return people.customers().children(1, TO_FILE + 60, this::hasFile, this::fileLink);
    }

    private ObjectNode creditNote(long slot) {
        String id = world.id(Kind.CREDIT_NOTE, slot);
        long amount = invoices.creditNoteAmount(slot);
        ObjectNode note = world.blank(Kind.CREDIT_NOTE, id, world.timeline().billed(slot) + Invoices.TO_CREDIT_NOTE)
                .put("amount", amount)
                .put("currency", people.currency(invoices.customer(slot)))
                .put("customer", world.id(Kind.CUSTOMER, invoices.customer(slot)))
                .put("invoice", world.id(Kind.INVOICE, slot))
                .put("number", "CN-" + slot)
                .put("out_of_band_amount", amount)
                .put("post_payment_amount", amount)
                .put("reason", "order_change")
                .put("subtotal", amount)
                .put("subtotal_excluding_tax", amount)
                .put("total", amount)
                .put("total_excluding_tax", amount)
                .put("type", "post_payment");
        note.putArray("lines")
                .add(world.blank("credit_note_line_item")
                        .put("id", world.ids().of("cnli_", slot))
                        .put("amount", amount)
                        .put("description", "For the trouble")
                        .put("quantity", 1)
                        .put("type", "custom_line_item")
                        .put("unit_amount", amount)
                        .put("unit_amount_decimal", String.valueOf(amount)));
        return note;
    }

    private boolean hasSession(long billed) {
        long intent = billed * Payments.INTENTS + 1;
        return payments.hasIntent(intent)
                && payments.intentStatus(intent).equals("succeeded")
                && world.dice().chance("session", billed, 0.4);
    }

    private ObjectNode session(long slot) {
        long intent = slot * Payments.INTENTS + 1;
        long customer = payments.customer(intent);
        long created = world.timeline().billed(slot) + TO_SESSION;
        String id = world.id(Kind.CHECKOUT_SESSION, slot);
        ObjectNode session = world.blank(Kind.CHECKOUT_SESSION, id, created)
                .put("amount_subtotal", payments.amount(intent))
                .put("amount_total", payments.amount(intent))
                .put("currency", payments.currency(intent))
                .put("customer", world.id(Kind.CUSTOMER, customer))
                .put("expires_at", created + Timeline.DAY)
                .put("payment_intent", world.id(Kind.PAYMENT_INTENT, intent))
                .put("payment_status", "paid")
                .put("status", "complete")
                .put("success_url", "https://example.com/thanks");
        session.putArray("line_items").add(catalogue.lineItem(id, payments.purchased(intent)));
        return session;
    }

    private boolean hasSetup(long customer) {
        return people.hasMethod(customer * People.METHODS) && world.dice().chance("setup", customer, 0.4);
    }

    private ObjectNode setupIntent(long slot) {
        String id = world.id(Kind.SETUP_INTENT, slot);
        return world.blank(Kind.SETUP_INTENT, id, world.timeline().customerCreated(slot) + TO_SETUP)
                .put("client_secret", id + "_secret_" + world.ids().of("", slot))
                .put("customer", world.id(Kind.CUSTOMER, slot))
                .put("latest_attempt", world.id(Kind.SETUP_ATTEMPT, slot))
                .put("payment_method", people.method(slot))
                .put("status", "succeeded");
    }

    private ObjectNode setupAttempt(long slot) {
        return world.blank(
                        Kind.SETUP_ATTEMPT,
                        world.id(Kind.SETUP_ATTEMPT, slot),
                        world.timeline().customerCreated(slot) + TO_SETUP)
                .put("customer", world.id(Kind.CUSTOMER, slot))
                .put("payment_method", people.method(slot))
                .put("setup_intent", world.id(Kind.SETUP_INTENT, slot));
    }

    private ObjectNode schedule(long slot) {
        boolean isCanceled = billing.isCanceled(slot);
        ObjectNode schedule = world.blank(
                        Kind.SUBSCRIPTION_SCHEDULE,
                        world.id(Kind.SUBSCRIPTION_SCHEDULE, slot),
                        billing.created(slot) + 60)
                .put("customer", world.id(Kind.CUSTOMER, Billing.customer(slot)))
                .put("status", isCanceled ? "released" : "active")
                .put("subscription", isCanceled ? null : world.id(Kind.SUBSCRIPTION, slot))
                .put("released_subscription", isCanceled ? world.id(Kind.SUBSCRIPTION, slot) : null);
        schedule.putArray("phases")
                .addObject()
                .put("start_date", billing.created(slot))
                .put("end_date", billing.created(slot) + 12 * Timeline.MONTH);
        return schedule;
    }

    private ObjectNode quote(long slot) {
        long created = world.timeline().customerCreated(slot) + Timeline.DAY;
        long product = catalogue.pick("quote.product", slot, people.currency(slot));
        long price = catalogue.priceSlot(product, Catalogue.MONTHLY);
        String id = world.id(Kind.QUOTE, slot);
        ObjectNode quote = world.blank(Kind.QUOTE, id, created)
                .put("amount_subtotal", catalogue.unitAmount(price))
                .put("amount_total", catalogue.unitAmount(price))
                .put("currency", people.currency(slot))
                .put("customer", world.id(Kind.CUSTOMER, slot))
                .put("expires_at", created + Timeline.MONTH)
                .put("number", "QT-" + slot)
                .put("status", "open");
        ((ObjectNode) quote.get("status_transitions")).put("finalized_at", created);
        quote.putArray("line_items").add(catalogue.lineItem(id, price));
        return quote;
    }

    private boolean hasFile(long customer) {
        return world.dice().chance("file", customer, 0.04);
    }

    private ObjectNode file(long slot) {
        String id = world.id(Kind.FILE, slot);
        ObjectNode file = world.blank(Kind.FILE, id, world.timeline().customerCreated(slot) + TO_FILE)
                .put("filename", "evidence-" + slot + ".png")
                .put("size", 1000 + world.dice().below("file.size", slot, 100_000))
                .put("type", "png")
                .put("url", "https://files.stripe.com/v1/files/" + id + "/contents");
        file.set("links", Json.array().add(world.id(Kind.FILE_LINK, slot)));
        return file;
    }

    private ObjectNode fileLink(long slot) {
        String id = world.id(Kind.FILE_LINK, slot);
        return world.blank(Kind.FILE_LINK, id, world.timeline().customerCreated(slot) + TO_FILE + 60)
                .put("file", world.id(Kind.FILE, slot))
                .put("url", "https://files.stripe.com/links/" + id);
    }
}
