package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import java.util.function.LongFunction;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Connected accounts, and what they get of a purchase: a transfer of all of it, of which an application fee comes back. A few are reversed, most of
 * these at once, some in twelve parts.
 */
final class Connect {
    static final int PERSONS = 2;
    static final long TO_TRANSFER = Payments.HOUR + 60;
    static final long TO_REVERSAL = 2 * Timeline.DAY;
    private static final int REVERSALS = 12;

    private final World world;
    private final People people;
    private final Payments payments;
    private final Lane accounts;
    private final Lane transfers;
    private final Lane fees;

    Connect(World world, People people, Invoices invoices, Payments payments) {
        this.world = world;
        this.people = people;
        this.payments = payments;
        this.accounts = new Lane(count(world), this::accountCreated, _ -> true, this::account);
        this.transfers = invoices.lane().children(1, TO_TRANSFER, this::isShared, this::transfer);
        this.fees = invoices.lane().children(1, TO_TRANSFER, this::isShared, this::fee);
    }

    /** How many accounts are connected. */
    static int count(World world) {
        return Math.max(2, world.timeline().customers() / 100);
    }

    Lane accounts() {
        return accounts;
    }

    Lane persons() {
        return accounts.children(
                PERSONS, 60, slot -> slot % PERSONS == 0 || world.dice().chance("person", slot, 0.3), this::person);
    }

    Lane transfers() {
        return transfers;
    }

    Lane fees() {
        return fees;
    }

    /** Entries for transfers, reversals, fees and their refunds, in the order of the ledger's lanes. */
    List<Lane> entries() {
        return List.of(
                transfers.children(
                        1, 0, this::isShared, slot -> entry(Ledger.TRANSFER, slot, -amount(slot), "transfer")),
                parts(transfers, slot -> partEntry(Ledger.REVERSAL, slot, amount(slot / REVERSALS), "transfer_refund")),
                fees.children(
                        1, 0, this::isShared, slot -> entry(Ledger.FEE, slot, feeAmount(slot), "application_fee")),
                parts(
                        fees,
                        slot -> partEntry(
                                Ledger.FEE_REFUND, slot, -feeAmount(slot / REVERSALS), "application_fee_refund")));
    }

    private Lane parts(Lane of, LongFunction<ObjectNode> part) {
        return of.children(
                REVERSALS,
                TO_REVERSAL,
                slot -> isShared(slot / REVERSALS) && slot % REVERSALS < parts(slot / REVERSALS),
                part);
    }

    private boolean isShared(long billing) {
        return payments.isShared(purchase(billing));
    }

    private static long purchase(long billing) {
        return billing * Payments.INTENTS + 1;
    }

    private long amount(long billing) {
        return payments.amount(purchase(billing));
    }

    private long feeAmount(long billing) {
        return payments.feeAmount(purchase(billing));
    }

    private long created(long billing) {
        return world.timeline().billed(billing) + TO_TRANSFER;
    }

    /** In how many parts it is reversed. */
    private int parts(long billing) {
        int luck = world.dice().below("transfer.reversals", billing, 100);
        return luck < 92 ? 0 : luck < 98 ? 1 : REVERSALS;
    }

    private int partsByNow(long billing) {
        return created(billing) + TO_REVERSAL <= world.timeline().epoch() ? parts(billing) : 0;
    }

    /** All of an amount in one part, or half of it in twelve. */
    private long part(long billing, long whole) {
        return parts(billing) == 1 ? whole : whole / 2 / REVERSALS;
    }

    private ObjectNode entry(int lane, long billing, long amount, String type) {
        String source =
                lane == Ledger.TRANSFER ? world.id(Kind.TRANSFER, billing) : world.id(Kind.APPLICATION_FEE, billing);
        return Ledger.entry(
                world,
                Ledger.id(world, lane, billing),
                created(billing),
                amount,
                payments.currency(purchase(billing)),
                type,
                source);
    }

    private ObjectNode partEntry(int lane, long slot, long whole, String type) {
        long billing = slot / REVERSALS;
        String source = world.ids().of(lane == Ledger.REVERSAL ? "trr_" : "fr_", slot);
        return Ledger.entry(
                world,
                Ledger.id(world, lane, slot),
                created(billing) + TO_REVERSAL,
                part(billing, whole),
                payments.currency(purchase(billing)),
                type,
                source);
    }

