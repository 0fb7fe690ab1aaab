package dev.wharf.standin.stripe;

import dev.wharf.standin.Json;
import dev.wharf.standin.Reply;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is the same for every account, whatever happens in it: the lists that Stripe keeps of the world, and a balance. Any thread. */
enum Almanac {
    BALANCE("balance", "balance", "/v1/balance"),
    COUNTRY_SPECS("country_specs", "country_spec", "/v1/country_specs"),
    EXCHANGE_RATES("exchange_rates", "exchange_rate", "/v1/exchange_rates"),
    TAX_CODES("tax_codes", "tax_code", "/v1/tax_codes");

    /** A country and its currency. One page of the usual ten does not hold them. */
    private static final String[][] COUNTRIES = {
        {"AT", "eur"},
        {"AU", "aud"},
        {"BE", "eur"},
        {"CA", "cad"},
        {"DE", "eur"},
        {"ES", "eur"},
        {"FR", "eur"},
        {"GB", "gbp"},
        {"IE", "eur"},
        {"IT", "eur"},
        {"JP", "jpy"},
        {"NL", "eur"},
        {"US", "usd"}
    };

    private static final String[] CURRENCIES = {"aud", "cad", "eur", "gbp", "jpy", "usd"};

    /** What one of each currency is worth, in dollars. */
    private static final double[] DOLLARS = {0.66, 0.73, 1.08, 1.27, 0.0067, 1};

    private static final String[][] CODES = {
        {"txcd_00000000", "Nontaxable", "Whatever no tax is ever due for."},
        {"txcd_10000000", "General - Electronically Supplied Services", "A service that is delivered over a network."},
        {"txcd_10103001", "Software as a service (SaaS) - business use", "Software that a firm uses where it runs."},
        {"txcd_20030000", "General - Services", "Work that people do for others."},
        {"txcd_99999999", "General - Tangible Goods", "A thing that can be touched and carried."}
    };

    private final String collection;
    private final String object;
    private final String path;

    Almanac(String collection, String object, String path) {
        this.collection = collection;
        this.object = object;
        this.path = path;
    }

    static Optional<Almanac> atPath(String path) {
        return Arrays.stream(values()).filter(page -> page.path.equals(path)).findFirst();
    }

    /** As the dump calls it. */
    String collection() {
        return collection;
    }

    /** The permission that a restricted key needs to read it. */
    String right() {
        return "rak_" + object + "_read";
    }

    /** Its list, or the one object that the balance is. */
    Reply list(World world, Query query, Listing listing) {
        ArrayNode entries = entries(world);
        if (this == BALANCE) {
            return Reply.json(200, (ObjectNode) entries.get(0));
        }
        query.filters().keySet().stream().findFirst().ifPresent(Almanac::refuse);
        query.from().or(query::to).ifPresent(_ -> refuse("created"));
        return listing.of(path, entries);
    }

    /** @return empty where nothing has an id */
    Optional<Reply> retrieve(World world, String id) {
        if (this == BALANCE) {
            return Optional.empty();
        }
        return Optional.of(entries(world)
                .valueStream()
                .filter(entry -> entry.path("id").asString().equals(id))
                .findFirst()
                .map(entry -> Reply.json(200, (ObjectNode) entry))
                .orElseThrow(() -> Refusal.missing(object, id, "id")));
    }

    /** All of it, in the order of its list. */
    ArrayNode entries(World world) {
        ArrayNode entries = Json.array();
        switch (this) {
            case BALANCE -> entries.add(balance(world.blank(object)));
            case COUNTRY_SPECS -> Arrays.stream(COUNTRIES).forEach(each -> entries.add(spec(world, each[0], each[1])));
            case EXCHANGE_RATES -> {
                for (int i = 0; i < CURRENCIES.length; i++) {
                    entries.add(rates(world.blank(object).put("id", CURRENCIES[i]), DOLLARS[i]));
                }
            }
            case TAX_CODES ->
                Arrays.stream(CODES)
                        .forEach(each -> entries.add(world.blank(object)
                                .put("id", each[0])
                                .put("name", each[1])
                                .put("description", each[2])));
        }
        return entries;
    }

    private static void refuse(String parameter) {
        throw Filters.unknown(parameter);
    }

    private static ObjectNode balance(ObjectNode blank) {
        ((ObjectNode) blank.at("/available/0"))
                .put("amount", 1_234_500)
                .putObject("source_types")
                .put("card", 1_234_500);
        ((ObjectNode) blank.at("/pending/0"))
                .put("amount", 67_800)
                .putObject("source_types")
                .put("card", 67_800);
        return blank;
    }

    private ObjectNode spec(World world, String country, String currency) {
        ObjectNode spec = world.blank(object).put("id", country).put("default_currency", currency);
        spec.putObject("supported_bank_account_currencies").putArray(currency).add(country);
        return spec;
    }

    private static ObjectNode rates(ObjectNode blank, double dollars) {
        ObjectNode rates = blank.putObject("rates");
        for (int i = 0; i < CURRENCIES.length; i++) {
            rates.put(CURRENCIES[i], Math.round(dollars / DOLLARS[i] * 1e6) / 1e6);
        }
        return blank;
    }
}
