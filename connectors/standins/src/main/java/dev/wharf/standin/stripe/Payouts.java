package dev.wharf.standin.stripe;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ObjLongConsumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What goes to and comes from the bank: each midnight one payout for each currency, of what the day before brought, and a top-up a month. A day is
 * summed up when its payout is first asked for, and remembered.
 */
final class Payouts {
    /** Hidden members of a payout: the first and last second of the day that it pays out. */
    static final String FROM = "~from";

    static final String TO = "~to";
    private static final String[] CURRENCIES = {"usd", "eur", "jpy"};

    private final World world;
    private final List<Lane> entries;
    private final Map<Long, long[]> sums = new ConcurrentHashMap<>();
    private final Lane payouts;
    private final Lane topups;

    /** @param entries the lanes of the ledger before those of payouts */
    Payouts(World world, List<Lane> entries) {
        this.world = world;
        this.entries = entries;
        int days = world.timeline().months() * 30;
        this.payouts = new Lane((long) days * CURRENCIES.length, this::created, slot -> amount(slot) > 0, this::payout);
        this.topups = topups(world);
    }

    Lane payouts() {
        return payouts;
    }

    Lane topups() {
        return topups;
    }

    Lane entriesOfPayouts() {
        return payouts.children(
                1,
                0,
                payouts.exists(),
                slot -> Ledger.entry(
                        world,
                        Ledger.id(world, Ledger.PAYOUT, slot),
                        created(slot),
                        -amount(slot),
                        currency(slot),
                        "payout",
                        world.id(Kind.PAYOUT, slot)));
    }

    static Lane entriesOfTopups(World world) {
        return topups(world)
                .children(
                        1,
                        0,
                        _ -> true,
                        slot -> Ledger.entry(
                                world,
                                Ledger.id(world, Ledger.TOPUP, slot),
                                topupCreated(world, slot),
                                topupAmount(slot),
                                "usd",
                                "topup",
                                world.id(Kind.TOPUP, slot)));
    }

    private static Lane topups(World world) {
        return new Lane(
                world.timeline().months(), slot -> topupCreated(world, slot), _ -> true, slot -> topup(world, slot));
    }

    private static long topupCreated(World world, long slot) {
        return world.timeline().start() + slot * Timeline.MONTH + 10 * Timeline.DAY + 7;
    }

    private static long topupAmount(long slot) {
        return 50_000 + 1000 * slot;
    }

    private static ObjectNode topup(World world, long slot) {
        return world.blank(Kind.TOPUP, world.id(Kind.TOPUP, slot), topupCreated(world, slot))
                .put("amount", topupAmount(slot))
                .put("balance_transaction", Ledger.id(world, Ledger.TOPUP, slot))
                .put("description", "Top-up")
                .put("status", "succeeded");
    }

    private static String currency(long slot) {
        return CURRENCIES[(int) (slot % CURRENCIES.length)];
    }

    private long day(long slot) {
        return world.timeline().start() + slot / CURRENCIES.length * Timeline.DAY;
    }

    private long created(long slot) {
        return day(slot) + Timeline.DAY;
    }

    private long amount(long slot) {
        return sums.computeIfAbsent(slot / CURRENCIES.length, _ -> sums(day(slot)))[(int) (slot % CURRENCIES.length)];
    }

    private long[] sums(long day) {
        long[] sums = new long[CURRENCIES.length];
        ObjLongConsumer<Lane> add = (lane, slot) -> {
            if (lane.exists().test(slot)) {
                ObjectNode entry = lane.object().apply(slot);
                int currency = List.of(CURRENCIES).indexOf(entry.get("currency").asString());
                sums[currency] += entry.get("net").asLong();
            }
        };
        for (Lane lane : entries) {
            long end = lane.until(day + Timeline.DAY - 1);
            for (long slot = lane.until(day - 1); slot < end; slot++) {
                add.accept(lane, slot);
            }
        }
        return sums;
    }

    private ObjectNode payout(long slot) {
        boolean isPaid = created(slot) + 2 * Timeline.DAY <= world.timeline().epoch();
        return world.blank(Kind.PAYOUT, world.id(Kind.PAYOUT, slot), created(slot))
                .put("amount", amount(slot))
                .put("arrival_date", created(slot) + 2 * Timeline.DAY)
                .put("balance_transaction", Ledger.id(world, Ledger.PAYOUT, slot))
                .put("currency", currency(slot))
                .put("description", "STRIPE PAYOUT")
                .put("destination", world.ids().of("ba_", 7))
                .put("status", isPaid ? "paid" : "in_transit")
                .put(FROM, day(slot))
                .put(TO, day(slot) + Timeline.DAY - 1);
    }
}
