package dev.wharf.standin.stripe;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What happens to customers, their payment methods, sources, discounts and tax ids. */
final class CustomerChanges {
    private final Desk desk;
    private final World world;

    CustomerChanges(Desk desk) {
        this.desk = desk;
        this.world = desk.store().world();
    }

    void register(Map<String, Runnable> changes) {
        changes.put("customer.create", this::create);
        changes.put("customer.update", this::update);
        changes.put("customer.delete", this::delete);
        changes.put("payment_method.attach", this::attach);
        changes.put("payment_method.detach", this::detach);
        changes.put("source.create", this::createSource);
        changes.put("source.delete", this::deleteSource);
        changes.put("discount.create", this::createDiscount);
        changes.put("discount.delete", this::deleteDiscount);
        changes.put("tax_id.create", this::createTaxId);
        changes.put("tax_id.delete", this::deleteTaxId);
    }

    private Optional<ObjectNode> customer() {
        return desk.pick(Kind.CUSTOMER, _ -> true);
    }

    private void create() {
        long number = desk.store().shelf(Kind.CUSTOMER).addedCount();
        ObjectNode customer = desk.create(Kind.CUSTOMER, c -> {
            c.put("name", "New Customer " + number)
                    .put("email", "new" + number + "@example.com")
                    .put("currency", "usd")
                    .put("invoice_prefix", "NEW" + number);
            c.putArray("sources");
            c.putArray("tax_ids");
            c.putArray("subscriptions");
        });
        desk.log().tell("customer.created", customer);
        attach(customer);
    }

    private void update() {
        customer()
                .ifPresent(customer -> desk.update(
                        Kind.CUSTOMER,
                        customer,
                        c -> {
                            c.put("description", "Changed at " + desk.now());
                            Desk.metadata(c).put("revision", String.valueOf(desk.below(1_000_000)));
                        },
                        "customer.updated"));
    }

    /** Whoever deletes a customer cancels their subscriptions. */
    private void delete() {
        customer().ifPresent(customer -> {
            for (JsonNode id : customer.path("subscriptions")) {
                desk.store()
                        .find(Kind.SUBSCRIPTION, id.asString())
                        .filter(Desk.is("status", "canceled").negate())
                        .ifPresent(subscription -> BillingChanges.cancel(desk, subscription));
            }
            customer.path("sources").forEach(source -> desk.store().bury(collection(source), (ObjectNode) source));
            if (customer.path("discount").isObject()) {
                desk.store().bury("discounts", (ObjectNode) customer.get("discount"));
            }
            desk.delete(Kind.CUSTOMER, customer, "customer.deleted");
        });
    }

    private static String collection(JsonNode source) {
        return source.path("object").asString("").equals("card") ? "cards" : "bank_accounts";
    }

    private void attach() {
        customer().ifPresent(this::attach);
    }

    private void attach(ObjectNode customer) {
        ObjectNode method = desk.create(Kind.PAYMENT_METHOD, m -> {
            m.put("customer", Desk.id(customer));
            ((ObjectNode) m.get("card")).put("last4", String.valueOf(1000 + desk.below(9000)));
            ((ObjectNode) m.get("billing_details")).put("name", Desk.text(customer, "name"));
        });
        desk.log().tell("payment_method.attached", method);
    }

    private void detach() {
        desk.pick(Kind.PAYMENT_METHOD, method -> !method.path("customer").isNull())
                .ifPresent(method -> desk.update(
                        Kind.PAYMENT_METHOD, method, m -> m.putNull("customer"), "payment_method.detached"));
    }

    private void createSource() {
        customer().ifPresent(customer -> {
            ObjectNode card = world.blank("card")
                    .put("id", world.ids().fresh("card_"))
                    .put("customer", Desk.id(customer))
                    .put("exp_month", 7)
                    .put("exp_year", 2031)
                    .put("last4", String.valueOf(1000 + desk.below(9000)));
            desk.update(Kind.CUSTOMER, customer, c -> ((ArrayNode) c.get("sources")).insert(0, card));
            desk.log().tell("customer.source.created", card);
        });
    }

    private void deleteSource() {
        desk.pick(Kind.CUSTOMER, customer -> !customer.path("sources").isEmpty())
                .ifPresent(customer -> {
                    ObjectNode source = (ObjectNode) customer.get("sources").get(0);
                    desk.update(
                            Kind.CUSTOMER,
                            customer,
                            c -> {
                                ((ArrayNode) c.get("sources")).remove(0);
                                c.set(
                                        "default_source",
                                        c.get("sources").isEmpty()
                                                ? c.nullNode()
                                                : c.get("sources").get(0).get("id"));
                            },
                            "customer.updated");
                    desk.store().bury(collection(source), source);
                    desk.log().tell("customer.source.deleted", source);
                });
    }

    private void createDiscount() {
        desk.pick(Kind.CUSTOMER, customer -> !customer.path("discount").isObject())
                .ifPresent(customer -> desk.pick(Kind.COUPON, _ -> true).ifPresent(coupon -> {
                    ObjectNode discount = world.blank("discount")
                            .put("id", world.ids().fresh("di_"))
                            .put("customer", Desk.id(customer))
                            .put("start", desk.now());
                    ((ObjectNode) discount.get("source")).put("coupon", Desk.id(coupon));
                    desk.update(
                            Kind.CUSTOMER, customer, c -> c.set("discount", discount.deepCopy()), "customer.updated");
                    desk.log().tell("customer.discount.created", discount);
                }));
    }

    private void deleteDiscount() {
        desk.pick(Kind.CUSTOMER, customer -> customer.path("discount").isObject())
                .ifPresent(customer -> {
                    ObjectNode discount = (ObjectNode) customer.get("discount").deepCopy();
                    desk.update(Kind.CUSTOMER, customer, c -> c.putNull("discount"), "customer.updated");
                    desk.store().bury("discounts", discount);
                    desk.log().tell("customer.discount.deleted", discount);
                });
    }

    private void createTaxId() {
        customer().ifPresent(customer -> {
            ObjectNode taxId = desk.create(
                    Kind.TAX_ID,
                    t -> t.put("customer", Desk.id(customer))
                            .put("country", "DE")
                            .put("type", "eu_vat")
                            .put("value", "DE" + (100_000_000 + desk.below(800_000_000))));
            desk.update(Kind.CUSTOMER, customer, c -> ((ArrayNode) c.get("tax_ids")).add(Desk.id(taxId)));
            desk.log().tell("customer.tax_id.created", taxId);
        });
    }

    private void deleteTaxId() {
        desk.pick(Kind.TAX_ID, _ -> true)
                .ifPresent(taxId -> desk.delete(Kind.TAX_ID, taxId, "customer.tax_id.deleted"));
    }
}
