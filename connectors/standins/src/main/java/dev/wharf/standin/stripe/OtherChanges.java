package dev.wharf.standin.stripe;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/** What happens to the catalogue, to connected accounts and to paperwork: mostly one step from one status to the next. */
final class OtherChanges {
    private final Desk desk;

    OtherChanges(Desk desk) {
        this.desk = desk;
    }

    void register(Map<String, Runnable> changes) {
        registerCatalogue(changes);
        changes.put("account.update", step(Kind.ACCOUNT, _ -> true, this::revise, "account.updated"));
        changes.put("person.update", step(Kind.PERSON, _ -> true, this::revise, "person.updated"));
        changes.put(
                "review.close",
                step(
                        Kind.REVIEW,
                        r -> r.path("open").asBoolean(),
                        r -> r.put("open", false).put("closed_reason", "approved"),
                        "review.closed"));
        changes.put(
                "quote.accept",
                step(Kind.QUOTE, Desk.is("status", "open"), q -> q.put("status", "accepted"), "quote.accepted"));
        changes.put(
                "schedule.release",
                step(
                        Kind.SUBSCRIPTION_SCHEDULE,
                        Desk.is("status", "active"),
                        s -> s.put("status", "released").put("released_at", desk.now()),
                        "subscription_schedule.released"));
        changes.put(
                "credit_note.void",
                step(
                        Kind.CREDIT_NOTE,
                        Desk.is("status", "issued"),
                        n -> n.put("status", "void").put("voided_at", desk.now()),
                        "credit_note.voided"));
        changes.put("setup_intent.create", this::createSetup);
        changes.put("topup.create", this::createTopup);
        changes.put("file.create", this::createFile);
    }

    private void registerCatalogue(Map<String, Runnable> changes) {
        changes.put(
                "product.update",
                step(
                        Kind.PRODUCT,
                        _ -> true,
                        p -> p.put("description", "Changed at " + desk.now()).put("updated", desk.now()),
                        "product.updated"));
        changes.put(
                "product.delete",
                () -> desk.pick(
                                Kind.PRODUCT,
                                p -> desk.store()
                                                .shelf(Kind.PRODUCT)
                                                .find(Desk.id(p))
                                                .orElseThrow()
                                                .lane()
                                        == Place.ADDED)
                        .ifPresent(p -> desk.delete(Kind.PRODUCT, p, "product.deleted")));
        changes.put("product.create", this::createProduct);
        changes.put("price.update", this::updatePrice);
        changes.put("coupon.create", this::createCoupon);
        changes.put(
                "coupon.delete",
                () -> desk.pick(Kind.COUPON, _ -> true).ifPresent(c -> desk.delete(Kind.COUPON, c, "coupon.deleted")));
        changes.put(
                "promotion_code.update",
                step(
                        Kind.PROMOTION_CODE,
                        _ -> true,
                        c -> c.put("times_redeemed", c.get("times_redeemed").asInt() + 1),
                        "promotion_code.updated"));
        changes.put(
                "tax_rate.update",
                step(
                        Kind.TAX_RATE,
                        _ -> true,
                        t -> t.put("description", "Changed at " + desk.now()),
                        "tax_rate.updated"));
    }

    private Runnable step(Kind kind, Predicate<ObjectNode> from, Consumer<ObjectNode> alter, String type) {
        return () -> desk.pick(kind, from).ifPresent(object -> desk.update(kind, object, alter, type));
    }

    private void revise(ObjectNode object) {
        Desk.metadata(object).put("revision", String.valueOf(desk.now()));
    }

    /** With a price, which is also a plan. */
    private void createProduct() {
        ObjectNode product =
                desk.create(Kind.PRODUCT, p -> p.put("name", "New product").put("updated", desk.now()));
        desk.log().tell("product.created", product);
        ObjectNode price = desk.create(Kind.PRICE, p -> {
            p.put("product", Desk.id(product)).put("unit_amount", 1234).put("unit_amount_decimal", "1234");
            p.set("recurring", Catalogue.recurring("month"));
        });
        Shelf plans = desk.store().shelf(Kind.PLAN);
        ObjectNode plan = Catalogue.plan(desk.store().world(), price);
        plans.add(desk.now(), plan);
        desk.log().tell("plan.created", plan);
        desk.log().tell("price.created", price);
    }

    private void updatePrice() {
        desk.pick(Kind.PRICE, p -> p.path("recurring").isObject()).ifPresent(price -> {
            String nickname = "Changed at " + desk.now();
            desk.store()
                    .find(Kind.PLAN, Desk.id(price))
                    .ifPresent(plan -> desk.update(Kind.PLAN, plan, p -> p.put("nickname", nickname), "plan.updated"));
            desk.update(Kind.PRICE, price, p -> p.put("nickname", nickname), "price.updated");
        });
    }

    private void createCoupon() {
        desk.log()
                .tell(
                        "coupon.created",
                        desk.create(
                                Kind.COUPON,
                                c -> c.put("percent_off", 50.0)
                                        .put("name", "Half off")
                                        .put("duration", "once")));
    }

    private void createSetup() {
        desk.pick(Kind.CUSTOMER, _ -> true).ifPresent(customer -> {
            ObjectNode intent = desk.create(
                    Kind.SETUP_INTENT,
                    s -> s.put("customer", Desk.id(customer)).put("client_secret", Desk.id(s) + "_secret_new"));
            desk.log().tell("setup_intent.created", intent);
            desk.update(Kind.SETUP_INTENT, intent, s -> s.put("status", "succeeded"), "setup_intent.succeeded");
        });
    }

    private void createTopup() {
        ObjectNode topup = desk.create(Kind.TOPUP, t -> t.put("amount", 10_000).put("status", "pending"));
        desk.log().tell("topup.created", topup);
        String entry = desk.entry("topup", 10_000, "usd", Desk.id(topup), 0);
        desk.update(
                Kind.TOPUP,
                topup,
                t -> t.put("balance_transaction", entry).put("status", "succeeded"),
                "topup.succeeded");
    }

    private void createFile() {
        ObjectNode file = desk.create(Kind.FILE, f -> {
            f.put("filename", "new.png").put("size", 4711).put("type", "png");
            f.putArray("links");
        });
        desk.log().tell("file.created", file);
    }
}
