package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Subscriptions and their lives: who has one, what is in it, how long it lasts, what discount it has. */
final class Billing {
    static final long TO_SUBSCRIPTION = 2400;
    private static final int ITEMS = 32;

    private final World world;
    private final Catalogue catalogue;
    private final People people;
    private final Lane subscriptions;

    Billing(World world, Catalogue catalogue, People people) {
        this.world = world;
        this.catalogue = catalogue;
        this.people = people;
        this.subscriptions =
                people.customers().children(Timeline.SUBSCRIPTIONS, TO_SUBSCRIPTION, this::exists, this::subscription);
    }

    Lane subscriptions() {
        return subscriptions;
    }

    /** The first slot of a customer is taken by three in five, the second by one in twenty. */
    static boolean exists(Dice dice, long slot) {
        boolean first = slot % Timeline.SUBSCRIPTIONS == 0;
        return isLarge(slot) || dice.chance("subscription", slot, first ? 0.6 : 0.05);
    }

    /** Of one in twenty customers. */
    private static boolean isLarge(long slot) {
        return slot % (20 * Timeline.SUBSCRIPTIONS) == 2 * Timeline.SUBSCRIPTIONS;
    }

    private boolean exists(long slot) {
        return exists(world.dice(), slot);
    }

    /** Canceled subscriptions, in the slots of the billings that they no longer got: in order of their ends. */
    Lane cancellations() {
        return new Lane(
                world.timeline().billings(),
                world.timeline()::billed,
                this::isCancellation,
                billing -> subscription(world.timeline().subscription(billing)));
    }

    private boolean isCancellation(long billing) {
        long slot = world.timeline().subscription(billing);
        return exists(slot) && world.timeline().month(billing) == endMonth(slot);
    }

    static long customer(long slot) {
        return slot / Timeline.SUBSCRIPTIONS;
    }

    /** The first month in which it is billed no more; later than all of history for one that lives. Three of a hundred end in every month. */
    int endMonth(long slot) {
        double luck = 1 - world.dice().fraction("subscription.life", slot);
        return world.timeline().firstMonth(slot) + 1 + (int) (Math.log(luck) / Math.log(0.97));
    }

    boolean isBilled(long billing) {
        long slot = world.timeline().subscription(billing);
        int month = world.timeline().month(billing);
        return exists(slot) && month >= world.timeline().firstMonth(slot) && month < endMonth(slot);
    }

    boolean isCanceled(long slot) {
        return endMonth(slot) < world.timeline().months();
    }

    /** Large ones have more than the ten that fit into an embedded list. */
    int items(long slot) {
        int size = world.dice().below("subscription.size", slot, 100);
        return isLarge(slot) ? 12 + size % 4 : size < 75 ? 1 : 2 + size % 3;
    }

    long price(long slot, int item) {
        String currency = people.currency(customer(slot));
        long product = catalogue.pick("subscription.product", slot * ITEMS + item, currency);
        return catalogue.priceSlot(product, Catalogue.MONTHLY);
    }

    int quantity(long slot, int item) {
        return 1 + world.dice().below("subscription.quantity", slot * ITEMS + item, 5);
    }

    String itemId(long slot, int item) {
        return world.ids().of("si_", slot * ITEMS + item);
    }

    boolean hasDiscount(long slot) {
        return world.dice().chance("subscription.discount", slot, 0.08);
    }

    int percentOff(long slot) {
        return hasDiscount(slot) ? catalogue.percentOff(coupon(slot)) : 0;
    }

    /** A discount as a subscription has it, or one of its invoices under an id of its own. */
    ObjectNode discount(long slot, String id, String invoice) {
        ObjectNode discount = world.blank("discount")
                .put("id", id)
                .put("customer", world.id(Kind.CUSTOMER, customer(slot)))
                .put("subscription", world.id(Kind.SUBSCRIPTION, slot))
                .put("invoice", invoice.isEmpty() ? null : invoice)
                .put("start", created(slot));
        ((ObjectNode) discount.get("source")).put("coupon", world.id(Kind.COUPON, coupon(slot)));
        return discount;
    }

    long created(long slot) {
        return world.timeline().customerCreated(customer(slot)) + TO_SUBSCRIPTION;
    }

    private long coupon(long slot) {
        return catalogue.coupons("subscription.coupon", slot);
    }

    private ObjectNode subscription(long slot) {
        int first = world.timeline().firstMonth(slot);
        int last = Math.min(endMonth(slot), world.timeline().months()) - 1;
        boolean isTrialing = first > last;
        long periodStart = isTrialing ? created(slot) : world.timeline().billed(last, slot);
        long periodEnd = world.timeline().billed(Math.max(last + 1, first), slot);
        String id = world.id(Kind.SUBSCRIPTION, slot);
        ObjectNode subscription = world.blank(Kind.SUBSCRIPTION, id, created(slot))
                .put("customer", world.id(Kind.CUSTOMER, customer(slot)))
                .put("currency", people.currency(customer(slot)))
                .put("start_date", created(slot))
                .put("trial_start", created(slot))
                .put("trial_end", world.timeline().billed(first, slot))
                .put("billing_cycle_anchor", world.timeline().billed(first, slot))
                .put("status", status(slot, isTrialing))
                .put(
                        "latest_invoice",
                        isTrialing
                                ? null
                                : world.id(Kind.INVOICE, world.timeline().billing(last, slot)))
                .put("default_payment_method", method(slot));
        subscription.set("items", items(slot, id, periodStart, periodEnd));
        subscription.set("discounts", Json.array());
        if (hasDiscount(slot)) {
            subscription.putArray("discounts").add(discount(slot, world.ids().of("di_", slot << 2 | 1), ""));
        }
        if (isCanceled(slot)) {
            subscription.put("canceled_at", periodEnd).put("ended_at", periodEnd);
            ((ObjectNode) subscription.get("cancellation_details")).put("reason", "cancellation_requested");
        }
        return subscription;
    }

    private String status(long slot, boolean isTrialing) {
        if (isCanceled(slot)) {
            return "canceled";
        }
        return isTrialing
                ? "trialing"
                : world.dice().chance("subscription.past_due", slot, 0.02) ? "past_due" : "active";
    }

    private @Nullable String method(long slot) {
        return people.hasMethod(customer(slot) * People.METHODS) ? people.method(customer(slot)) : null;
    }

    private ArrayNode items(long slot, String subscription, long periodStart, long periodEnd) {
        ArrayNode items = Json.array();
        for (int i = items(slot) - 1; i >= 0; i--) {
            ObjectNode price = catalogue.price(price(slot, i));
            ObjectNode item = world.blank("subscription_item")
                    .put("id", itemId(slot, i))
                    .put("created", created(slot) + 1)
                    .put("current_period_start", periodStart)
                    .put("current_period_end", periodEnd)
                    .put("quantity", quantity(slot, i))
                    .put("subscription", subscription);
            item.set("price", price);
            item.set("plan", Catalogue.plan(world, price));
            items.add(item);
        }
        return items;
    }
}
