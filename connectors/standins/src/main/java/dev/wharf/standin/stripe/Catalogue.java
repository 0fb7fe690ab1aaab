package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the account sells: products with four price slots each, coupons, promotion codes, tax rates, shipping rates, payment links. All of it is
 * older than the first customer.
 *
 * <p>Ten products in a row are seven in US dollars, two in euros, one in yen, so that everybody finds something in their currency.
 */
final class Catalogue {
    static final int MONTHLY = 0;
    static final int YEARLY = 1;
    static final int ONE_TIME = 2;
    static final int TIERED = 3;
    private static final int PRICES = 4;
    private static final int ROW = 10;
    private static final int COUPONS = 20;
    private static final double[] TAXES = {19, 20, 21, 8.25};
    private static final String[] TAXED = {"DE", "FR", "NL", "US"};
    private static final String[] NAMES = {
        "Harbour", "Crane", "Pilot", "Anchor", "Beacon", "Ledger", "Compass", "Manifest", "Tide", "Quay"
    };
    private static final String[] EDITIONS = {"Starter", "Team", "Business", "Enterprise", "Add-on"};

    private final World world;
    private final int rows;
    private final Lane products;

    Catalogue(World world) {
        this.world = world;
        this.rows = Math.clamp(world.timeline().customers() / 500, 1, 30);
        this.products = root(rows * ROW, _ -> true, this::product);
    }

    List<Lane> products() {
        return List.of(products);
    }

    List<Lane> prices() {
        return List.of(products.children(PRICES, 600, this::hasPrice, this::price));
    }

    List<Lane> plans() {
        return List.of(products.children(
                PRICES, 600, slot -> hasPrice(slot) && slot % PRICES != ONE_TIME, slot -> plan(world, price(slot))));
    }

    List<Lane> coupons() {
        return List.of(root(COUPONS, _ -> true, this::coupon));
    }

    List<Lane> promotionCodes() {
        return List.of(root(COUPONS, _ -> true, this::coupon).children(2, 60, _ -> true, this::promotionCode));
    }

    List<Lane> taxRates() {
        return List.of(root(TAXES.length, _ -> true, this::taxRate));
    }

    List<Lane> shippingRates() {
        return List.of(root(3, _ -> true, this::shippingRate));
    }

    List<Lane> paymentLinks() {
        return List.of(products.children(1, 1200, slot -> slot % 3 == 0, this::paymentLink));
    }

    /** A product in this currency, by chance. */
    long pick(String question, long slot, String currency) {
        int row = world.dice().below(question + ".row", slot, rows) * ROW;
        return switch (currency) {
            case "eur" -> row + 7 + world.dice().below(question, slot, 2);
            case "jpy" -> row + 9;
            default -> row + world.dice().below(question, slot, 7);
        };
    }

    long priceSlot(long product, int which) {
        return product * PRICES + which;
    }

    long unitAmount(long price) {
        long product = price / PRICES;
        long monthly = 500 + 100L * world.dice().below("product.amount", product, 195) - 1;
        return switch ((int) (price % PRICES)) {
            case YEARLY -> monthly * 10;
            case ONE_TIME -> monthly * 3;
            default -> monthly;
        };
    }

    /** Of a price, where it lies in a row of ten products. */
    static String currency(long product) {
        long place = product % ROW;
        return place < 7 ? "usd" : place < 9 ? "eur" : "jpy";
    }

    /** The slot of the tax rate that is added to what is sold to a country; -1 for none. */
    static int taxOf(String country) {
        for (int i = 0; i < TAXED.length - 1; i++) {
            if (TAXED[i].equals(country)) {
                return i;
            }
        }
        return -1;
    }

    static double percentage(int taxRate) {
        return TAXES[taxRate];
    }

    int percentOff(long coupon) {
        return 5 + 5 * (int) (coupon % 6);
    }

    int coupons(String question, long slot) {
        return world.dice().below(question, slot, COUPONS);
    }

    ObjectNode price(long slot) {
        long product = slot / PRICES;
        int which = (int) (slot % PRICES);
        ObjectNode price = world.blank(Kind.PRICE, world.id(Kind.PRICE, slot), created(product) + 600)
                .put("currency", currency(product))
                .put("product", world.id(Kind.PRODUCT, product))
                .put("nickname", which == YEARLY ? "a year for ten months' price" : null)
                .put("tax_behavior", "exclusive");
        if (which == ONE_TIME) {
            price.put("type", "one_time");
        } else {
            price.set("recurring", recurring(which == YEARLY ? "year" : "month"));
        }
        if (which == TIERED) {
            price.put("billing_scheme", "tiered").put("tiers_mode", "graduated");
            price.set("tiers", tiers(unitAmount(slot)));
        } else {
            price.put("unit_amount", unitAmount(slot)).put("unit_amount_decimal", String.valueOf(unitAmount(slot)));
        }
        return price;
    }

