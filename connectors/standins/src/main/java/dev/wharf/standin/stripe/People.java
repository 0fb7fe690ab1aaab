package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Customers and what hangs on them: payment methods, legacy sources, tax ids, balances, discounts. */
final class People {
    static final int METHODS = 3;
    static final int BALANCES = 12;
    private static final long HOUR = 3600;
    private static final String[] FIRST = {
        "Ada", "Björn", "Chloé", "Dmitri", "Esra", "Fatima", "Grace", "Hiro", "Inès", "João", "Kofi", "Lena", "Mei",
        "Noor", "Olu", "Zoë"
    };
    private static final String[] LAST = {
        "Álvarez",
        "Brandt",
        "Cohen",
        "Dubois",
        "Eriksen",
        "Fischer",
        "García",
        "Haddad",
        "Ito",
        "Jansen",
        "Kowalski",
        "Lee",
        "Müller",
        "Okafor",
        "Rossi",
        "Yılmaz"
    };
    private static final String[] COUNTRIES = {"US", "US", "US", "US", "US", "US", "GB", "DE", "FR", "NL", "JP"};
    private static final String[] SEGMENTS = {"self-serve", "mid-market", "enterprise"};
    private static final String[] BRANDS = {"visa", "mastercard", "amex"};

    private final World world;
    private final Catalogue catalogue;
    private final Lane customers;

    People(World world, Catalogue catalogue) {
        this.world = world;
        this.catalogue = catalogue;
        this.customers =
                new Lane(world.timeline().customers(), world.timeline()::customerCreated, _ -> true, this::customer);
    }

    Lane customers() {
        return customers;
    }

    List<Lane> paymentMethods() {
        return List.of(customers.children(METHODS, 600, this::hasMethod, this::paymentMethod));
    }

    List<Lane> taxIds() {
        return List.of(customers.children(1, 900, this::hasTaxId, this::taxId));
    }

    List<Lane> balanceTransactions() {
        return List.of(customers.children(
                BALANCES, 2 * HOUR, slot -> slot % BALANCES < balances(slot / BALANCES), this::balanceTransaction));
    }

    String country(long customer) {
        return world.dice().pick("customer.country", customer, COUNTRIES);
    }

    String currency(long customer) {
        return switch (country(customer)) {
            case "DE", "FR", "NL" -> "eur";
            case "JP" -> "jpy";
            default -> "usd";
        };
    }

    String name(long customer) {
        return world.dice().pick("customer.first", customer, FIRST) + " "
                + world.dice().pick("customer.last", customer, LAST);
    }

    String email(long customer) {
        return "customer" + customer + "@example.com";
    }

    boolean hasMethod(long slot) {
        return world.dice().chance("payment_method", slot, slot % METHODS == 0 ? 0.9 : 0.15);
    }

    /** The payment method that a customer pays with. */
    String method(long customer) {
        return world.id(Kind.PAYMENT_METHOD, customer * METHODS);
    }

    ObjectNode billingDetails(long customer) {
        ObjectNode details = Json.object();
        details.set("address", address(customer));
        return details.put("email", email(customer))
                .put("name", name(customer))
                .putNull("phone")
                .putNull("tax_id");
    }

    String last4(long methodSlot) {
        return String.valueOf(1000 + world.dice().below("card.last4", methodSlot, 9000));
    }

    String brand(long methodSlot) {
        return world.dice().pick("card.brand", methodSlot, BRANDS);
    }

    ObjectNode address(long customer) {
        return Json.object()
                .put("city", "Port " + world.dice().pick("customer.last", customer + 1, LAST))
                .put("country", country(customer))
                .put("line1", (1 + world.dice().below("customer.street", customer, 200)) + " Quay Street")
                .putNull("line2")
                .put("postal_code", String.valueOf(10_000 + world.dice().below("customer.zip", customer, 80_000)))
                .put("state", country(customer).equals("US") ? "CA" : null);
    }

    private ObjectNode customer(long slot) {
        String id = world.id(Kind.CUSTOMER, slot);
        ObjectNode customer = world.blank(Kind.CUSTOMER, id, world.timeline().customerCreated(slot))
                .put("name", name(slot))
                .put("email", slot % 41 == 40 ? null : email(slot))
                .put("description", description(slot))
                .put("currency", currency(slot))
                .put("balance", balance(slot, balances(slot)))
                .put("delinquent", world.dice().chance("customer.delinquent", slot, 0.03))
                .put("invoice_prefix", Long.toString(0x100000 + slot, 36).toUpperCase(Locale.ROOT))
                .put("next_invoice_sequence", 1);
        customer.set("address", address(slot));
        ((ObjectNode) customer.get("metadata"))
                .put("segment", world.dice().pick("customer.segment", slot, SEGMENTS))
                .put("crm_id", "A-" + (100_000 + slot));
        if (hasMethod(slot * METHODS)) {
            ((ObjectNode) customer.get("invoice_settings")).put("default_payment_method", method(slot));
        }
        ArrayNode sources = sources(slot, id);
        customer.set("sources", sources);
        customer.set(
                "default_source",
                sources.isEmpty() ? NullNode.getInstance() : sources.get(0).get("id"));
        if (world.dice().chance("customer.discount", slot, 0.04)) {
            customer.set("discount", discount(slot, id));
        }
        customer.set("tax_ids", hasTaxId(slot) ? Json.array().add(world.id(Kind.TAX_ID, slot)) : Json.array());
        ArrayNode subscriptions = customer.putArray("subscriptions");
        for (int i = 0; i < Timeline.SUBSCRIPTIONS; i++) {
            if (Billing.exists(world.dice(), slot * Timeline.SUBSCRIPTIONS + i)) {
                subscriptions.add(world.id(Kind.SUBSCRIPTION, slot * Timeline.SUBSCRIPTIONS + i));
            }
        }
        return customer;
    }