    private ObjectNode transfer(long slot) {
        long intent = purchase(slot);
        String id = world.id(Kind.TRANSFER, slot);
        long reversed = partsByNow(slot) * part(slot, amount(slot));
        ObjectNode transfer = world.blank(Kind.TRANSFER, id, created(slot))
                .put("amount", amount(slot))
                .put("amount_reversed", reversed)
                .put("balance_transaction", Ledger.id(world, Ledger.TRANSFER, slot))
                .put("currency", payments.currency(intent))
                .put("destination", payments.destination(intent))
                .put("destination_payment", world.ids().of("py_", slot))
                .put("reversed", reversed == amount(slot))
                .put("source_transaction", world.id(Kind.CHARGE, payments.succeededCharge(intent)))
                .put("source_type", "card")
                .put("transfer_group", "group_" + world.id(Kind.PAYMENT_INTENT, intent));
        transfer.set(
                "reversals", parts(slot, "transfer_reversal", "trr_", "transfer", id, Ledger.REVERSAL, amount(slot)));
        return transfer;
    }

    private ObjectNode fee(long slot) {
        long intent = purchase(slot);
        String id = world.id(Kind.APPLICATION_FEE, slot);
        long refunded = partsByNow(slot) * part(slot, feeAmount(slot));
        String charge = world.id(Kind.CHARGE, payments.succeededCharge(intent));
        ObjectNode fee = world.blank(Kind.APPLICATION_FEE, id, created(slot))
                .put("account", payments.destination(intent))
                .put("amount", feeAmount(slot))
                .put("amount_refunded", refunded)
                .put("application", "ca_WharfStandin")
                .put("balance_transaction", Ledger.id(world, Ledger.FEE, slot))
                .put("charge", world.ids().of("py_", slot))
                .put("currency", payments.currency(intent))
                .put("originating_transaction", charge)
                .put("refunded", refunded == feeAmount(slot));
        fee.set("refunds", parts(slot, "fee_refund", "fr_", "fee", id, Ledger.FEE_REFUND, feeAmount(slot)));
        return fee;
    }

    private ArrayNode parts(
            long billing, String object, String prefix, String owner, String ownerId, int lane, long whole) {
        ArrayNode parts = Json.array();
        for (int i = partsByNow(billing) - 1; i >= 0; i--) {
            long slot = billing * REVERSALS + i;
            parts.add(world.blank(object)
                    .put("id", world.ids().of(prefix, slot))
                    .put("amount", part(billing, whole))
                    .put("balance_transaction", Ledger.id(world, lane, slot))
                    .put("created", created(billing) + TO_REVERSAL)
                    .put("currency", payments.currency(purchase(billing)))
                    .put(owner, ownerId));
        }
        return parts;
    }

    private long accountCreated(long slot) {
        return world.timeline().start() - Timeline.MONTH + slot * 600;
    }

    private ObjectNode account(long slot) {
        String id = world.id(Kind.ACCOUNT, slot);
        ObjectNode account = form(world, id, accountCreated(slot), "seller" + slot + "@example.com");
        account.putArray("external_accounts")
                .add(world.blank("bank_account")
                        .put("id", world.ids().of("ba_", slot << 20 | 1))
                        .put("account", id)
                        .put("account_holder_name", people.name(slot))
                        .put("bank_name", "STRIPE TEST BANK")
                        .put("default_for_currency", true)
                        .put("routing_number", "110000000"));
        return account;
    }

    /** An account that may charge and be paid out. */
    static ObjectNode form(World world, String id, long created, String email) {
        ObjectNode account = world.blank(Kind.ACCOUNT, id, created)
                .put("business_type", "company")
                .put("email", email)
                .put("type", "standard");
        account.putArray("external_accounts");
        return account;
    }

    private ObjectNode person(long slot) {
        String account = world.id(Kind.ACCOUNT, slot / PERSONS);
        String name = people.name(slot + 1000);
        return world.blank(Kind.PERSON, world.id(Kind.PERSON, slot), accountCreated(slot / PERSONS) + 60)
                .put("account", account)
                .put("first_name", name.substring(0, name.indexOf(' ')))
                .put("last_name", name.substring(name.indexOf(' ') + 1))
                .put("email", "person" + slot + "@example.com");
    }
}