    /** The plan that a recurring price also is, under the same id. */
    static ObjectNode plan(World world, ObjectNode price) {
        ObjectNode plan = world.blank("plan");
        for (String same : List.of(
                "id",
                "active",
                "billing_scheme",
                "created",
                "currency",
                "livemode",
                "metadata",
                "nickname",
                "product",
                "tiers_mode")) {
            plan.set(same, price.get(same));
        }
        plan.set("amount", price.get("unit_amount"));
        plan.set("amount_decimal", price.get("unit_amount_decimal"));
        plan.set("interval", price.get("recurring").get("interval"));
        plan.set("interval_count", price.get("recurring").get("interval_count"));
        if (price.has("tiers")) {
            plan.set("tiers", price.get("tiers"));
        }
        return plan;
    }

    ObjectNode coupon(long slot) {
        return world.blank(Kind.COUPON, world.id(Kind.COUPON, slot), created(slot))
                .put("name", percentOff(slot) + "% off")
                .put("percent_off", (double) percentOff(slot))
                .put("duration", slot % 4 == 0 ? "repeating" : "forever")
                .put("duration_in_months", slot % 4 == 0 ? 12 : null)
                .put("times_redeemed", world.dice().below("coupon.redeemed", slot, 50));
    }

    ObjectNode taxRate(long slot) {
        int place = (int) slot;
        return world.blank(Kind.TAX_RATE, world.id(Kind.TAX_RATE, slot), created(slot))
                .put("display_name", TAXED[place].equals("US") ? "Sales tax" : "VAT")
                .put("country", TAXED[place])
                .put("state", TAXED[place].equals("US") ? "CA" : null)
                .put("jurisdiction", TAXED[place])
                .put("percentage", TAXES[place])
                .put("effective_percentage", TAXES[place])
                .put("rate_type", "percentage")
                .put("tax_type", TAXED[place].equals("US") ? "sales_tax" : "vat")
                .put("active", !TAXED[place].equals("US"));
    }

    private ObjectNode product(long slot) {
        String name =
                NAMES[(int) (slot % NAMES.length)] + " " + EDITIONS[(int) (slot / NAMES.length % EDITIONS.length)];
        ObjectNode product = world.blank(Kind.PRODUCT, world.id(Kind.PRODUCT, slot), created(slot))
                .put("name", name)
                .put("description", "What " + name + " does, and for whom.")
                .put("default_price", world.id(Kind.PRICE, priceSlot(slot, MONTHLY)))
                .put("type", "service")
                .put("updated", created(slot) + 600);
        ((ObjectNode) product.get("metadata")).put("line", NAMES[(int) (slot % NAMES.length)]);
        return product;
    }

    private ObjectNode promotionCode(long slot) {
        ObjectNode code = world.blank(Kind.PROMOTION_CODE, world.id(Kind.PROMOTION_CODE, slot), created(slot / 2) + 60)
                .put("active", true)
                .put("code", "SHIP" + (100 + slot));
        ((ObjectNode) code.get("promotion")).put("coupon", world.id(Kind.COUPON, slot / 2));
        return code;
    }

    private ObjectNode shippingRate(long slot) {
        ObjectNode rate = world.blank(Kind.SHIPPING_RATE, world.id(Kind.SHIPPING_RATE, slot), created(slot))
                .put("display_name", List.of("Ground", "Express", "Overnight").get((int) slot));
        ((ObjectNode) rate.get("fixed_amount")).put("amount", 500 * (slot + 1)).put("currency", "usd");
        return rate;
    }

    private ObjectNode paymentLink(long slot) {
        String id = world.id(Kind.PAYMENT_LINK, slot);
        ObjectNode link = world.blank("payment_link")
                .put("id", id)
                .put("currency", currency(slot))
                .put("url", "https://buy.stripe.com/" + id.substring(id.indexOf('_') + 1));
        link.putArray("line_items").add(lineItem(id, priceSlot(slot, ONE_TIME)));
        return link;
    }

    /** An item of a checkout session or payment link. */
    ObjectNode lineItem(String of, long priceSlot) {
        ObjectNode item = world.blank("item")
                .put("id", "li_" + of.substring(of.lastIndexOf('_') + 1))
                .put("description", "One of " + NAMES[(int) (priceSlot / PRICES % NAMES.length)])
                .put("quantity", 1)
                .put("currency", currency(priceSlot / PRICES))
                .put("amount_subtotal", unitAmount(priceSlot))
                .put("amount_total", unitAmount(priceSlot));
        item.set("price", price(priceSlot));
        return item;
    }

    private boolean hasPrice(long slot) {
        return slot % PRICES != TIERED || slot / PRICES % 7 == 3;
    }

    static ObjectNode recurring(String interval) {
        return Json.object()
                .put("interval", interval)
                .put("interval_count", 1)
                .putNull("meter")
                .putNull("trial_period_days")
                .put("usage_type", "licensed");
    }

    private static ArrayNode tiers(long unit) {
        ArrayNode tiers = Json.array();
        tiers.addObject().putNull("flat_amount").put("unit_amount", unit).put("up_to", 10);
        tiers.addObject()
                .putNull("flat_amount")
                .put("unit_amount", unit * 8 / 10)
                .putNull("up_to");
        return tiers;
    }

    private long created(long slot) {
        return world.timeline().start() - Timeline.MONTH + slot * 3600;
    }

    private Lane root(
            int count, java.util.function.LongPredicate exists, java.util.function.LongFunction<ObjectNode> object) {
        return new Lane(count, this::created, exists, object);
    }
}