    /** Some are long, and none of them is plain ASCII. */
    private static @Nullable String description(long slot) {
        return slot % 97 == 96
                ? "Größter Kunde im Hafen. \"Zitiert\", 船, 🚢.\n".repeat(100)
                : slot % 3 == 0 ? "Customer " + slot : null;
    }

    private ObjectNode discount(long slot, String customer) {
        ObjectNode discount = world.blank("discount")
                .put("id", world.ids().of("di_", slot << 2))
                .put("customer", customer)
                .put("start", world.timeline().customerCreated(slot));
        ((ObjectNode) discount.get("source"))
                .put("coupon", world.id(Kind.COUPON, catalogue.coupons("customer.coupon", slot)));
        return discount;
    }

    /** Most have none; some have one card, a few a bank account, one in two hundred twelve cards. */
    private ArrayNode sources(long slot, String customer) {
        ArrayNode sources = Json.array();
        int cards = slot % 200 == 7 ? 12 : world.dice().chance("customer.card", slot, 0.1) ? 1 : 0;
        for (int i = 0; i < cards; i++) {
            sources.add(card(customer, slot * 16 + i));
        }
        if (world.dice().chance("customer.bank", slot, 0.03)) {
            sources.add(world.blank("bank_account")
                    .put("id", world.ids().of("ba_", slot * 16))
                    .put("customer", customer)
                    .put("account_holder_name", name(slot))
                    .put("bank_name", "STRIPE TEST BANK")
                    .put("routing_number", "110000000")
                    .put("status", "verified"));
        }
        return sources;
    }

    ObjectNode card(String customer, long number) {
        return world.blank("card")
                .put("id", world.ids().of("card_", number))
                .put("customer", customer)
                .put("brand", "Visa")
                .put("country", "US")
                .put("exp_month", 1 + world.dice().below("card.month", number, 12))
                .put("exp_year", 2027 + world.dice().below("card.year", number, 5))
                .put("fingerprint", world.ids().of("", number))
                .put("last4", last4(number));
    }

    private ObjectNode paymentMethod(long slot) {
        long customer = slot / METHODS;
        boolean detached = slot % METHODS > 0 && world.dice().chance("payment_method.detached", slot, 0.2);
        long created = world.timeline().customerCreated(customer) + 600;
        ObjectNode method = world.blank(Kind.PAYMENT_METHOD, world.id(Kind.PAYMENT_METHOD, slot), created)
                .put("customer", detached ? null : world.id(Kind.CUSTOMER, customer));
        method.set("billing_details", billingDetails(customer));
        fillCard((ObjectNode) method.get("card"), slot);
        return method;
    }

    void fillCard(ObjectNode card, long methodSlot) {
        card.put("brand", brand(methodSlot))
                .put("last4", last4(methodSlot))
                .put("exp_month", 1 + world.dice().below("card.month", methodSlot, 12))
                .put("exp_year", 2027 + world.dice().below("card.year", methodSlot, 5))
                .put("fingerprint", world.ids().of("", methodSlot));
    }

    private boolean hasTaxId(long customer) {
        return Catalogue.taxOf(country(customer)) >= 0 && world.dice().chance("tax_id", customer, 0.4);
    }

    private ObjectNode taxId(long slot) {
        String customer = world.id(Kind.CUSTOMER, slot);
        ObjectNode taxId = world.blank(
                        Kind.TAX_ID,
                        world.id(Kind.TAX_ID, slot),
                        world.timeline().customerCreated(slot) + 900)
                .put("customer", customer)
                .put("country", country(slot))
                .put("type", "eu_vat")
                .put("value", country(slot) + (100_000_000 + world.dice().below("tax_id.value", slot, 899_999_999)));
        taxId.set("owner", Json.object().put("type", "customer").put("customer", customer));
        taxId.putObject("verification")
                .put("status", "verified")
                .putNull("verified_address")
                .putNull("verified_name");
        return taxId;
    }

    private int balances(long customer) {
        return customer % 150 == 11 ? BALANCES : world.dice().chance("customer.balance", customer, 0.03) ? 2 : 0;
    }

    /** The customer's balance after the first {@code count} adjustments. */
    private long balance(long customer, int count) {
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += adjustment(customer * BALANCES + i);
        }
        return sum;
    }

    private long adjustment(long slot) {
        return -500L * (1 + world.dice().below("balance.amount", slot, 6));
    }

    private ObjectNode balanceTransaction(long slot) {
        long customer = slot / BALANCES;
        long created = world.timeline().customerCreated(customer) + 2 * HOUR;
        return world.blank(
                        Kind.CUSTOMER_BALANCE_TRANSACTION, world.id(Kind.CUSTOMER_BALANCE_TRANSACTION, slot), created)
                .put("customer", world.id(Kind.CUSTOMER, customer))
                .put("currency", currency(customer))
                .put("amount", adjustment(slot))
                .put("ending_balance", balance(customer, (int) (slot % BALANCES) + 1))
                .put("description", "A credit for patience");
    }
}
